using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using ProbeFleet.Core.Model;
using ProbeFleet.Functions.Http;

namespace ProbeFleet.SelfHost;

/// <summary>
/// Checks keys: settings <c>Host:FunctionKeys:NAME</c> hold them, and a call sends one as <c>x-functions-key</c> or <c>?code=</c>. A key's
/// name tells its role. <c>Host:Authentication</c> = <c>off</c> lets everyone in.
/// </summary>
internal sealed class FunctionKeys
{
    private const int LeastCharacters = 32;

    private static readonly Caller Anyone = new("authentication is off", CallerRole.Admin);

    private readonly (byte[] Hash, Caller Caller)[] _keys;

    /// <exception cref="InvalidOperationException">A setting is wrong; the message names every one and repeats no key.</exception>
    public FunctionKeys(IConfiguration settings)
    {
        AreOff = settings["Host:Authentication"]?.ToLowerInvariant() switch
        {
            "off" => true,
            null or "" or "on" => false,
            _ => throw new InvalidOperationException("Setting Host:Authentication is neither 'on' nor 'off'."),
        };
        var named = settings.GetSection("Host:FunctionKeys").GetChildren().Where(key => key.Value is { Length: > 0 }).ToList();
        string[] problems = [.. named.Select(key => ProblemOf(key.Key, key.Value!)).OfType<string>()];
        _keys = problems is []
            ? [.. named.Select(key => (Hash(key.Value), new Caller(key.Key, RoleOf(key.Key)!.Value)))]
            : throw new InvalidOperationException($"The function keys are wrong: {string.Join(" ", problems)}");
    }

    public bool AreOff { get; }

    public bool AreMissing => !AreOff && _keys is [];

    /// <summary>Returns the caller; null without a known key.</summary>
    private Caller? CallerOf(HttpRequest request)
    {
        var key = request.Headers["x-functions-key"];
        var hash = Hash(key.Count > 0 ? key.ToString() : request.Query["code"].ToString());

        // All keys are compared, each in constant time, so that the duration reveals nothing.
        return _keys.Aggregate(
            AreOff ? Anyone : null, (known, one) => CryptographicOperations.FixedTimeEquals(one.Hash, hash) ? one.Caller : known);
    }

    /// <summary>Runs a call whose key has the needed role, and tells the functions whose key it is.</summary>
    public RequestDelegate Guard(CallerRole needed, RequestDelegate run) => http =>
    {
        switch (CallerOf(http.Request))
        {
            case null:
                http.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            case var caller when caller.Role < needed:
                return Answers.Problem(
                    StatusCodes.Status403Forbidden,
                    "The key may not do this.",
                    $"This call needs a key of the role {WireWord.Of(needed)}; '{caller.Name}' is of the role {WireWord.Of(caller.Role)}.")
                        .ExecuteAsync(http);
            case var caller:
                http.Features.Set(caller);
                return run(http);
        }
    };

    private static string? ProblemOf(string name, string key) =>
        RoleOf(name) is null
            ? $"Host:FunctionKeys:{name}: the name says what a key may do: read, probe or admin, with -ANYTHING behind it where there "
                + "are several."
        : key.Length < LeastCharacters
            ? $"Host:FunctionKeys:{name} has {key.Length} characters; a key has at least {LeastCharacters}, such as 'openssl rand "
                + "-hex 32' makes."
        : null;

    /// <summary><c>read</c>, <c>probe</c> or <c>admin</c>, with a hyphen and more or not; <c>default</c> may probe, as on Azure.</summary>
    private static CallerRole? RoleOf(string name) =>
        WireWord.Find<CallerRole>(name.ToLowerInvariant().Split('-')[0])
        ?? (name.Equals("default", StringComparison.OrdinalIgnoreCase) ? CallerRole.Probe : null);

    private static byte[] Hash(string? key) => SHA256.HashData(Encoding.UTF8.GetBytes(key ?? ""));
}
