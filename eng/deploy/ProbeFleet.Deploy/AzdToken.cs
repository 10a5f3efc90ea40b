using System.Text.Json;

namespace ProbeFleet.Deploy;

/// <summary>The bearer token of whoever is signed in to azd. It is sent to deployment endpoints and shown nowhere.</summary>
internal static class AzdToken
{
    /// <summary>Asks azd for a token with its default scope, Azure Resource Manager, which deployment endpoints accept.</summary>
    /// <exception cref="HookException">Nobody is signed in, or azd answered something else.</exception>
    public static async Task<string> GetAsync(Tool azd, string folder, CancellationToken cancellationToken)
    {
        var json = await azd.RunAsync(folder, ["auth", "token", "--output", "json"], cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("token").GetString() is { Length: > 0 } token ? token : throw NoToken();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw NoToken();
        }
    }

    private static HookException NoToken() => new("azd gave no token. Sign in with `azd auth login`, or update azd.");
}
