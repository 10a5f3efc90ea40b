using ProbeFleet.Cli.Rendering;
using ProbeFleet.Cli.Terminal;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Topology;
using ProbeFleet.Fleet.Contracts;

namespace ProbeFleet.Cli.Tests.Rendering;

public sealed class IncidentTextTests
{
    private static readonly Guid Id = Guid.Parse("019aa4b7-5c80-7000-8000-00000000000a");

    [Fact]
    public void List_OpenAndClosed_IsTheGoldenText() => Golden.Matches("incidents", CliRun.TextOf(IncidentText.List(
        new([Open(), ClosedByProof()], IsPartial: false, Unreadable: 1),
        "all",
        Sample.Start.AddMinutes(24),
        Glyphs.Unicode)));

    [Fact]
    public void List_None_SaysSo() =>
        Assert.Equal("✓ No open incident.\n", CliRun.TextOf(
            IncidentText.List(new([], IsPartial: false, Unreadable: 0), "open", Sample.Start, Glyphs.Unicode)));

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 2)]
    public void List_NoneOfWhatMayNotBeAll_IsUnknown(bool isPartial, int unreadable)
    {
        IncidentsBody list = new([], isPartial, unreadable);

        Assert.StartsWith(
            "? No open incident is known.\n", CliRun.TextOf(IncidentText.List(list, "open", Sample.Start, Glyphs.Unicode)),
            StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Unknown, ExitCodes.Healthy), (ExitCodes.For(list), ExitCodes.For(new IncidentsBody([], false, 0))));
    }

    [Theory]
    [InlineData(true, "proxy:eu", true)]
    [InlineData(false, "proxy:eu", false)]
    [InlineData(true, null, false)]
    public void List_WhatCannotBeRead_IsNamedWithWhatTheJudgeMakesOfIt(bool mayBeOpen, string? component, bool isHeld)
    {
        var id = Guid.Parse("019aa4b7-5c80-7000-8000-00000000000a");
        IncidentsBody list = new([], IsPartial: false, Unreadable: 1)
        {
            UnreadableIncidents = [new(id, mayBeOpen, component, Sample.Start, Sample.Start, "The row has schema 2.")],
        };

        var lines = CliRun.TextOf(IncidentText.List(list, "open", Sample.Start.AddMinutes(9), Glyphs.Unicode));
        var text = string.Join(' ', lines.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

        Assert.Contains(component is null ? $"Incident {id}, perhaps open" : $"Incident {id} of proxy:eu", text, StringComparison.Ordinal);
        Assert.Contains("9m ago", text, StringComparison.Ordinal);
        Assert.Contains("The row has schema 2.", text, StringComparison.Ordinal);
        Assert.Equal(isHeld, text.Contains("no second incident", StringComparison.Ordinal));
    }

    [Fact]
    public void Localization_NothingAtFaultInWhatMayNotBeAll_IsUnknown()
    {
        var window = new IncidentWindow(Sample.Noon.AddMinutes(-15), Sample.Noon);
        var whole = new FaultLocalization
        {
            Window = window,
            Verdict = new() { Owner = Owner.None, OwnerConfidence = .99, Confidence = .99, Summary = "Nothing is at fault." },
            Suspects = [],
            CredibleSet = ["none"],
            Indistinguishable = [],
            Owners = [],
            NoFault = .99,
        };
        var partial = whole with { IsPartial = true };

        Assert.Equal((ExitCodes.Healthy, ExitCodes.Unknown), (ExitCodes.For(whole), ExitCodes.For(partial)));
        Assert.StartsWith("✓ NO FAULT", Told(whole), StringComparison.Ordinal);
        Assert.StartsWith("? UNKNOWN nothing is known to be at fault", Told(partial), StringComparison.Ordinal);
        Assert.Contains("Results may be missing", Told(partial), StringComparison.Ordinal);
        Assert.Contains(
            "Results that cannot be read are of prod-weu.", Told(partial with { UnreadableVantages = [new("prod-weu")] }), StringComparison.Ordinal);

        static string Told(FaultLocalization located) => CliRun.TextOf(LocalizationText.Render(located, [], verbose: false, Glyphs.Unicode));
    }

    [Fact]
    public void Whole_WithProofs_IsTheGoldenText() => Golden.Matches("incident", CliRun.TextOf(IncidentText.Details(Open(), Glyphs.Unicode)));

    [Fact]
    public void Whole_OfSlowRoutes_IsTheGoldenText()
    {
        var text = CliRun.TextOf(IncidentText.Details(Slow(), Glyphs.Unicode));

        Golden.Matches("incident-slow", text);
        Assert.DoesNotContain("fail", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void List_OfSlowRoutes_SaysSo() => Assert.Contains(
        "2 slow paths: openai, gateway from prod-swe",
        CliRun.TextOf(IncidentText.List(new([Slow()], IsPartial: false, Unreadable: 0), "open", Sample.Start, Glyphs.Unicode)),
        StringComparison.Ordinal);

    [Fact]
    public void Verdict_OfEachOutcome_SaysWhetherTheIncidentIsClosed()
    {
        var refused = Open().Verifications[0];

        Assert.StartsWith("✗ NOT FIXED: the fault is still there. The incident stays open.", Told(refused), StringComparison.Ordinal);
        Assert.StartsWith("✓ VERIFIED: ", Told(refused with { Outcome = VerificationOutcome.Verified }), StringComparison.Ordinal);
        Assert.StartsWith("? UNDECIDED: ", Told(refused with { Outcome = VerificationOutcome.Running }), StringComparison.Ordinal);
        Assert.StartsWith("✗ PROVES NOTHING: ", Told(refused with { Proofs = [refused.Proofs[0]] }), StringComparison.Ordinal);

        static string Told(IncidentVerification verification) => CliRun.TextOf(VerdictText.Render(Open(), verification, Glyphs.Unicode));
    }

    [Fact]
    public void Verdict_OfAnIncidentThatEndedMeanwhile_SaysHow()
    {
        var refused = Open().Verifications[0];
        var absent = refused with { Proofs = [refused.Proofs[0] with { Verdict = ProofVerdict.Absent }] };
        var merged = Open() with { State = IncidentState.Merged, ClosedBy = IncidentEnding.Merged, MergedInto = Id };
        var recovered = ClosedByProof() with { ClosedBy = IncidentEnding.Recovery };

        Assert.StartsWith("✗ PROVES NOTHING: a proof is missing, or is not of the same request. The incident is closed: its paths recovered "
            + "meanwhile.", Told(recovered, absent), StringComparison.Ordinal);
        Assert.StartsWith($"✗ NOT FIXED: the fault was still there. The incident was merged into {Id}, which goes on: verify that one.",
            Told(merged, refused), StringComparison.Ordinal);
        Assert.All(new[] { ClosedByProof(), recovered, merged }, ended =>
            Assert.DoesNotContain("open", Told(ended, absent).Split("PROOFS")[0], StringComparison.Ordinal));

        static string Told(Incident incident, IncidentVerification verification) => string.Join(
            ' ', CliRun.TextOf(VerdictText.Render(incident, verification, Glyphs.Unicode)).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData(IncidentState.Open, 10)]
    [InlineData(IncidentState.Closed, 0)]
    [InlineData(IncidentState.Merged, 0)]
    public void ExitCode_OfAnIncident_IsTheOwnersWhileItIsOpen(IncidentState state, int code) =>
        Assert.Equal(code, ExitCodes.For(Open() with { State = state }));

    private static Incident ClosedByProof() => Open() with
    {
        State = IncidentState.Closed,
        ClosedAt = Sample.Start.AddMinutes(30),
        ClosedBy = IncidentEnding.Verification,
    };

    private static Incident Open() => new()
    {
        Id = Id,
        State = IncidentState.Open,
        OpenedAt = Sample.Start,
        UpdatedAt = Sample.Start.AddMinutes(5),
        Owner = Owner.ConnectionPath,
        Component = new(ComponentKind.Dns, "dns:vnet-swe", Owner.ConnectionPath),
        Confidence = .97,
        Summary = "dns:vnet-swe is at fault (97%); 98% that the owner of the connection path has to act.",
        Affected = [Affected("openai", null), Affected("gateway", Sample.Start.AddMinutes(9))],
        Timeline =
        [
            new(Sample.Start, TimelineKind.Opened, "Opened: dns:vnet-swe."),
            new(Sample.Start.AddMinutes(1), TimelineKind.Seen, "openai failed from prod-swe: dns.nxdomain at resolve."),
            new(Sample.Start.AddMinutes(9), TimelineKind.Recovered, "gateway passed from prod-swe."),
        ],
        StatusPages =
        [
            new("https://status.openai.com", Sample.Start.AddMinutes(2), "none", "A green page does not clear this route.",
                new VantageName("prod-swe")),
        ],
        Verifications =
        [
            new()
            {
                Id = Id,
                RequestedAt = Sample.Start.AddMinutes(10),
                Deadline = Sample.Start.AddMinutes(12),
                Outcome = VerificationOutcome.Refused,
                Proofs =
                [
                    new(new VantageName("prod-swe"), new RouteName("gateway"), ProofVerdict.Verified, "The same request passed."),
                    new(new VantageName("prod-swe"), new RouteName("openai"), ProofVerdict.StillFailing, "It failed with dns.nxdomain.")
                    {
                        ProbeId = Sample.Passed().Id,
                    },
                ],
            },
        ],
    };

    /// <summary>The proxy of one vantage has become slow; a proof was asked for too early.</summary>
    private static Incident Slow() => Open() with
    {
        Component = new(ComponentKind.Proxy, "proxy:proxy.swe:3128", Owner.ConnectionPath),
        Confidence = .81,
        Summary = "proxy:proxy.swe:3128 is at fault (81%); 97% that the owner of the connection path has to act.",
        Affected = [.. Open().Affected.Select(affected => affected with { Cause = Cause.Ok, Break = null, Slow = Stage.Tunnel })],
        Localization = new()
        {
            Window = new(Sample.Start.AddMinutes(-10), Sample.Start.AddMinutes(5)),
            Verdict = new()
            {
                Owner = Owner.ConnectionPath,
                OwnerConfidence = .97,
                Component = new(ComponentKind.Proxy, "proxy:proxy.swe:3128", Owner.ConnectionPath),
                Confidence = .81,
                Summary = "proxy:proxy.swe:3128 is at fault (81%); 97% that the owner of the connection path has to act.",
            },
            Suspects =
            [
                new()
                {
                    Component = new(ComponentKind.Proxy, "proxy:proxy.swe:3128", Owner.ConnectionPath),
                    Probability = .81,
                    For = [$"{Sample.Passed().Id}", "2"],
                    Slow = Stage.Tunnel,
                    Against = [],
                },
            ],
            CredibleSet = ["proxy:proxy.swe:3128"],
            Indistinguishable = [],
            Owners = [new(Owner.ConnectionPath, .97)],
            NoFault = .01,
        },
        Timeline = [new(Sample.Start.AddMinutes(1), TimelineKind.Seen, "openai was slow from prod-swe at tunnel.")],
        StatusPages = [],
        Verifications =
        [
            Open().Verifications[0] with
            {
                Proofs =
                [
                    new(
                        new VantageName("prod-swe"),
                        new RouteName("openai"),
                        ProofVerdict.StillFailing,
                        "The same request passed and is still slow: tunnel took 380 ms where 95 ms is usual at this hour.")
                    {
                        ProbeId = Sample.Passed().Id,
                    },
                ],
            },
        ],
    };

    private static AffectedRoute Affected(string route, DateTimeOffset? recovered) => new()
    {
        Vantage = new("prod-swe"),
        Route = new(route),
        RouteFingerprint = "sha256:aa",
        Depth = ProbeDepth.Completion,
        Cause = Cause.DnsNxdomain,
        Break = Stage.Resolve,
        FirstFailedAt = Sample.Start.AddMinutes(-2),
        LastFailedAt = Sample.Start.AddMinutes(6),
        Failures = 8,
        LatestProbeId = Sample.Passed().Id,
        RecoveredAt = recovered,
    };
}
