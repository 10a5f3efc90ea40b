using System.Text.Json.Serialization;
using ProbeFleet.Core.Recognition;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Requests;

namespace ProbeFleet.Probing.Runtimes;

/// <summary>The order for a runtime's script. It is part of the script's text, so it names the variables of secrets only.</summary>
internal sealed record RuntimeOrder
{
    public required Uri Url { get; init; }

    /// <summary>The endpoint that the SDK's client is given.</summary>
    public required Uri BaseUrl { get; init; }

    public required string Method { get; init; }

    public string? Body { get; init; }

    public bool Streams { get; init; }

    public required IReadOnlyList<SecretHeader> Secrets { get; init; }

    /// <summary><c>none</c>, a URL, or null to use the runtime's own environment.</summary>
    public string? Proxy { get; init; }

    public required RuntimeBudget Budget { get; init; }

    /// <summary>Whether the script also reports the outcome on standard error, for people.</summary>
    public bool Tells { get; init; }

    /// <summary>Networks that no name may resolve to.</summary>
    public IReadOnlyList<string> Refuse { get; init; } = [];

    /// <summary>The headers of a response that may be shown with their values.</summary>
    public IReadOnlyList<string> Keep { get; } = [.. ResponseReader.KeptHeaders, "content-encoding"];

    /// <summary>The stages that a script reports, in order.</summary>
    public IReadOnlyList<Stage> Stages { get; } = Order;

    [JsonIgnore]
    public static IReadOnlyList<Stage> Order { get; } =
        [Stage.Resolve, Stage.Connect, Stage.Tunnel, Stage.Secure, Stage.Send, Stage.Respond, Stage.Answer];

    /// <summary>Creates the order of a planned request.</summary>
    public static RuntimeOrder From(RequestPlan plan, ProxyChoice proxy, IReadOnlyList<SecretHeader> secrets, RuntimeBudget budget) => new()
    {
        Url = plan.Url,
        BaseUrl = plan.Endpoint,
        Method = plan.Method.Method,
        Body = plan.Body?.ToString(),
        Streams = plan.Streams,
        Secrets = secrets,
        Proxy = proxy switch
        {
            ProxyChoice.Direct => "none",
            ProxyChoice.Explicit { Url: var url } => url.AbsoluteUri.TrimEnd('/'),
            _ => null,
        },
        Budget = budget,
    };
}

/// <summary>A header whose value is a secret from the environment.</summary>
/// <param name="Prefix">The text before the secret.</param>
internal sealed record SecretHeader(string Header, string Prefix, string Variable);

/// <summary>How long each part may take, in milliseconds.</summary>
internal sealed record RuntimeBudget
{
    public required double ConnectMs { get; init; }

    public required double TlsMs { get; init; }

    public required double HeadersMs { get; init; }

    /// <summary>Between two pieces of a stream, and before its first.</summary>
    public required double GapMs { get; init; }

    public required double TotalMs { get; init; }

    /// <summary>When the script must have ended, in Unix milliseconds: an interpreter needs time to start. Null for no limit.</summary>
    public double? UntilMs { get; init; }

    public static RuntimeBudget From(ProbeBudget budget) => new()
    {
        ConnectMs = budget.Connect.TotalMilliseconds,
        TlsMs = budget.Tls.TotalMilliseconds,
        HeadersMs = budget.Headers.TotalMilliseconds,
        GapMs = budget.StreamGap.TotalMilliseconds,
        TotalMs = budget.Total.TotalMilliseconds,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuntimeOrder))]
internal sealed partial class RuntimeOrderJson : JsonSerializerContext;
