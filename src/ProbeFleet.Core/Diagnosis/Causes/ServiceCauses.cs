namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>Causes about limits, and failing servers and gateways.</summary>
internal static class ServiceCauses
{
    public const string KeyIsKnown = "Do not look at the network or the key: this limit is counted for a key that is known.";

    public static Dictionary<Cause, CauseEntry> Entries { get; } = new()
    {
        [Cause.QuotaRate] = new CauseEntry(Owner.Quota, Symptom.RateLimit,
            "A rate limit of the provider is reached: too many requests or tokens in too short a time.",
            "Wait as long as retry-after says, and back off with jitter.",
            "Compare x-ratelimit-* with the limits of \"MODEL\" (OpenAI: Limits; Azure: the deployment's tokens per minute), and raise or "
                + "spread.")
            .Not(Advice.DoNotRetryHarder, KeyIsKnown),
        [Cause.QuotaBilling] = new CauseEntry(Owner.Quota, Symptom.Billing,
            "Credits, budget or a spend limit of the account are used up. Retrying does not help.",
            "Open billing and limits of the very organization and project that the key in SOURCE belongs to.",
            "Add credits or raise the limit; a key of another organization does not profit from it.")
            .Not("Do not retry: it stays so until the account is changed.", KeyIsKnown),
        [Cause.QuotaGatewayLimit] = new CauseEntry(Owner.Quota, Symptom.GatewayLimit,
            "The gateway's own limit or budget for this caller is reached. The provider was not asked.",
            "Wait as long as retry-after says.",
            "Ask the operator of HOST for the limits and use of SOURCE, and which of them was reached.")
            .Not("Do not raise the provider's quota: it is not the one that is reached.", Advice.DoNotRetryHarder),
        [Cause.ServerError] = new CauseEntry(Owner.ApiServer, Symptom.ServerErrorSigned,
            "The API answered with a failure of its own.",
            "Try again with back-off; if it stays, report TIME, and the request id if there is one, to whoever runs HOST.",
            "Compare with another region or route of the same provider.")
            .Not("Do not look at the network: the request arrived and was answered.", Advice.GreenPage),
        [Cause.ServerOverloaded] = new CauseEntry(Owner.ApiServer, Symptom.Overloaded,
            "The provider has no capacity for this model at the moment.",
            "Back off as retry-after says, and send what can wait later.",
            "If it has to go on, use another region, another model than \"MODEL\", or provisioned capacity.")
            .Not("Do not ask for a larger quota: capacity is missing, not quota.", Advice.GreenPage)
            .Or(Owner.RouteProvider, "a gateway is still loading the model"),
        [Cause.GatewayError] = new CauseEntry(Owner.RouteProvider, Symptom.GatewayError,
            "The gateway answered with a failure of its own.",
            "Hand the request id, if there is one, and the time TIME to the operator of HOST: its log has the reason.",
            "Probe the route that it fronts from the same vantage: if that fails too, the gateway only passes it on.")
            .Not("Do not report it to the model's provider before the fronted route shows it too."),
        [Cause.GatewayUpstreamFailed] = new CauseEntry(Owner.RouteProvider, Symptom.GatewayUpstreamFailed,
            "The gateway works and its own call to the provider failed.",
            "Probe the route that it fronts from the same vantage: if that fails too, the provider is down.",
            "If not, look in the log of HOST at TIME: it has the reason (its DNS, trust store, provider key, timeout).")
            .Not("Do not change this caller's network or key: the break is behind the gateway."),
        [Cause.GatewayUnavailable] = new CauseEntry(Owner.RouteProvider, Symptom.GatewayError,
            "The gateway, or every deployment behind it, is out of service at the moment.",
            "Ask the operator of HOST whether what stands behind it runs (kubectl get pods; LiteLLM: GET /health; HAProxy: show stat).",
            "Probe the route that it fronts, and use it if the workload may.")
            .Not("Do not change this caller's network or key: the break is at the gateway."),
    };
}
