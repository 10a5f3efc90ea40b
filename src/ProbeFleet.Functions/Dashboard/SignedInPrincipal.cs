using System.Text.Json;
using ProbeFleet.Functions.Http;

namespace ProbeFleet.Functions.Dashboard;

/// <summary>
/// The caller that App Service has signed in, by its own account: JSON in base64 with the provider (<c>auth_typ</c>), the claims
/// (<c>typ</c> and <c>val</c>) and the type of the claims that are roles (<c>role_typ</c>).
/// See https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities.
/// </summary>
internal static class SignedInPrincipal
{
    /// <summary>The app role that allows probes and verifications. Everybody else who can sign in may only read.</summary>
    public const string ProbeRole = "probefleet.probe";

    /// <summary>Returns the caller's role; null for a value that the platform would not send.</summary>
    /// <param name="principal">The header's value.</param>
    public static CallerRole? RoleOf(string principal)
    {
        try
        {
            var described = JsonElement.Parse(Convert.FromBase64String(principal));
            return TextOf(described, "auth_typ") is null ? null
                : RolesIn(described).Contains(ProbeRole, StringComparer.OrdinalIgnoreCase) ? CallerRole.Probe
                : CallerRole.Read;
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an unpaired surrogate in a text.
            return null;
        }
    }

    private static IEnumerable<string?> RolesIn(JsonElement described)
    {
        var type = TextOf(described, "role_typ");
        return described.TryGetProperty("claims", out var claims) && claims.ValueKind is JsonValueKind.Array
            ? from claim in claims.EnumerateArray()
              where TextOf(claim, "typ") is { } of && (of == "roles" || of == type)
              select TextOf(claim, "val")
            : [];
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String
            ? text.GetString()
            : null;
}
