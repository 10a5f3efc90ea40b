using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ProbeFleet.FaultLab;

namespace ProbeFleet.Cli.Tests;

/// <summary>A server that keeps what it was asked and answers 429, as an API out of quota does.</summary>
internal sealed class LoopbackApi : IAsyncDisposable
{
    public const string RequestId = "req_0123456789abcdef0123456789abcdef";

    private readonly HttpListener _listener;
    private readonly Task _serving;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();

    private readonly string _answer;

    private LoopbackApi(HttpListener listener, string url, string answer)
    {
        (_listener, Url, _answer) = (listener, url, answer);
        _serving = ServeAsync();
    }

    public string Url { get; }

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    public static LoopbackApi Start(
        string answer = """{"error":{"code":"rate_limit_exceeded","message":"slow down"}}""")
    {
        var url = $"http://127.0.0.1:{FreePort.Take(IPAddress.Loopback)}";
        var listener = new HttpListener { Prefixes = { url + "/" } };
        listener.Start();
        return new(listener, url, answer);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var headers = context.Request.Headers.AllKeys.ToDictionary(
                    name => name!.ToLowerInvariant(), name => context.Request.Headers[name]!);
                _requests.Enqueue(new($"{context.Request.HttpMethod} {context.Request.RawUrl}", headers, await reader.ReadToEndAsync()));
                context.Response.StatusCode = 429;
                context.Response.Headers["x-request-id"] = RequestId;
                context.Response.Close(Encoding.UTF8.GetBytes(_answer), willBlock: false);
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }
}

/// <summary>A request that <see cref="LoopbackApi"/> received.</summary>
/// <param name="Target">Method, path and query.</param>
/// <param name="Headers">Lower-case names.</param>
/// <param name="Body">The body.</param>
internal sealed record ReceivedRequest(string Target, IReadOnlyDictionary<string, string> Headers, string Body);
