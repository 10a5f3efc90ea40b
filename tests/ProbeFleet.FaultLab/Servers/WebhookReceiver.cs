using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ProbeFleet.FaultLab.Servers;

/// <summary>One message that came.</summary>
/// <param name="Id">The header <c>webhook-id</c>.</param>
/// <param name="Timestamp">The header <c>webhook-timestamp</c>.</param>
/// <param name="Signature">The header <c>webhook-signature</c>; empty without one.</param>
/// <param name="Body">The body.</param>
/// <param name="Earlier">The headers <c>Idempotency-Key</c>, <c>X-ProbeFleet-Timestamp</c> and <c>X-ProbeFleet-Signature</c>.</param>
public sealed record WebhookMessage(
    string Id, string Timestamp, string Signature, string Body, (string Id, string Timestamp, string Signature) Earlier);

/// <summary>A receiver of notifications: a real server that a test lets fail.</summary>
/// <param name="address">Where it listens; loopback by default.</param>
public sealed class WebhookReceiver(IPAddress? address = null) : IAsyncDisposable
{
    private readonly ConcurrentQueue<WebhookMessage> _accepted = [];
    private readonly ConcurrentQueue<WebhookMessage> _refused = [];
    private readonly IPEndPoint _endpoint = new(address ?? IPAddress.Loopback, FreePort.Take(address ?? IPAddress.Loopback));
    private WebApplication? _host;

    /// <summary>What it answers to the next message; null accepts it. It may do anything before, such as wait.</summary>
    public Func<HttpContext, Task<int?>> Answer { get; set; } = _ => Task.FromResult<int?>(null);

    /// <summary>The messages that were accepted, in order.</summary>
    public IReadOnlyCollection<WebhookMessage> Accepted => _accepted;

    /// <summary>The messages that were answered with anything else.</summary>
    public IReadOnlyCollection<WebhookMessage> Refused => _refused;

    /// <summary>Where it listens; the same after a restart.</summary>
    public Uri Url => new($"http://{_endpoint}/hooks/planted-url-secret-7Qx");

    /// <summary>Starts it, again after <see cref="StopAsync"/>.</summary>
    /// <param name="cancellationToken">Gives up starting.</param>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(_endpoint));
        _host = builder.Build();
        _host.Run(TakeAsync);
        await _host.StartAsync(cancellationToken);
    }

    /// <summary>Stops it: connections are refused.</summary>
    public async Task StopAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
            _host = null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string Header(string name) => context.Request.Headers[name].ToString();
        var message = new WebhookMessage(
            Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"),
            await reader.ReadToEndAsync(context.RequestAborted),
            (Header("Idempotency-Key"), Header("X-ProbeFleet-Timestamp"), Header("X-ProbeFleet-Signature")));
        if (await Answer(context) is { } status)
        {
            _refused.Enqueue(message);
            context.Response.StatusCode = status;
            context.Response.Headers.Location = status is 302 ? "/elsewhere" : default;
            return;
        }

        _accepted.Enqueue(message);
    }
}
