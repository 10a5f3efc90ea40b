using System.Security.Cryptography;
using System.Text;
using ProbeFleet.Functions.Http;
using ProbeFleet.Functions.Settings;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Functions.Dashboard;

/// <summary>
/// Gives a browser a session in exchange for a key: a signed cookie with the owner's role and its expiry, which is no key itself. Scripts
/// cannot read it, and no page of another site can have it sent.
/// </summary>
public sealed class DashboardSessions(VantageSettings settings, ProbeSurroundings surroundings)
{
    internal const string Cookie = "probefleet-session";

    /// <summary>The lifetime of a session: a working day. A key that was revoked opens nothing for longer than that.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Begins a session.</summary>
    /// <param name="role">The key's role; pages need no more than probes.</param>
    public void Begin(HttpContext http, CallerRole role)
    {
        var until = surroundings.Clock.GetUtcNow() + Lifetime;
        var claim = string.Create(
            CultureInfo.InvariantCulture, $"{(role is CallerRole.Read ? "read" : "probe")}.{until.ToUnixTimeSeconds()}");
        http.Response.Cookies.Append(Cookie, $"{claim}.{SignatureOf(claim)}", new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = IsSecure(http.Request),
            Path = SignedInFunctions.Root,
            MaxAge = Lifetime,
        });
    }

    /// <summary>Returns the role of the caller's session; null without a session, or when it has expired.</summary>
    public CallerRole? RoleOf(HttpRequest request) =>
        request.Cookies[Cookie]?.Split('.') is [var role and ("read" or "probe"), var until, var signature]
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(SignatureOf($"{role}.{until}")), Encoding.UTF8.GetBytes(signature))
            && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && surroundings.Clock.GetUtcNow().ToUnixTimeSeconds() < seconds
                ? role is "read" ? CallerRole.Read : CallerRole.Probe
                : null;

    // The apps of a fleet may share the key; a session belongs to one of them.
    private string SignatureOf(string claim) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.SessionKey), Encoding.UTF8.GetBytes(
            $"probefleet session 1|{settings.Vantage}|{claim}")));

    // TLS is terminated before the app on App Service, and before a self-host behind a proxy.
    private bool IsSecure(HttpRequest request) => request.IsHttps
        || request.Headers["X-Forwarded-Proto"].ToString().StartsWith("https", StringComparison.OrdinalIgnoreCase)
        || surroundings.Environment("WEBSITE_HOSTNAME") is { Length: > 0 };
}
