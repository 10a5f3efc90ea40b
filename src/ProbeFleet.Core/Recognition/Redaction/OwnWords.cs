using System.Collections.Frozen;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>
/// The long words of the tool's own sentences: a header's value <c>production-eu</c> shares one with them, and they stay readable. To say
/// such a word tells nothing of a secret; to take it out would tell.
/// </summary>
internal static class OwnWords
{
    private static readonly FrozenSet<string> All = """
        accepted addresses affected alternative although answered anything application approved assigned attempted attempts audience
        authenticate authenticated authentication authority authorization authorized available backwards balancer balancers beginning
        building bypassed bypasses cancelled capacity certificate certificates character characters cloudflare cognitive
        cognitiveservices comparable completion completions component components compression concerned confidence configuration
        configure configured configures connected connection connections connects container contains continue contributor corridor
        credential credentials currently deadline declared deployment deployments described detectors diagnosing diagnosis directly
        disabled disconnect distinct documentation documents duration elsewhere embeddings encoding endpoint environment everything everywhere
        evidence exceeded excepted exception exceptions exhausted expected experiencing explains explorer fallback fallbacks fingerprint
        fingerprints firewall firewalls flapping forbidden forwarder functions generation guardrail handshake identity inappropriate
        incident incidents incorrect indicator inspecting inspection insufficient interface intermediate internal interpreter kerberos keyvault
        kubernetes location loopback maintenance malformed management markdown messages metadata microsoft microsoftonline milliseconds
        mismatch mitigated moderation nameserver negotiate notified nxdomain obtaining occurred openresty openrouter operation
        operational operator operators organization otherwise outbound outermost overhead overloaded overrides parallel parameter
        permission permissions platform postmortem prefixed preflight privatelink probability probefleet processing production protocol provider
        providers provisioned publicly question reachable received receiving recovered recovery redirect redirected regional registered
        remaining requests required resolved resolver resolvers resolves resource responder response responses restarts restricted
        retrying security separate servfail settings signatures silently situation something sometimes specified stainless subdomain
        subscription supported surrogate suspected suspended temporarily terminator territory throughput timeouts traceparent truncated
        unavailable unclassified undecided understood unexpected unreachable unreadable unrecognized unsupported untrusted unwanted
        upstream utilization validation validity vantages variable verification verified versions wildcard withheld workload wrappers
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<ulong> Runs = All
        .SelectMany(word => Enumerable.Range(0, word.Length - SecretWindows.Length + 1)
            .Select(start => SecretWindows.KeyOf(word.AsSpan(start, SecretWindows.Length))))
        .ToFrozenSet();

    /// <summary>Whether a value, as it is compared, is nothing but one of them.</summary>
    public static bool Is(string value) => All.Contains(value);

    /// <summary>Whether a run of characters is a part of one.</summary>
    /// <param name="run">The run's number (<see cref="SecretWindows.KeyOf"/>).</param>
    public static bool Have(ulong run) => Runs.Contains(run);
}
