using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FaultLab.Apis;

/// <summary>Where a <see cref="LabApi"/> listens.</summary>
public sealed record LabApiSettings
{
    /// <summary>The certificate of the HTTPS port. Default the trusted authority's.</summary>
    public LabCertificate Certificate { get; init; } = LabTrust.Server;

    /// <summary>The HTTPS port; 0 takes a free one. Default 0.</summary>
    public int HttpsPort { get; init; }

    /// <summary>The HTTP port; 0 takes a free one. Default 0.</summary>
    public int HttpPort { get; init; }

    /// <summary>The address. Default 127.0.0.1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;
}

/// <summary>
/// A real HTTP server (Kestrel) that answers as OpenAI, as Azure OpenAI and as the usual gateways do, validates as they do, and can be
/// told at run time to fail as they fail. It keeps what came, without what is secret in it.
/// </summary>
public sealed class LabApi : IAsyncDisposable
{
    private readonly ConcurrentQueue<LabRequest> _requests = new();
    private readonly LabBehaviours _behaviours = new();
    private readonly ConcurrentDictionary<LabPersona, TimeSpan> _delays = new();
    private readonly WebApplication _host;
    private int _answering;
    private int _mostAtOnce;

    private LabApi(LabApiSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, settings));
        builder.Services.AddRoutingCore();
        _host = builder.Build();
        _host.MapLabControl(_behaviours);
        _host.MapFallback("/{**path}", AnswerAsync);
    }

    /// <summary>The root of the HTTPS port, by name: <c>https://localhost:PORT</c>.</summary>
    public Uri Https { get; private set; } = null!;

    /// <summary>The root of the HTTP port, by name.</summary>
    public Uri Http { get; private set; } = null!;

    /// <summary>What came, in order, calls of the control endpoint left out.</summary>
    public IReadOnlyCollection<LabRequest> Requests => _requests;

    /// <summary>The most calls that were in flight at the same time.</summary>
    public int MostAtOnce => Volatile.Read(ref _mostAtOnce);

    /// <summary>Starts one.</summary>
    /// <param name="settings">Where it listens.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<LabApi> StartAsync(LabApiSettings settings, CancellationToken cancellationToken)
    {
        var api = new LabApi(settings);
        await api._host.StartAsync(cancellationToken);
        var ports = api._host.Urls.Select(url => new Uri(url)).ToList();
        api.Https = new($"https://localhost:{ports.Single(url => url.Scheme == "https").Port}");
        api.Http = new($"http://localhost:{ports.Single(url => url.Scheme == "http").Port}");
        return api;
    }

    /// <summary>The base URL of a persona over HTTPS, as a workload would be configured.</summary>
    /// <param name="persona">The persona.</param>
    public Uri BaseUrl(LabPersona persona) => new(Https, persona.BasePath());

    /// <summary>From now on the answer's persona gives this answer to everything.</summary>
    /// <param name="answer">For example <c>LabAnswers.Named("openai/rate-limit")</c>.</param>
    public void Behave(LabAnswer answer) => _behaviours.Set(answer.Persona, path: null, answer);

    /// <summary>From now on the answer's persona gives this answer to one path.</summary>
    /// <param name="path">The end of the path, for example <c>/chat/completions</c>.</param>
    /// <param name="answer">The answer.</param>
    public void Behave(string path, LabAnswer answer) => _behaviours.Set(answer.Persona, path, answer);

    /// <summary>From now on the persona takes so long before each answer.</summary>
    /// <param name="persona">The persona.</param>
    /// <param name="delay">How long; beside the answer's own.</param>
    public void Delay(LabPersona persona, TimeSpan delay) => _delays[persona] = delay;

    /// <summary>Every persona answers as it does when nothing is wrong.</summary>
    public void Heal()
    {
        _behaviours.Clear();
        _delays.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    private static void Listen(KestrelServerOptions kestrel, LabApiSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(settings.Address, settings.HttpPort);
        kestrel.Listen(settings.Address, settings.HttpsPort, listen => listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = settings.Certificate.Context,
                ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            }),
        }));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var call = await LabCall.ReadAsync(context.Request, context.RequestAborted);
        var persona = LabPersonas.Of(call.Path);
        var answer = _behaviours.For(persona, call.Path) ?? (call.IsPreflight ? Preflight.AnswerTo(persona, call) : Conduct(persona, call));
        _requests.Enqueue(Record(context.Request, persona, answer.Status));
        var late = answer with { Delay = answer.Delay + _delays.GetValueOrDefault(persona) };
        InterlockedMost(Interlocked.Increment(ref _answering));
        try
        {
            await AnswerWriter.WriteAsync(context.Response, late, context.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _answering);
        }
    }

    private void InterlockedMost(int now)
    {
        for (var most = _mostAtOnce; now > most; most = _mostAtOnce)
        {
            Interlocked.CompareExchange(ref _mostAtOnce, now, most);
        }
    }

    private static LabAnswer Conduct(LabPersona persona, LabCall call) => persona switch
    {
        LabPersona.OpenAI => OpenAIConduct.AnswerTo(call),
        LabPersona.AzureOpenAI => AzureConduct.AnswerTo(call),
        LabPersona.LiteLlm or LabPersona.Kong or LabPersona.ApiManagement or LabPersona.CloudflareAIGateway or LabPersona.OpenRouter
            or LabPersona.Portkey or LabPersona.Envoy or LabPersona.Nginx => GatewayConduct.AnswerTo(persona, call),
    };

    private static LabRequest Record(HttpRequest request, LabPersona persona, int status) => new(
        persona, request.Method, request.Path, request.QueryString.Value ?? "", request.Host.Value ?? "",
        [.. request.Headers.Keys], [.. request.Headers.Keys.Where(LabCredentials.IsCredentialHeader)], status);
}
