using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace ProbeFleet.SelfHost;

/// <summary>
/// Who may call: settings <c>Host:FunctionKeys:NAME</c> hold the keys, a call brings one as <c>x-functions-key</c> or <c>?code=</c>.
/// <c>Host:Authentication</c> = <c>off</c> lets everyone in.
/// </summary>
internal sealed class FunctionKeys
{
    private readonly byte[][] _hashes;

    public FunctionKeys(IConfiguration settings)
    {
        AreOff = settings["Host:Authentication"]?.ToLowerInvariant() switch
        {
            "off" => true,
            null or "" or "on" => false,
            _ => throw new InvalidOperationException("Setting Host:Authentication is neither 'on' nor 'off'."),
        };
        _hashes = [.. settings.GetSection("Host:FunctionKeys").GetChildren().Select(key => key.Value).Where(key => key is { Length: > 0 }).Select(Hash)];
    }

    public bool AreOff { get; }

    public bool AreMissing => !AreOff && _hashes is [];

    public bool Open(HttpRequest request)
    {
        var key = request.Headers["x-functions-key"];
        var hash = Hash(key.Count > 0 ? key.ToString() : request.Query["code"].ToString());

        // All keys are compared, each in the same time: how long it takes tells nothing.
        return _hashes.Aggregate(AreOff, (isOpen, known) => CryptographicOperations.FixedTimeEquals(known, hash) | isOpen);
    }

    private static byte[] Hash(string? key) => SHA256.HashData(Encoding.UTF8.GetBytes(key ?? ""));
}
