using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for breaks before anything was sent to the route: its configuration and its credential.</summary>
internal static class ConfigurationRules
{
    public static Finding Configure(DiagnosisContext situation) => situation.Failure switch
    {
        FailureKind.CredentialMissing or FailureKind.CredentialMalformed => Credential(situation),
        FailureKind.InvalidConfiguration =>
            new(Cause.ConfigBaseUrl, Confidence.Strong, $"The request cannot be built from this configuration{situation.Detail}. Nothing was sent."),
        _ => Unclassified(situation),
    };

    public static Finding Credential(DiagnosisContext situation) => situation.Failure switch
    {
        FailureKind.CredentialRefused or FailureKind.CredentialUnreachable or FailureKind.TimedOut
            when situation.Evidence.Find<CredentialEvidence>()?.Facts is { Proxy: { } proxy } => ThroughProxy(situation, proxy),
        FailureKind.CredentialMissing => Missing(situation),
        FailureKind.CredentialMalformed => new(
            Cause.ConfigCredentialMalformed,
            Confidence.Proven,
            $"The credential {Source(situation)} has white space, control or non-ASCII characters{situation.Detail}. Nothing was sent."),
        FailureKind.CredentialNotAllowed =>
            new(Cause.ConfigCredentialNotAllowed, Confidence.Proven, $"The vantage keeps the credential back{situation.Detail}. Nothing was sent."),
        FailureKind.CredentialRefused => IdentityRules.Refused(situation, new(
            Cause.CredentialRefused,
            Confidence.Strong,
            $"The token endpoint or vault behind {Source(situation)} answered and refused{situation.Detail}. The route itself was not called.")),
        FailureKind.TimedOut => new(
            Cause.CredentialTimeout,
            Confidence.Strong,
            $"The token endpoint or vault behind {Source(situation)} did not answer in time. The route itself was not called."),
        FailureKind.CredentialUnreachable or FailureKind.HostNotFound or FailureKind.ResolverFailed or FailureKind.Refused
            or FailureKind.Unreachable or FailureKind.Reset or FailureKind.Closed => new(
                Cause.CredentialUnreachable,
                Confidence.Strong,
                $"The token endpoint or vault behind {Source(situation)} could not be reached{situation.Detail}. The route itself was not called."),
        FailureKind.InvalidConfiguration =>
            new(Cause.ConfigCredentialMalformed, Confidence.Likely, $"The credential {Source(situation)} cannot be used{situation.Detail}. Nothing was sent."),
        _ => Unclassified(situation),
    };

    /// <summary>Reports an empty variable, which may belong to a header instead of the credential: the detail names it.</summary>
    private static Finding Missing(DiagnosisContext situation)
    {
        var source = Source(situation);
        var detail = situation.Broken?.Failure?.Detail ?? "";
        var isOfAHeader = source.StartsWith("env:", StringComparison.Ordinal) && detail.Contains("environment variable", StringComparison.Ordinal)
            && !detail.Contains(source[4..], StringComparison.Ordinal);
        return isOfAHeader
            ? new Finding(Cause.ConfigCredentialMissing, Confidence.Proven, $"A header of this route is empty: {detail}. Nothing was sent.")
                .Advise(
                    "Set that variable in this very runtime: another shell's or container's environment does not count.",
                    "Or take the header out of \"headers\" of this route, if the workload does not send it.")
            : new(Cause.ConfigCredentialMissing, Confidence.Proven, $"The credential {source} is not set or empty. Nothing was sent.");
    }

    /// <summary>Reports that the vantage refused to connect.</summary>
    public static Finding TargetNotAllowed(DiagnosisContext situation) =>
        new(Cause.ConfigTargetNotAllowed, Confidence.Proven, $"The vantage does not connect to {situation.Host}{situation.Detail}. Nothing was sent.");

    /// <summary>Reports a proxy before the identity endpoint, which belongs to this machine and which a proxy cannot reach.</summary>
    private static Finding ThroughProxy(DiagnosisContext situation, string proxy) => new Finding(
        Cause.CredentialUnreachable,
        Confidence.Strong,
        $"The request to the managed identity's endpoint went to the proxy {proxy}{situation.Detail}: "
        + "what came back is the proxy's, and the endpoint was not asked.")
        .Advise(
            "Put 169.254.169.254 into NO_PROXY of this runtime (on App Service and Functions the host of IDENTITY_ENDPOINT as well), "
                + "and restart what reads it.",
            "Or set HTTPS_PROXY alone: the endpoint speaks plain http, which only HTTP_PROXY sends to a proxy.");

    /// <summary>Reports a break that no rule covers.</summary>
    public static Finding Unclassified(DiagnosisContext situation) => new(
        Cause.Unclassified,
        Confidence.Guess,
        $"The {WireWord.Of(situation.Broken!.Stage)} stage failed in a way that no rule knows{situation.Detail}.");

    private static string Source(DiagnosisContext situation) => situation.Evidence.Find<CredentialEvidence>()?.Facts?.Source ?? "of this route";
}
