using ProbeFleet.Core.Diagnosis.Causes;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Diagnoses evidence as a pure function, so that stored results can be diagnosed again when the rules improve.</summary>
internal static class Diagnostician
{
    /// <summary>The most steps that a tired reader follows.</summary>
    private const int MostSteps = 4;

    /// <returns>
    /// The diagnosis. Its cause may count as passed (<see cref="ProbeOutcomes.For"/>) although the answer stage failed with an error
    /// status, because some errors prove that the whole route works. <see cref="ProbeJudgement"/> makes the matching result.
    /// </returns>
    public static ProbeDiagnosis Diagnose(ProbeEvidence evidence)
    {
        var context = new DiagnosisContext(evidence);
        var found = FamilyRules.Describe(context, Find(context));
        var finding = WorkloadRules.Mention(context, WithheldCredential.Mention(context, MentionOverrides(context, found)));
        return Complete(context, finding) with { Difference = WorkloadRules.Difference(context, found) };
    }

    private static Finding Find(DiagnosisContext context) => context switch
    {
        { Broken: null } => Healthy(context),
        { Failure: FailureKind.Cancelled, Broken.Stage: var stage } => Finding.Proven(
            Cause.ProbeCancelled, $"The probe was cancelled in the {WireWord.Of(stage)} stage; it says nothing about the route."),
        { Evidence.Reuse: { Dropped: { } dropped } reuse } => ReuseRules.Dropped(context, reuse, dropped),
        { Failure: FailureKind.RuntimeNotAvailable } => WorkloadRules.NotAvailable(context),
        { Failure: FailureKind.TargetNotAllowed } => ConfigurationRules.TargetNotAllowed(context),
        { Failure: FailureKind.ClientCertificateRequired }
            or { Broken.Stage: Stage.Send or Stage.Respond, Evidence.Response: null, IsVariantAskedForCertificate: true } =>
            TlsRules.ClientCertificate(context),
        { Broken.Stage: var stage } => BaseUrlRules.FindWithoutResponse(context) ?? FindByStage(context, stage),
    };

    /// <summary>Adds a step about variables that redirect the workload's client, if there are any and the route failed.</summary>
    private static Finding MentionOverrides(DiagnosisContext context, Finding finding) =>
        ProbeOutcomes.For(finding.Cause) is ProbeOutcome.Failed
            && context.Evidence.Facts<ConfigureFacts>()?.Overrides is { Count: > 0 } overrides
            ? finding.Do(
                $"Check {string.Join(", ", overrides.Keys.Order(StringComparer.Ordinal))} in this environment: "
                + "the workload's client may be sent elsewhere by it than this route says.")
            : finding;

    private static Finding FindByStage(DiagnosisContext context, Stage stage) => stage switch
    {
        Stage.Configure => ConfigurationRules.Configure(context),
        Stage.Credential => ConfigurationRules.Credential(context),
        Stage.Resolve => DnsRules.Find(context),
        Stage.Connect => ConnectionRules.Find(context),
        Stage.Tunnel => ProxyRules.Tunnel(context),
        Stage.Secure => TlsRules.Find(context),
        Stage.Send or Stage.Respond or Stage.FirstEvent or Stage.Answer => StreamRules.Find(context) ?? ExchangeRules.Find(context),
    };

    private static Finding Healthy(DiagnosisContext context)
    {
        var finding = HealthyAt(context);
        if (context.Evidence.Facts<AnswerFacts>()?.ContentEncoding is { } encoding and not "identity")
        {
            finding = finding.Note($"The answer came compressed (content-encoding: {encoding}), though the probe did not ask for it.");
        }

        if (context.Evidence.Route.Http is RouteHttp.Http2
            && context.Evidence.Facts<RespondFacts>()?.HttpVersion is { } spoken and not "2.0")
        {
            finding = finding.Note($"The route asks for HTTP/2 and was answered in HTTP/{spoken}: {WhyNotHttp2(context)}.");
        }

        finding = context.Evidence is { Reuse: null, Variant: ProbeVariant.Reuse }
            ? finding.Note("Its connection could not be used again after the answer, so that nothing was learned of idle ones.")
            : finding;
        finding = context.Evidence.Reuse is { } reuse ? ReuseRules.Describe(finding, reuse) : finding;
        return context.ShapeInWords is { } shape
            ? finding.Note($"It was asked {shape}, because the server refuses the usual request.")
            : finding;
    }

    private static string Asked(DiagnosisContext context) => context.Evidence.Route.Request switch
    {
        RequestKind.Embeddings => "an embedding",
        RequestKind.ChatStream or RequestKind.ResponsesStream => "a streamed completion",
        _ => "a completion",
    };

    private static string WhyNotHttp2(DiagnosisContext context) =>
        context.Evidence.Facts<RespondFacts>()?.Http2End is { Error: "HTTP_1_1_REQUIRED" }
            ? "the server asked for that after it had been asked in HTTP/2"
        : context.IsPlainHttp ? "without TLS nobody chooses HTTP/2"
        : context.Evidence.Facts<SecureFacts>()?.Alpn is { } chosen ? $"the server chose {chosen} by ALPN"
        : "the server chose nothing by ALPN";

    private static Finding HealthyAt(DiagnosisContext context) => context.Evidence.Depth switch
    {
        Model.ProbeDepth.Path =>
            Finding.Proven(Cause.Ok, $"{context.Host} answered: the path is open. The credential, model and quota were not tried."),
        Model.ProbeDepth.Authenticated when !context.ListsModels => Finding.Proven(
            Cause.Ok, $"{context.Host} gives no list of models and answered with {Asked(context)}: the whole route works."),
        Model.ProbeDepth.Authenticated =>
            Finding.Proven(Cause.Ok, $"{context.Host} answered and took the credential. The model and its quota were not tried."),
        Model.ProbeDepth.Completion => StreamRules.Buffered(context)
            ?? Finding.Proven(Cause.Ok, $"{context.Host} answered with {Asked(context)}: the whole route works."),
    };

    private static ProbeDiagnosis Complete(DiagnosisContext context, Finding finding)
    {
        var entry = CauseCatalog.Find(finding.Cause);
        return new()
        {
            Cause = finding.Cause,
            Owner = finding.Owner ?? entry.Owner,
            Confidence = finding.Confidence,
            Summary = finding.Summary,
            DoNext =
            [
                .. finding.First.Concat(WithheldCredential.Next(context))
                    .Concat(finding.Next ?? entry.DoNext.Select(step => NamedThings.In(context, step)))
                    .Take(MostSteps),
            ],
            DoNot =
            [
                .. (finding.Not ?? entry.DoNot).Select(warning => AfterAnAnswer(context, finding, warning)).OfType<string>(),
                .. WithheldCredential.Not(context),
            ],
            Alternatives = finding.Alternatives is [] ? null : finding.Alternatives,
        };
    }

    /// <summary>
    /// Drops the warning that nothing arrived if a host proved by TLS answered: only an inspection that this runtime trusts could have
    /// answered in its name. If the answer is known not to be the API's, no key was judged.
    /// </summary>
    private static string? AfterAnAnswer(DiagnosisContext context, Finding finding, string warning) =>
        warning is not Advice.NothingArrived || finding.Cause is Cause.ProxyFailed
            || context is not { Evidence.Response: { } response, IsProven: true } ? warning
        : response.Responder is Responder.Proxy ? Advice.NothingOfTheApi
        : null;
}

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
        context.Evidence.Facts<ConfigureFacts>()?.CredentialWithheld is true;
}
