namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for breaks before anything was sent to the route: its configuration and its credential.</summary>
internal static class ConfigurationRules
{
    public static Finding Configure(DiagnosisContext context) => context.Failure switch
    {
        FailureKind.CredentialMissing or FailureKind.CredentialMalformed => Credential(context),
        FailureKind.InvalidConfiguration =>
            Finding.Strong(Cause.ConfigBaseUrl, $"The request cannot be built from this configuration{context.Detail}. Nothing was sent."),
        _ => Unclassified(context),
    };

    public static Finding Credential(DiagnosisContext context) => context.Failure switch
    {
        FailureKind.CredentialRefused or FailureKind.CredentialUnreachable or FailureKind.TimedOut
            when context.Evidence.Facts<CredentialFacts>() is { Proxy: { } proxy } => ThroughProxy(context, proxy),
        FailureKind.CredentialMissing => Missing(context),
        FailureKind.CredentialMalformed => Finding.Proven(
            Cause.ConfigCredentialMalformed,
            $"The credential {Source(context)} cannot be a key as it stands{context.Detail}. Nothing was sent."),
        FailureKind.CredentialNotAllowed =>
            Finding.Proven(Cause.ConfigCredentialNotAllowed, $"The vantage keeps the credential back{context.Detail}. Nothing was sent."),
        FailureKind.CredentialRefused => IdentityRules.Refused(context, Finding.Strong(
            Cause.CredentialRefused,
            $"The token endpoint or vault behind {Source(context)} answered and refused{context.Detail}. The route itself was "
                + "not called.")),
        FailureKind.TimedOut => Finding.Strong(
            Cause.CredentialTimeout,
            $"The token endpoint or vault behind {Source(context)} did not answer in time. The route itself was not called."),
        FailureKind.CredentialUnreachable or FailureKind.HostNotFound or FailureKind.ResolverFailed or FailureKind.Refused
            or FailureKind.Unreachable or FailureKind.Reset or FailureKind.Closed => Finding.Strong(
                Cause.CredentialUnreachable,
                $"The token endpoint or vault behind {Source(context)} could not be reached{context.Detail}. The route itself was "
                    + "not called."),
        FailureKind.InvalidConfiguration =>
            Finding.Likely(
                Cause.ConfigCredentialMalformed, $"The credential {Source(context)} cannot be used{context.Detail}. Nothing was sent."),
        _ => Unclassified(context),
    };

    /// <summary>Reports an empty variable, which may belong to a header instead of the credential: the detail names it.</summary>
    private static Finding Missing(DiagnosisContext context)
    {
        var source = Source(context);
        var detail = context.Broken?.Failure?.Detail ?? "";
        var isOfAHeader = source.StartsWith("env:", StringComparison.Ordinal)
            && detail.Contains("environment variable", StringComparison.Ordinal)
            && !detail.Contains(source[4..], StringComparison.Ordinal);
        return isOfAHeader
            ? Finding.Proven(Cause.ConfigCredentialMissing, $"A header of this route is empty: {detail}. Nothing was sent.")
                .Advise(
                    "Set that variable in this very runtime: another shell's or container's environment does not count.",
                    "Or take the header out of \"headers\" of this route, if the workload does not send it.")
            : Finding.Proven(Cause.ConfigCredentialMissing, $"The credential {source} is not set or empty. Nothing was sent.");
    }

    /// <summary>Reports that the vantage refused to connect.</summary>
    public static Finding TargetNotAllowed(DiagnosisContext context) =>
        Finding.Proven(Cause.ConfigTargetNotAllowed, $"The vantage does not connect to {context.Host}{context.Detail}. Nothing was sent.");

    /// <summary>Reports a proxy before the identity endpoint, which belongs to this machine and which a proxy cannot reach.</summary>
    private static Finding ThroughProxy(DiagnosisContext context, string proxy) => Finding.Strong(
        Cause.CredentialUnreachable,
        $"The request to the managed identity's endpoint went to the proxy {proxy}{context.Detail}: "
            + (context.Failure is FailureKind.CredentialRefused || context.Evidence.Facts<CredentialFacts>()?.Status is not null
                ? "what came back is the proxy's, and the endpoint was not asked."
                : "nothing came back through it, and the endpoint was not asked."))
        .Advise(
            "Put 169.254.169.254 into NO_PROXY of this runtime (on App Service and Functions the host of IDENTITY_ENDPOINT as well), "
                + "and restart what reads it.",
            "Or set HTTPS_PROXY alone: the endpoint speaks plain http, which only HTTP_PROXY sends to a proxy.");

    /// <summary>Reports a break that no rule covers.</summary>
    public static Finding Unclassified(DiagnosisContext context) => Finding.Guess(
        Cause.Unclassified,
        $"The {WireWord.Of(context.Broken!.Stage)} stage failed in a way that no rule knows{context.Detail}."
            + (context.Evidence.Exception is [.., { Message: { Length: > 0 } message }] ? $" It says: {message}" : ""));

    private static string Source(DiagnosisContext context) => context.Evidence.Facts<CredentialFacts>()?.Source ?? "of this route";
}
