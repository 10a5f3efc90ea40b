namespace ProbeFleet.Cli.Rendering;

/// <summary>Chooses the one fact of a stage that the ladder shows.</summary>
internal static class StageFact
{
    /// <summary>The fact; for a failed stage with the failure, for a skipped one the reason.</summary>
    public static string Describe(StageEvidence stage, Glyphs glyphs) => stage.Outcome switch
    {
        StageOutcome.Skipped => stage.Reason ?? "",
        StageOutcome.Passed => Seen(stage, glyphs),
        StageOutcome.Failed => string.Join("; ", new[] { Failure(stage.Failure), Seen(stage, glyphs) }.Where(text => text.Length > 0)),
    };

    public static string Failure(StageFailure? failure) => failure switch
    {
        null => "",
        { Detail: "" } => WireWord.Of(failure.Kind),
        _ => $"{WireWord.Of(failure.Kind)}: {failure.Detail}",
    };

    private static string Seen(StageEvidence stage, Glyphs glyphs) => stage switch
    {
        ConfigureEvidence { Facts: { } facts } => facts.Request,
        CredentialEvidence { Facts: { } facts } => facts.Scheme == "none" ? "none is sent" : $"{facts.Source} as {facts.Scheme}",
        ResolveEvidence { Facts: { } facts } => Resolved(facts, glyphs),
        ConnectEvidence { Facts: { } facts } => Connected(facts),
        TunnelEvidence { Facts: { } facts } => $"through {facts.Proxy}",
        SecureEvidence { Facts: { } facts } => Secured(facts),
        SendEvidence { Facts: { } facts } => $"{facts.Bytes} bytes",
        RespondEvidence { Facts: { } facts } => Responded(facts, glyphs),
        FirstEventEvidence { Facts: { Comments: > 0 } facts } => Shown.Count(facts.Comments, "comment"),
        AnswerEvidence { Facts: { } facts } => Answered(facts),
        _ => "",
    };

    private static string Resolved(ResolveFacts facts, Glyphs glyphs) =>
        (facts.IsProxy ? "proxy " : "") + facts.Host + (facts.Addresses is [] ? "" : $" {glyphs.Arrow} {Shown.List(facts.Addresses, 2)}");

    private static string Connected(ConnectFacts facts) =>
        facts.Remote is { } remote
            ? facts.Attempts is { Count: > 1 } attempts ? $"{remote} at attempt {attempts.Count}" : remote
            : Shown.List([.. facts.Attempts.Select(attempt => attempt.Endpoint)], 3);

    private static string Secured(SecureFacts facts) => string.Join(", ", new[]
    {
        facts.Protocol,
        facts.Alpn is { } chosen ? $"{chosen} by ALPN" : null,
        facts.Issuer is { } issuer ? $"issuer {issuer}" : null,
    }.OfType<string>());

    private static string Responded(RespondFacts facts, Glyphs glyphs) =>
        (facts.HttpVersion is { } version ? $"HTTP/{version}" : "") + (facts.Location is { } location ? $" {glyphs.Arrow} {location}" : "");

    private static string Answered(AnswerFacts facts) =>
        WireWord.Of(facts.Shape)
        + (facts.Stream is { } stream ? Streamed(stream) : "")
        + (facts.FinishReason is { } reason ? $", finish reason {reason}" : "")
        + (facts.Title is { } title ? $", page \"{title}\"" : "");

    private static string Streamed(StreamFacts stream) =>
        $" in {Shown.Count(stream.Events, "event")}"
        + (stream.Comments > 0 ? $" and {Shown.Count(stream.Comments, "comment")}" : "")
        + (stream.LongestGap is { } gap ? $", longest gap {Shown.Duration(gap)}" : "")
        + (stream.End is StreamEnd.LastEvent ? "" : $", ended by {WireWord.Of(stream.End)} after {Shown.Duration(stream.GapBeforeEnd)}");
}
