namespace ProbeFleet.Probing.Tests.Attempts;

/// <summary>One case: a gateway, what stands behind it or is wrong with the call, and what an expert says.</summary>
internal sealed record GatewayCase(string Gateway, string Upstream, Cause Cause, Owner Owner, params string[] Says)
{
    public string Name => $"{Gateway}/{Upstream}{(Variation is null ? "" : $"+{Variation}")}";

    /// <summary>What tells it from the other cases with this upstream.</summary>
    public string? Variation { get; init; }

    public RequestKind Request { get; init; }

    /// <summary>Headers beside those that lead to the upstream; where one of them replaces these, they are all.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public bool OnlyTheseHeaders { get; init; }

    public string? Model { get; init; }

    /// <summary>What must not be said.</summary>
    public IReadOnlyList<string> SaysNot { get; init; } = [];
}

/// <summary>What real gateways make of a provider's failure and of a wrong call, and whose fault it is.</summary>
internal static class NpmGatewayCases
{
    public static IReadOnlyList<GatewayCase> All { get; } =
    [
        new("portkey", "healthy", Cause.Ok, Owner.None),
        new("portkey", "refused", Cause.GatewayUpstreamFailed, Owner.RouteProvider, "ECONNREFUSED") { SaysNot = ["itself failed"] },
        new("portkey", "unknown-name", Cause.ConfigRequest, Owner.Configuration, "custom host"),
        new("portkey", "drops", Cause.GatewayUpstreamFailed, Owner.RouteProvider, "closed") { SaysNot = ["itself failed"] },
        new("portkey", "500", Cause.GatewayUpstreamFailed, Owner.RouteProvider) { SaysNot = ["itself failed"] },
        new("portkey", "500", Cause.GatewayUpstreamFailed, Owner.RouteProvider)
        {
            Variation = "retries-used-up", SaysNot = ["itself failed"],
            Headers = Header("x-portkey-config", """{"provider":"openai","retry":{"attempts":1,"on_status_codes":[500]}}"""),
        },
        new("portkey", "503", Cause.GatewayUpstreamFailed, Owner.RouteProvider) { SaysNot = ["itself failed"] },
        new("portkey", "page", Cause.GatewayUpstreamFailed, Owner.RouteProvider) { SaysNot = ["itself failed"] },
        new("portkey", "429", Cause.QuotaRate, Owner.Quota) { SaysNot = ["gateway's own limit"] },
        new("portkey", "quota", Cause.QuotaBilling, Owner.Quota),
        new("portkey", "400", Cause.ConfigRequest, Owner.Configuration),
        new("portkey", "401", Cause.AuthInvalidKey, Owner.Authentication),
        new("portkey", "404", Cause.ConfigModelNotFound, Owner.Configuration, "gpt-4.1-nano"),
        new("portkey", "garbage", Cause.GatewayError, Owner.RouteProvider, "if it fails too"),
        new("portkey", "silent", Cause.HttpHeaderTimeout, Owner.RouteProvider),
        new("portkey", "silent", Cause.GatewayUpstreamFailed, Owner.RouteProvider, "request-timeout")
        {
            Variation = "request-timeout", Headers = Header("x-portkey-request-timeout", "500"),
        },
        Header("none", "x-portkey-provider", []),
        Header("unknown-provider", "provider", [("x-portkey-provider", "nobody")]),
        Header("bad-custom-host", "custom host", [("x-portkey-provider", "openai"), ("x-portkey-custom-host", "nonsense")]),
        Header("config-no-json", "valid json", [("x-portkey-config", "{nope")]),
        Header("config-without-provider", "x-portkey-provider", [("x-portkey-config", """{"retry":{"attempts":1}}""")]),
        Header("config-invalid", "'mode'", [("x-portkey-config", """{"strategy":{"mode":"nope"},"targets":[]}""")]),
        new("portkey", "stream", Cause.Ok, Owner.None) { Request = RequestKind.ChatStream },
        new("portkey", "cut-stream", Cause.StreamCut, Owner.RouteProvider) { Request = RequestKind.ChatStream },
        new("portkey", "failing-stream", Cause.ServerOverloaded, Owner.ApiServer, "overloaded") { Request = RequestKind.ChatStream },

        new("llms", "healthy", Cause.Ok, Owner.None),
        new("llms", "refused", Cause.GatewayUpstreamFailed, Owner.RouteProvider, "fetch failed") { SaysNot = ["itself failed"] },
        new("llms", "unknown-name", Cause.GatewayUpstreamFailed, Owner.RouteProvider, "fetch failed"),
        new("llms", "drops", Cause.GatewayUpstreamFailed, Owner.RouteProvider, "fetch failed"),
        new("llms", "500", Cause.GatewayUpstreamFailed, Owner.RouteProvider) { SaysNot = ["itself failed"] },
        new("llms", "503", Cause.GatewayUpstreamFailed, Owner.RouteProvider) { SaysNot = ["itself failed"] },
        new("llms", "page", Cause.GatewayUpstreamFailed, Owner.RouteProvider) { SaysNot = ["itself failed"] },
        new("llms", "429", Cause.QuotaRate, Owner.Quota) { SaysNot = ["gateway's own limit"] },
        new("llms", "quota", Cause.QuotaBilling, Owner.Quota),
        new("llms", "400", Cause.ConfigRequest, Owner.Configuration),
        new("llms", "401", Cause.GatewayUpstreamFailed, Owner.RouteProvider, "the gateway's credential") { SaysNot = ["Replace"] },
        new("llms", "404", Cause.ConfigModelNotFound, Owner.Configuration),
        new("llms", "garbage", Cause.GatewayError, Owner.RouteProvider),
        new("llms", "silent", Cause.HttpHeaderTimeout, Owner.RouteProvider),
        new("llms", "healthy", Cause.ConfigModelNotFound, Owner.Configuration) { Variation = "unknown-provider", Model = "nobody,gpt-4.1-nano" },
        new("llms", "stream", Cause.Ok, Owner.None) { Request = RequestKind.ChatStream },
        new("llms", "cut-stream", Cause.StreamCut, Owner.RouteProvider) { Request = RequestKind.ChatStream },

        new("aimock", "closes", Cause.HttpClosed, Owner.RouteProvider),
        new("http2", "only", Cause.HttpInvalid, Owner.RouteProvider, "HTTP/2"),
    ];

    private static Dictionary<string, string> Header(string name, string value) => new() { [name] = value };

    private static GatewayCase Header(string variation, string says, (string Name, string Value)[] headers) =>
        new("portkey", "healthy", Cause.ConfigRequest, Owner.Configuration, says, "\"headers\" of this route")
        {
            Variation = variation,
            SaysNot = ["this model takes"],
            OnlyTheseHeaders = true,
            Headers = headers.ToDictionary(one => one.Name, one => one.Value),
        };
}
