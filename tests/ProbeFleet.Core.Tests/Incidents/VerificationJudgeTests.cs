using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Packets;
using ProbeFleet.Core.Tests.Localization;

namespace ProbeFleet.Core.Tests.Incidents;

public sealed class VerificationJudgeTests
{
    private static readonly ProbeResult Failed = Sample.UntrustedRoot;
    private static readonly DateTimeOffset Now = Failed.StartedAt.AddHours(1);
    private static readonly Guid Id = Guid.CreateVersion7(Now);

    private static readonly ProbeResult Passed = Failed with
    {
        Id = Guid.CreateVersion7(Now),
        StartedAt = Now,
        Outcome = ProbeOutcome.Passed,
        Break = null,
        Diagnosis = Failed.Diagnosis with { Cause = Cause.Ok, Owner = Owner.None },
    };

    [Fact]
    public void Judge_EachPassesTheSameRequest_Closes()
    {
        var change = Judge(Asked("one", "two"), Passed.From("one"), Passed.From("two"));

        Assert.Equal((IncidentState.Closed, IncidentEnding.Verification), (change.Incident.State, change.Incident.ClosedBy));
        Assert.Equal(VerificationOutcome.Verified, change.Incident.Verifications[^1].Outcome);
        Assert.Equal([IncidentTransition.Closed], change.Notices.Select(notice => notice.Transition));
    }

    [Fact]
    public void Judge_TheProofsPass_TheirPairsWorkSinceThen()
    {
        var change = Judge(Asked("one"), Passed.From("one"));

        Assert.Equal([Passed.StartedAt], change.Incident.Affected.Select(affected => affected.RecoveredAt));
        Assert.EndsWith("for each of 1 pair of vantage and route.", change.Incident.Timeline[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_AnAnswerIsReadAfterALaterOne_TheTimelineIsInOrder()
    {
        var first = Judge(Asked("one", "two"), Passed.From("one").At(Now.AddSeconds(9)));

        var change = Judge(first.Incident, Passed.From("one").At(Now.AddSeconds(9)), Passed.From("two").At(Now.AddSeconds(2)));

        var times = change.Incident.Timeline.Select(entry => entry.At).ToList();
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void Judge_OnlyTheCredentialWasNotAllowed_DoesNotSpeakOfAnotherOne()
    {
        var refused = Failed with { Break = Stage.Credential, Diagnosis = Failed.Diagnosis with { Cause = Cause.ConfigCredentialNotAllowed } };
        var after = Passed.From("one") with { Fingerprint = new("sha256:with-key", "sha256:path") };
        var incident = Asked("one");
        var evidence = Evidence([after]) with
        {
            Failed = new Dictionary<Guid, ProbeResult> { [incident.Affected[0].LatestProbeId] = refused.From("one") },
        };

        var proof = VerificationJudge.Judge(incident, evidence, Now)!.Incident.Verifications[^1].Proofs[0];

        Assert.Equal(ProofVerdict.Verified, proof.Verdict);
        Assert.EndsWith("with its credential, which the request that failed could not send.", proof.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_OneHasNotAnswered_Waits()
    {
        var change = Judge(Asked("one", "two"), Passed.From("one"));

        Assert.Equal((IncidentState.Open, VerificationOutcome.Running), (change.Incident.State, change.Incident.Verifications[^1].Outcome));
        Assert.Equal([ProofVerdict.Verified, ProofVerdict.Waiting],
            change.Incident.Verifications[^1].Proofs.Select(proof => proof.Verdict));
        Assert.Empty(change.Notices);
        Assert.Null(VerificationJudge.Judge(change.Incident, Evidence([Passed.From("one")]), Now.AddSeconds(1)));
    }

    [Fact]
    public void Judge_DeadlinePasses_RefusesTheAbsent()
    {
        var change = VerificationJudge.Judge(Asked("one", "two"), Evidence([Passed.From("one")]), Now.AddMinutes(3))!;

        Assert.Equal((IncidentState.Open, VerificationOutcome.Refused), (change.Incident.State, change.Incident.Verifications[^1].Outcome));
        Assert.Equal(ProofVerdict.Absent, change.Incident.Verifications[^1].Proofs[1].Verdict);
        Assert.Equal([IncidentTransition.VerificationRefused], change.Notices.Select(notice => notice.Transition));
    }

    [Fact]
    public void Judge_AnAnswerCannotBeRead_RefusesAndDoesNotSayThatNobodyAnswered()
    {
        var evidence = Evidence([]) with { Unreadable = new HashSet<VantageName> { new("one") } };
        var waits = VerificationJudge.Judge(Asked("one"), evidence, Now.AddSeconds(10));
        var done = evidence with { Answered = new HashSet<VantageName> { new("one") } };
        var proofs = new[] { (evidence, 3), (done, 0) }.Select(
            one => VerificationJudge.Judge(Asked("one"), one.Item1, Now.AddMinutes(one.Item2))!.Incident.Verifications[^1].Proofs[0]);

        Assert.Null(waits);
        Assert.All(proofs, proof => Assert.Equal(ProofVerdict.Absent, proof.Verdict));
        Assert.All(proofs, proof => Assert.StartsWith(
            "What the vantage answered, if it did, cannot be read", proof.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(390, ProofVerdict.StillFailing,
        "The same request passed and is still slow: connect took 390 ms where 95 ms is usual at this hour.")]
    [InlineData(99, ProofVerdict.Verified, "The same request passed to depth completion with an equal route fingerprint.")]
    public void Judge_OfASlowRoute_IsProvedByTheUsualTime(int milliseconds, ProofVerdict verdict, string text)
    {
        var slow = Passed with
        {
            StartedAt = Failed.StartedAt,
            Id = Failed.Id,
            Slow = new() { Stage = Stage.Connect, Took = TimeSpan.FromMilliseconds(400), Usual = TimeSpan.FromMilliseconds(95) },
        };
        var evidence = new VerificationEvidence(
            [Passed.Taking(Stage.Connect, milliseconds).From("one")],
            new HashSet<VantageName>(),
            new Dictionary<Guid, ProbeResult> { [Failed.Id] = slow.From("one") });

        var proof = Assert.Single(VerificationJudge.Judge(Asked("one"), evidence, Now.AddSeconds(10))!.Incident.Verifications[^1].Proofs);

        Assert.Equal((verdict, text), (proof.Verdict, proof.Text));
    }

    public static TheoryData<ProofVerdict, ProbeResult, string> Weaker => new()
    {
        { ProofVerdict.StillFailing, Passed with { Outcome = ProbeOutcome.Failed, Diagnosis = Failed.Diagnosis },
            "still fails: tls.untrusted-root" },
        {
            ProofVerdict.NotComparable,
            Passed with
            {
                Outcome = ProbeOutcome.Failed,
                Break = Stage.Credential,
                Diagnosis = Failed.Diagnosis with { Cause = Cause.ConfigCredentialMissing },
            },
            "Nothing was sent: config.credential-missing"
        },
        { ProofVerdict.NotComparable, Passed with { Depth = ProbeDepth.Path }, "depth was" },
        { ProofVerdict.NotComparable, Passed with { Variant = ProbeVariant.NoProxy }, "variant was absent and is no-proxy" },
        { ProofVerdict.NotComparable, Passed with { Fingerprint = new("sha256:other", "sha256:path") }, "fingerprint" },
        {
            ProofVerdict.NotComparable,
            Passed with { Fingerprint = new("sha256:other", "sha256:path"), Route = Passed.Route with { Model = "another" } },
            "route.model was"
        },
    };

    [Theory, MemberData(nameof(Weaker))]
    public void Judge_AnythingLess_DoesNotClose(ProofVerdict verdict, ProbeResult after, string says)
    {
        var change = Judge(Asked("one"), after.From("one"));

        var proof = Assert.Single(change.Incident.Verifications[^1].Proofs);
        Assert.Equal((IncidentState.Open, verdict), (change.Incident.State, proof.Verdict));
        Assert.Contains(says, proof.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_MoreFailedThanAreNamed_DoesNotClose()
    {
        var change = Judge(Asked("one") with { AffectedBeyond = 1 }, Passed.From("one"));

        Assert.Equal((IncidentState.Open, VerificationOutcome.Refused), (change.Incident.State, change.Incident.Verifications[^1].Outcome));
    }

    [Fact]
    public void Packet_OfAnIncident_AsksForOneRequestPerFailedVantage()
    {
        var incident = new FleetStory()
            .Pass(5, (_, _) => null)
            .Pass(4, (_, route) => route is "openai" ? Cause.ServerError : route is "gateway" ? Cause.GatewayUpstreamFailed : null)
            .Open.Single();

        var packet = IncidentPacket.From(
            incident,
            Failed,
            new([new() { Vantage = new("swe"), Route = new("aoai-eus"), Outcome = ProbeOutcome.Passed, Cause = Cause.Ok,
                At = SmallFleet.Start }]),
            Now);

        Assert.Equal((PacketKind.Incident, 6), (packet.Kind, packet.Verification.Requests.Count));
        Assert.Contains(packet.Incident!.Suspects, suspect => suspect is { Component: "upstream:openai", Probability: > .5, For: > 0 });
        Assert.StartsWith("OpenAI support", packet.Recipient.Who, StringComparison.Ordinal);
        var text = PacketMarkdown.Render(packet);
        Assert.Contains("## The incident", text, StringComparison.Ordinal);
        Assert.Contains("`aoai-eus` from `swe`: passed", text, StringComparison.Ordinal);
        Assert.Equal(packet.Incident.Id, PacketReader.Read(
            System.Text.Json.JsonSerializer.Serialize(packet, ProbeFleetJson.Default.Packet)).Incident!.Id);
    }

    private static IncidentChange Judge(Incident incident, params ProbeResult[] results) =>
        VerificationJudge.Judge(incident, Evidence(results), Now.AddSeconds(10))!;

    private static VerificationEvidence Evidence(IReadOnlyList<ProbeResult> results) =>
        new(results, new HashSet<VantageName>(), new Dictionary<Guid, ProbeResult> { [Failed.Id] = Failed.From("one") });

    private static Incident Asked(params string[] vantages) => VerificationJudge.Ask(
        Sample.Incident(Failed.StartedAt, [.. vantages.Select(AffectedAt)]),
        Id,
        Now,
        Now.AddMinutes(2),
        reason: null);

    private static AffectedRoute AffectedAt(string vantage) =>
        Failed.From(vantage).Affected() with { LatestProbeId = vantage is "one" ? Failed.Id : Guid.Empty };
}
