using ProbeFleet.Cli.Rendering;
using ProbeFleet.Cli.Terminal;
using ProbeFleet.Core.Diagnosis;

namespace ProbeFleet.Cli.Tests.Rendering;

public sealed class ProbeTextTests
{
    [Fact]
    public void Passed_AtEightyColumns_IsTheGoldenText() => Golden.Matches("passed", Text([Sample.Passed()]));

    [Fact]
    public void BrokenWithoutResponse_AtEightyColumns_IsTheGoldenText() => Golden.Matches("tls-inspection", Text([Sample.Inspected()]));

    [Fact]
    public void BrokenWithoutResponse_WithoutUnicode_IsTheGoldenTextInAscii()
    {
        var text = Text([Sample.Inspected()], glyphs: Glyphs.Ascii);

        Golden.Matches("tls-inspection-ascii", text);
        Assert.DoesNotContain(text, character => character > '~');
    }

    [Fact]
    public void RefusedByTheApi_AtEightyColumns_IsTheGoldenText() => Golden.Matches("out-of-credit", Text([Sample.OutOfCredit()]));

    [Fact]
    public void PassedAndSlow_AtEightyColumns_IsTheGoldenText()
    {
        var text = Text([Sample.Slow()]);

        Golden.Matches("slow", text);
        Assert.DoesNotContain("FAIL", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void SeveralRoutes_OneSlow_IsToldInFull()
    {
        var text = Text([Sample.Passed("gateway"), Sample.Slow()], glyphs: Glyphs.Ascii);

        const string Verdicts =
            "ok PASSED gateway from prod-swedencentral in 212 ms\n~ PASSED openai from prod-swedencentral in 588 ms, slow at connect\n";
        Assert.StartsWith(Verdicts, text, StringComparison.Ordinal);
        Assert.Contains("<-- SLOW, usually 95.0 ms", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, character => character > '~');
    }

    [Fact]
    public void Preflight_Refused_ComesBeforeTheVerdict()
    {
        var preflight = new PreflightEvidence
        {
            Origin = "https://app.example",
            RequestedHeaders = ["authorization", "x-stainless-lang"],
            Status = 200,
            AllowOrigin = "*",
            AllowHeaders = ["*"],
        };

        Golden.Matches("browser", Text([Sample.Passed() with { Preflight = preflight }]));
    }

    [Fact]
    public void SeveralRoutes_SomeFailed_AreOneLineEachAndTheFailedInFull() =>
        Golden.Matches("several-routes", Text([Sample.Passed(), Sample.OutOfCredit("aoai-swe"), Sample.Passed("gateway")]));

    /// <summary>A probe repeats once or twice, and tells of the last repeat alone.</summary>
    [Fact]
    public void Repeated_SaysThatItWasSentAgainAndNotHowOften()
    {
        var configure = new ConfigureEvidence
        {
            Outcome = StageOutcome.Passed,
            Facts = new()
            {
                Request = "POST https://api.openai.com/v1/chat/completions",
                Proxy = new() { Source = "none" },
                Repeated = "a request with max_tokens was answered 400 after 12 ms; this one asks for a stream",
            },
        };

        var text = Text([Sample.Passed() with { Stages = [configure, .. Sample.Passed().Stages.Skip(1)] }]);

        Assert.Contains("The request was sent again: a request with max_tokens was", text, StringComparison.Ordinal);
    }

    [Fact]
    public void LeftOut_ForAnotherReasonThanTime_BlamesNoTime()
    {
        var drillDown = Sample.Inspected().DrillDown! with { LeftOut = ["tls: the proxy opened no tunnel"] };

        var text = Text([Sample.Inspected() with { DrillDown = drillDown }]);

        Assert.Contains("- left out: tls: the proxy opened no tunnel\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Baseline_NotComparable_NamesTheFieldsInsteadOfComparing()
    {
        var result = Sample.Inspected() with
        {
            Baseline = new() { ProbeId = Guid.Empty, At = Sample.Start, NotComparable = [new("route.model", "gpt-4.1", "gpt-4.1-nano")] },
        };

        var text = Text([result]);

        Assert.Contains("NOT COMPARED", text, StringComparison.Ordinal);
        Assert.Contains("route.model: was gpt-4.1, now gpt-4.1-nano", text, StringComparison.Ordinal);
        Assert.DoesNotContain("WHAT CHANGED", text, StringComparison.Ordinal);
    }

    [Fact]
    public void OutsideText_WithMarkupAndTerminalEscapes_IsShownAsText()
    {
        var result = Sample.OutOfCredit();
        result = result with
        {
            Response = result.Response! with { ErrorMessage = "[red]no[/] [/] \u001b[2J\u001b]0;pwned\u0007 \u202egnp.exe\r\nsecond" },
            Diagnosis = result.Diagnosis with { Summary = "[bold" },
        };

        var text = Text([result]);

        Assert.Contains("[red]no[/] [/]", text, StringComparison.Ordinal);
        Assert.Contains("[bold", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, character => (char.IsControl(character) && character != '\n') || character == '\u202e');
    }

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public void Lines_AtAnyWidth_FitAndEndWithoutWhiteSpace(int width)
    {
        var lines = Text([Sample.Inspected()], width).Split('\n');

        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
    }

    [Fact]
    public void LongUrl_AtEightyColumns_IsNotBroken()
    {
        var url = $"https://contoso.example/{new string('a', 120)}";
        var result = Sample.Inspected() with { Diagnosis = Sample.Inspected().Diagnosis with { DoNext = [$"Open {url} now."] } };

        Assert.Contains(url, Text([result]), StringComparison.Ordinal);
    }

    [Fact]
    public void StreamThatWasCut_AtEightyColumns_IsTheGoldenText()
    {
        var stream = new StreamFacts
        {
            Events = 3,
            Contents = 2,
            Comments = 1,
            FirstContent = Sample.Ms(41.5),
            LongestGap = Sample.Ms(38.2),
            LongestGapAfter = 2,
            GapBeforeEnd = Sample.Ms(60_012),
            EventsInLastRead = 1,
            End = StreamEnd.Fin,
        };
        var evidence = Sample.Passed() with
        {
            Route = Sample.Passed().Route with { Request = RequestKind.ChatStream },
            Stages =
            [
                .. Sample.Passed().Stages.SkipLast(1),
                new FirstEventEvidence
                    {
                        Outcome = StageOutcome.Passed,
                        Duration = Sample.Ms(12.1),
                        Facts = new() { Bytes = 312, Comments = 1 },
                    },
                new AnswerEvidence
                {
                    Outcome = StageOutcome.Failed,
                    Duration = Sample.Ms(60_120),
                    Failure = new(FailureKind.Truncated, "the body ended before its declared end"),
                    Facts = new() { Shape = BodyShape.Completion, Bytes = 719, ContentType = "text/event-stream", Stream = stream },
                },
            ],
        };

        Golden.Matches("stream-cut", Text([ProbeJudgement.Conclude(evidence, evidence.Fingerprint)]));
    }

    [Fact]
    public void EveryStage_WithoutFacts_StillHasItsRung()
    {
        StageEvidence[] stages =
        [
            new ConfigureEvidence { Outcome = StageOutcome.Passed }, new CredentialEvidence { Outcome = StageOutcome.Passed },
            new ResolveEvidence { Outcome = StageOutcome.Passed }, new ConnectEvidence { Outcome = StageOutcome.Passed },
            new TunnelEvidence { Outcome = StageOutcome.Passed }, new SecureEvidence { Outcome = StageOutcome.Passed },
            new SendEvidence { Outcome = StageOutcome.Passed }, new RespondEvidence { Outcome = StageOutcome.Passed },
            new FirstEventEvidence { Outcome = StageOutcome.Passed }, new AnswerEvidence { Outcome = StageOutcome.Failed },
        ];
        var result = Sample.Passed() with
        {
            Stages = stages,
            Outcome = ProbeOutcome.Failed,
            Break = Stage.Answer,
            Response = null,
            Diagnosis = new() { Cause = Cause.Unclassified, Owner = Owner.Unknown, Confidence = 0, Summary = "?" },
        };

        var text = Text([result]);

        Assert.All(Enum.GetValues<Stage>(), stage => Assert.Contains(WireWord.Of(stage), text, StringComparison.Ordinal));
        Assert.Contains("✗  answer                 ◄ BREAK", text, StringComparison.Ordinal);
    }

    private static string Text(IReadOnlyList<ProbeResult> results, int width = 80, Glyphs? glyphs = null) =>
        CliRun.TextOf(ProbeText.Render(results, glyphs ?? Glyphs.Unicode), width);
}
