using System.Net;
using System.Net.Security;

namespace ProbeFleet.FaultLab.Tests;

/// <summary>HttpClient as a bare application uses it, with a fresh connection and no redirects.</summary>
internal static class BareClient
{
    /// <summary>For a fault that never ends.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(1.5);

    // For what ends by itself: longer than a busy machine needs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static HttpClient Create(Uri? proxy = null, TimeSpan? timeout = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = proxy is not null,
        Proxy = proxy is null ? null : new WebProxy(proxy),
        PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = new SslClientAuthenticationOptions(),
    })
    {
        Timeout = timeout ?? Patience,
    };

    /// <summary>Posts a completion and gives back what it threw; null when it did not.</summary>
    public static async Task<Exception?> PostAsync(Uri baseUrl, Uri? proxy, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        using var client = Create(proxy, timeout);
        using var body = new StringContent(
            """{"model":"gpt-4.1-nano","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":1}""");
        return await Record.ExceptionAsync(async () =>
        {
            using var response = await client.PostAsync(new Uri(baseUrl + "/chat/completions"), body, cancellationToken);
        });
    }
}
