using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FaultLab.Faults;

/// <content>After TLS.</content>
public static partial class FaultCatalog
{
    private static IReadOnlyList<FaultScenario> Exchanges =>
    [
        Exchange("http/headers-never", "respond", "http.header-timeout", Misbehave.HeadersNever) with { NeverEnds = true },
        Exchange("http/closed", "respond", "http.closed", Misbehave.CloseBeforeHeaders),
        Exchange("http/reset", "respond", "http.reset", Misbehave.ResetBeforeHeaders),
        Exchange("http/not-http", "respond", "http.invalid", Misbehave.NonHttpReply),
        Exchange("http/redirected", "respond", "http.redirected", Misbehave.RedirectTo(new("https://login.contoso.test/portal"))),
        Exchange("http/body-truncated", "answer", "http.body-truncated",
            Misbehave.BodyTruncated) with { Trigger = TriggerPoint.AfterHeaders },
        Exchange("http/chunks-truncated", "answer", "http.body-truncated",
            Misbehave.ChunkedBodyTruncated) with { Trigger = TriggerPoint.AfterHeaders },
        Exchange("http/body-reset", "answer", "http.body-truncated", Misbehave.BodyReset) with { Trigger = TriggerPoint.AfterHeaders },
        Exchange("http/body-stall", "answer", "http.body-timeout", Misbehave.BodyStall) with { Trigger = TriggerPoint.AfterHeaders,
            NeverEnds = true },
        Exchange("http/body-drip", "answer", "http.body-timeout", Misbehave.BodyDrip(TimeSpan.FromMilliseconds(250)))
            with { Trigger = TriggerPoint.AfterHeaders, NeverEnds = true },
        Exchange("http/slow-but-healthy", null, "ok", Misbehave.Answer(
            TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(100))) with { Owner = "none" },
    ];

    private static FaultScenario Exchange(string name, string? brokenStage, string cause, Misbehaviour misbehaviour) => new()
    {
        Name = name,
        Trigger = TriggerPoint.AfterRequest,
        Break = brokenStage,
        Cause = cause,
        Owner = Path,
        StartAsync = Serve(misbehaviour.OverTls(LabTrust.Server)),
    };
}
