namespace ProbeFleet.Core.Diagnosis;

/// <summary>Describes a probe that withheld its credential because a proxy would have read it in clear text.</summary>
internal static class WithheldCredential
{
    public static Finding Mention(DiagnosisContext context, Finding finding) => IsWithheld(context) && finding.Cause is Cause.Ok
        ? finding.Note($"The credential was not sent: plain http through the proxy {context.Proxy} shows it to the proxy. Only the path "
            + "was proved.")
        : finding;

    public static IReadOnlyList<string> Next(DiagnosisContext context) => IsWithheld(context)
        ?
        [
            $"Make the base URL https://, or take the exact host {context.Host} out of the proxy (NO_PROXY): "
            + $"the workload sends its credential in clear through {context.Proxy}, and whoever runs that proxy can read it.",
        ]
        : [];

    public static IReadOnlyList<string> Not(DiagnosisContext context) => IsWithheld(context)
        ? ["Do not send the credential by hand through this proxy to test the route: the probe withheld it on purpose."]
        : [];

    private static bool IsWithheld(DiagnosisContext context) =>
        context.Evidence.Find<ConfigureEvidence>()?.Facts?.CredentialWithheld is true;
}
