using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Diagnoses evidence as a pure function, so that stored results can be diagnosed again when the rules improve.</summary>
internal static class Diagnostician
{
    /// <summary>The most steps that a tired reader follows.</summary>
    private const int MostSteps = 4;

    /// <summary>Diagnoses one probe.</summary>
    /// <returns>
    /// The diagnosis. Its cause may count as passed (<see cref="ProbeOutcomes.Of"/>) although the answer stage failed with an error status,
    /// because some errors prove that the whole route works. <see cref="ProbeJudgement"/> makes the matching result.
    /// </returns>
    public static ProbeDiagnosis Diagnose(ProbeEvidence evidence)
    {
        var situation = new DiagnosisContext(evidence);
        var found = FamilyRules.Describe(situation, Find(situation));
        var finding = WorkloadRules.Mention(situation, WithheldCredential.Mention(situation, Overrides.Mention(situation, found)));
        return Complete(situation, finding) with { Difference = WorkloadRules.Difference(situation, found) };
    }

    private static Finding Find(DiagnosisContext situation)
    {
        if (situation.Broken is not { } broken)
        {
            return Healthy(situation);
        }

        if (situation.Failure is FailureKind.Cancelled)
        {
            return new(
                Cause.ProbeCancelled,
                Confidence.Proven,
                $"The probe was cancelled in the {WireWord.Of(broken.Stage)} stage; it says nothing about the route.");
        }

        if (situation.Evidence.Reuse is { Dropped: { } dropped } reuse)
        {
            return ReuseRules.Dropped(situation, reuse, dropped);
        }

        if (situation.Failure is FailureKind.RuntimeNotAvailable)
        {
            return WorkloadRules.NotAvailable(situation);
        }

        if (situation.Failure is FailureKind.TargetNotAllowed)
        {
            return ConfigurationRules.TargetNotAllowed(situation);
        }

        if (situation.Failure is FailureKind.ClientCertificateRequired
            || (broken.Stage is Stage.Send or Stage.Respond && situation is { Evidence.Response: null, IsVariantAskedForCertificate: true }))
        {
            return TlsRules.ClientCertificate(situation);
        }

        return BaseUrlRules.FindWithoutResponse(situation) ?? FindByStage(situation, broken.Stage);
    }

    private static Finding FindByStage(DiagnosisContext situation, Stage stage) => stage switch
    {
        Stage.Configure => ConfigurationRules.Configure(situation),
        Stage.Credential => ConfigurationRules.Credential(situation),
        Stage.Resolve => DnsRules.Find(situation),
        Stage.Connect => ConnectionRules.Find(situation),
        Stage.Tunnel => ProxyRules.Tunnel(situation),
        Stage.Secure => TlsRules.Find(situation),
        Stage.Send or Stage.Respond or Stage.FirstEvent or Stage.Answer => StreamRules.Find(situation) ?? ExchangeRules.Find(situation),
    };

    private static Finding Healthy(DiagnosisContext situation)
    {
        var finding = HealthyAt(situation);
        if (situation.Evidence.Find<AnswerEvidence>()?.Facts?.ContentEncoding is { } encoding and not "identity")
        {
            finding = finding.Note($"The answer came compressed (content-encoding: {encoding}), though the probe did not ask for it.");
        }

        if (situation.Evidence.Route.Http is RouteHttp.Http2 && situation.Evidence.Find<RespondEvidence>()?.Facts?.HttpVersion is { } spoken and not "2.0")
        {
            finding = finding.Note($"The route asks for HTTP/2 and was answered in HTTP/{spoken}: {WhyNotHttp2(situation)}.");
        }

        finding = situation.Evidence is { Reuse: null, Variant: ProbeVariant.Reuse }
            ? finding.Note("Its connection could not be used again after the answer, so that nothing was learned of idle ones.")
            : finding;
        finding = situation.Evidence.Reuse is { } reuse ? ReuseRules.Describe(finding, reuse) : finding;
        return situation.ShapeInWords is { } shape ? finding.Note($"It was asked {shape}, because the server refuses the usual request.") : finding;
    }

    private static string Asked(DiagnosisContext situation) => situation.Evidence.Route.Request switch
    {
        RequestKind.Embeddings => "an embedding",
        RequestKind.ChatStream or RequestKind.ResponsesStream => "a streamed completion",
        _ => "a completion",
    };

    private static string WhyNotHttp2(DiagnosisContext situation) =>
        situation.Evidence.Find<RespondEvidence>()?.Facts?.Http2End is { Error: "HTTP_1_1_REQUIRED" }
            ? "the server asked for that after it had been asked in HTTP/2"
        : situation.IsPlainHttp ? "without TLS nobody chooses HTTP/2"
        : situation.Evidence.Find<SecureEvidence>()?.Facts?.Alpn is { } chosen ? $"the server chose {chosen} by ALPN"
        : "the server chose nothing by ALPN";

    private static Finding HealthyAt(DiagnosisContext situation) => situation.Evidence.Depth switch
    {
        Model.ProbeDepth.Path =>
            new(Cause.Ok, Confidence.Proven, $"{situation.Host} answered: the path is open. The credential, model and quota were not tried."),
        Model.ProbeDepth.Authenticated when !situation.ListsModels => new(
            Cause.Ok, Confidence.Proven, $"{situation.Host} gives no list of models and answered with {Asked(situation)}: the whole route works."),
        Model.ProbeDepth.Authenticated =>
            new(Cause.Ok, Confidence.Proven, $"{situation.Host} answered and took the credential. The model and its quota were not tried."),
        Model.ProbeDepth.Completion => StreamRules.Buffered(situation)
            ?? new(Cause.Ok, Confidence.Proven, $"{situation.Host} answered with {Asked(situation)}: the whole route works."),
    };

    private static ProbeDiagnosis Complete(DiagnosisContext situation, Finding finding)
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
                .. finding.First.Concat(WithheldCredential.Next(situation))
                    .Concat(finding.Next ?? entry.DoNext.Select(step => NamedThings.In(situation, step)))
                    .Take(MostSteps),
            ],
            DoNot =
            [
                .. (finding.Not ?? entry.DoNot).Select(warning => AfterAnAnswer(situation, finding, warning)).OfType<string>(),
                .. WithheldCredential.Not(situation),
            ],
            Alternatives = finding.Alternatives is [] ? null : finding.Alternatives,
        };
    }

    /// <summary>
    /// Drops the warning that nothing arrived if a host proved by TLS answered: only an inspection that this runtime trusts could have
    /// answered in its name. If the answer is known not to be the API's, no key was judged.
    /// </summary>
    private static string? AfterAnAnswer(DiagnosisContext situation, Finding finding, string warning) =>
        warning is not Advice.NothingArrived || finding.Cause is Cause.ProxyFailed
            || situation is not { Evidence.Response: { } response, IsProven: true } ? warning
        : response.Responder is Responder.Proxy ? Advice.NothingOfTheApi
        : null;
}
