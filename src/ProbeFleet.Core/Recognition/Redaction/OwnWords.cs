using System.Collections.Frozen;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>
/// The words of the tool's own sentences and the products they name, which stay readable: a header value <c>openai</c> is one of them,
/// <c>production-eu</c> shares one. Showing such a word tells nothing about a secret; redacting it would.
/// </summary>
internal static class OwnWords
{
    private static readonly FrozenSet<string> All = """
        accept accepted access account address addresses affected allowed alternative although always another answer answered
        answers anthropic anything application approval approved around arrive arrived assign assigned attempt attempted attempts
        audience authenticate authenticated authentication authority authorization authorized available backwards balancer
        balancers bearer bedrock before beginning begins behind belongs beside billing breaks brings broken brought budget buffer
        buffered buffering building bypassed bypasses called caller cancelled cannot capacity capitals captive catalog causes
        certificate certificates change changed character characters chronyc cipher claude client clients closed closes
        cloudflare cluster cognitive cognitiveservices cohere collecting coming command comments common comparable compare
        completion completions component components compression concerned confidence config configuration configure configured
        configures connect connected connection connections connects container contains content continue contributor control
        correct corridor counted country counts create credential credentials credits currently damaged deadline debian declare declared
        deepseek default defect define denied deployment deployments described detail detectors devices diagnosing diagnosis
        differs direct directly disabled disconnect distinct docker documentation documents domain dropped duration egress elsewhere
        embeddings encoding endpoint enough environment events everything everywhere evidence exceeded excepted exception
        exceptions exhausted exists expected experiencing expired expiry explains explorer failed failure fallback fallbacks
        faster filter filters fingerprint fingerprints firewall firewalls flapping follow forbidden foreign forgotten forward
        forwarder foundry framing fronted fronts functions gateway gemini generation goaway guardrail handshake header headers
        health healthy history honour hosted identity inappropriate incident incidents incorrect indicator inspect inspecting
        inspection install instead insufficient interface intermediate internal interpreter invalid issued issuer issues itself
        jitter kerberos keyless keyvault kubectl kubernetes larger leaves letter limits linked listed listens litellm literal
        loading location longer longest loopback machine maintenance malformed managed management markdown meanwhile member
        messages metadata microsoft microsoftonline milliseconds minimal minute minutes mismatch missing mistral mitigated
        mixture models moderation moment nameserver negotiate network networks nobody nothing notified nxdomain obtaining
        occurred ollama openai openresty openrouter openssl operation operational operator operators organization otherwise
        outage outbound outermost output overhead overlay overloaded overrides package packets parallel parameter partial passes
        password peering people permission permissions permits platform plugin policy pooled portal portkey postmortem prefixed
        preflight present printf private privatelink probability probefleet processing production profit project promised prompt
        prompts protocol proved proves provider providers provisioned proxies public publicly question quotes ratelimit reachable
        reached reason received receiving record records recovered recovery redirect redirected redirects refused refuses region regional
        registered remaining replace report request requests required resolv resolve resolved resolver resolvers resolves
        resource respond responder response responses restart restarts restricted result results retired retries retrying
        revoked rotate rotated router routes runtime scheme script search second secret security separate served server
        servername servers serves servfail service services setting settings several shorten should showcerts signatures signed
        silent silently situation something sometimes source speaks special specified spoken spread staging stainless stalled
        stands status stayed stopped stream streamed streams subdomain subnet subscription summary supported surface surrogate
        suspected suspended switch target temporarily tenant terminator territory through throughput timedatectl timeout
        timeouts tokens toward traceparent tracking traffic truncated tunnel unavailable unclassified undecided understood
        unexpected unknown unless unreachable unreadable unrecognized unsupported untrusted unwanted update upstream usable
        usually utilization validation validity vantage vantages variable variant vaultcore verification verified version
        versions vertex whether whoever wildcard withheld without workload wrapper wrappers writes written yourself
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<ulong> Runs = All
        .SelectMany(word => Enumerable.Range(0, Math.Max(0, word.Length - SecretWindows.Length + 1))
            .Select(start => SecretWindows.KeyOf(word.AsSpan(start, SecretWindows.Length))))
        .ToFrozenSet();

    /// <summary>Whether a normalized value is exactly one of these words.</summary>
    public static bool Is(string value) => All.Contains(value);

    /// <summary>Whether a run (<see cref="SecretWindows.KeyOf"/>) is a part of one of these words.</summary>
    public static bool Have(ulong run) => Runs.Contains(run);
}
