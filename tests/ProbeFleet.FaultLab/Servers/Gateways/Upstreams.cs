using System.Globalization;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.FaultLab.Servers.Gateways;

/// <summary>What stands behind a gateway, one for each thing that goes wrong there; a gateway is told its base URL.</summary>
public sealed class Upstreams : IAsyncDisposable
{
    private readonly ClosedPort _closed = new();
    private readonly Dictionary<string, FaultServer> _servers;

    private Upstreams(Dictionary<string, FaultServer> servers) => _servers = servers;

    /// <summary>Their names.</summary>
    public IEnumerable<string> Names => [.. _servers.Keys, "refused", "unknown-name"];

    /// <summary>Starts all of them.</summary>
    public static Upstreams Start() => new(new()
    {
        ["healthy"] = FaultServer.Start(Misbehave.Healthy),
        ["400"] = Refusing("400 Bad Request", "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
            + "'max_completion_tokens' instead.", "invalid_request_error", "max_tokens", "unsupported_parameter"),
        ["401"] = Refusing("401 Unauthorized", "Incorrect API key provided: sk-wrong. You can find your API key at "
            + "https://platform.openai.com/account/api-keys.", "invalid_request_error", code: "invalid_api_key"),
        ["404"] = Refusing("404 Not Found", "The model `gpt-4.1-nano` does not exist or you do not have access to it.",
            "invalid_request_error", code: "model_not_found"),
        ["429"] = Refusing("429 Too Many Requests", "Rate limit reached for gpt-4.1-nano in organization org-lab on requests per min "
            + "(RPM): Limit 60, Used 60, Requested 1. Please try again in 1s.", "requests", code: "rate_limit_exceeded"),
        ["quota"] = Refusing("429 Too Many Requests", "You exceeded your current quota, please check your plan and billing details.",
            "insufficient_quota", code: "insufficient_quota"),
        ["500"] = Refusing("500 Internal Server Error", "The server had an error while processing your request. Sorry about that!",
            "server_error"),
        ["503"] = Refusing("503 Service Unavailable", "The engine is currently overloaded, please try again later", "server_error"),
        ["page"] = FaultServer.Start(Misbehave.Reply("502 Bad Gateway", "text/html", Page)),
        ["garbage"] = FaultServer.Start(Misbehave.Reply("200 OK", "application/json", "{\"id\": nope")),
        ["silent"] = FaultServer.Start(Misbehave.HeadersNever),
        ["drops"] = FaultServer.Start(Misbehave.CloseBeforeHeaders),
        ["seen-by-portkey"] = FaultServer.Start(Misbehave.Healthy),
        ["seen-by-llms"] = FaultServer.Start(Misbehave.Healthy),
        ["stream"] = FaultServer.Start(Misbehave.Stream(new())),
        ["cut-stream"] = FaultServer.Start(Misbehave.Stream(new() { Sent = 3, Then = Misbehave.Rst })),
        ["failing-stream"] = FaultServer.Start(Misbehave.Stream(new() { Sent = 3, Fails = true })),
    });

    /// <summary>The base URL of one.</summary>
    /// <param name="name">For example <c>429</c>.</param>
    public string this[string name] => name switch
    {
        "refused" => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_closed.Number}/v1"),
        "unknown-name" => "http://no-such.invalid/v1",
        _ => _servers[name].Http(host: "127.0.0.1").ToString(),
    };

    /// <summary>Whether a text came to one on any connection, such as a key.</summary>
    /// <param name="name">For example <c>429</c>.</param>
    /// <param name="text">The text, ASCII.</param>
    public bool Received(string name, string text) => _servers[name].Received(text);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_servers.Values.Select(async server => await server.DisposeAsync()));
        _closed.Dispose();
    }

    private const string Page =
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>";

    private static FaultServer Refusing(string status, string message, string type, string? parameter = null, string? code = null) =>
        FaultServer.Start(Misbehave.Reply(status, "application/json", ErrorBodies.ErrorBody(message, type, parameter, code)));
}
