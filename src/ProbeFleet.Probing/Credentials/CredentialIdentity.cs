using System.Security.Cryptography;
using System.Text;

namespace ProbeFleet.Probing.Credentials;

/// <summary>
/// Tells credentials apart without revealing them: 12 hexadecimal digits of an HMAC-SHA256 keyed with the fleet's secret. Without one the
/// key is public and anyone with a result could try out a short credential, so a short one gets no identity.
/// </summary>
public static class CredentialIdentity
{
    /// <summary>
    /// The variable with the fleet's secret: at least 32 characters, the same in every vantage and command line of a fleet.
    /// </summary>
    public const string Variable = "PROBEFLEET_FLEET_SECRET";

    /// <summary>The minimum length of a fleet's secret.</summary>
    public const int ShortestFleetSecret = 32;

    // Nobody can try out 20 random characters of a key.
    private const int ShortestByPublicKey = 20;
    private const int Digits = 12;

    private static readonly string[] AccountHeaders = ["OpenAI-Organization", "OpenAI-Project"];

    /// <summary>The identity of a credential; null for a credential that could be guessed from it.</summary>
    /// <param name="environment">Reads an environment variable; a fleet's secret that is too short is ignored.</param>
    internal static string? Derive(string secret, Func<string, string?> environment) =>
        environment(Variable) is { Length: >= ShortestFleetSecret } fleet ? Hash(Encoding.UTF8.GetBytes(fleet), secret)
        : secret.Length >= ShortestByPublicKey ? OfPrincipal(secret)
        : null;

    /// <summary>The identity of a principal, whose name is no secret.</summary>
    internal static string OfPrincipal(string principal) => Hash("probefleet credential identity 1"u8, principal);

    /// <summary>The identity of the OpenAI organization and project that a route's own headers name; null when they name none.</summary>
    internal static string? OfAccount(IReadOnlyDictionary<string, string> headers, Func<string, string?> environment) =>
        string.Join('\n', AccountHeaders
            .SelectMany(name => headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .Select(header => header.Value)) is { Length: > 0 } account
            ? Derive(account, environment)
            : null;

    private static string Hash(ReadOnlySpan<byte> key, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))[..Digits];
}
