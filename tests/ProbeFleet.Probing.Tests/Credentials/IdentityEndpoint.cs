using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ProbeFleet.Probing.Tests.Credentials;

/// <summary>
/// App Service's token endpoint on loopback, named to this process by <c>IDENTITY_ENDPOINT</c> and <c>IDENTITY_HEADER</c>. Azure's client
/// keeps tokens by identity for as long as the process lives: each test asks for an identity of its own.
/// </summary>
public sealed class IdentityEndpoint : IAsyncLifetime
{
    private const string Header = "lab-identity-header-7f3a";

    // What App Service answers for an identity that the app does not have.
    private static readonly (int Status, string Body) NotAssigned =
        (400, """{"statusCode":400,"message":"Unable to load the proper Managed Identity.","correlationId":"4a4b0000-0000-4000-8000-000000000000"}""");

    private readonly ConcurrentDictionary<string, (int Status, string Body)> _answers = new();
    private readonly ConcurrentQueue<IReadOnlyDictionary<string, string>> _asked = new();
    private readonly HttpListener _listener = new();
    private Task _serving = Task.CompletedTask;

    /// <summary>The queries that came with the right header, in order.</summary>
    internal IReadOnlyCollection<IReadOnlyDictionary<string, string>> Asked => _asked;

    public ValueTask InitializeAsync()
    {
        Url = $"http://127.0.0.1:{FreePort.Take(IPAddress.Loopback)}/msi/token/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync();
        PointTo(Url);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", Header);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        PointTo(null);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        _listener.Close();
        await _serving;
    }

    internal string Url { get; private set; } = "";

    /// <summary>Tells this process where the endpoint is.</summary>
    internal static void PointTo(string? url) => Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", url);

    /// <summary>What the identity with this client id is answered; empty for the system-assigned one.</summary>
    internal void Answer(string clientId, int status, string body) => _answers[clientId] = (status, body);

    /// <summary>This identity is assigned.</summary>
    internal void Assign(string clientId, string token) =>
        Answer(clientId, 200, $$"""{"access_token":"{{token}}","expires_on":"4102444800","resource":"any","token_type":"Bearer"}""");

    /// <summary>What was asked for an identity.</summary>
    internal IEnumerable<IReadOnlyDictionary<string, string>> AskedFor(string clientId) =>
        _asked.Where(query => query.GetValueOrDefault("client_id", "") == clientId);

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                if (context.Request.Headers["X-IDENTITY-HEADER"] != Header)
                {
                    context.Response.StatusCode = 401;
                    context.Response.Close();
                    continue;
                }

                var query = context.Request.QueryString.AllKeys.ToDictionary(name => name!, name => context.Request.QueryString[name]!);
                _asked.Enqueue(query);
                var (status, body) = _answers.GetValueOrDefault(query.GetValueOrDefault("client_id", ""), NotAssigned);
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }
}
