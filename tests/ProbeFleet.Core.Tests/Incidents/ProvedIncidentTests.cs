using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Tests.Localization;

namespace ProbeFleet.Core.Tests.Incidents;

/// <summary>What a judgement does with an incident for which a proof is asked, and what a merge leaves to prove.</summary>
public sealed class ProvedIncidentTests
{
    private readonly FleetStory _story = new();

    private DateTimeOffset Now => SmallFleet.Start.AddMinutes(_story.Minute);

    [Fact]
    public void Judge_RecoveredWhileAProofIsAwaited_ClosesOnlyAfterItsDeadline()
    {
        var last = new FleetStory().Pass(5, Healthy).Pass(4, UpstreamDown);
        while (last.Open.Any())
        {
            last.Pass(1, Healthy);
        }

        _story.Pass(5, Healthy).Pass(4, UpstreamDown).Pass(last.Minute - 10, Healthy);
        _story.Adopt(Asked(Assert.Single(_story.Open)));

        _story.Pass(1, Healthy);
        Assert.Equal(VerificationOutcome.Running, Assert.Single(_story.Open).Verifications[^1].Outcome);

        // Nobody judged the proof: it has an end with its incident.
        _story.Pass(2, Healthy);
        var closed = Assert.Single(_story.Incidents);
        var verification = Assert.Single(closed.Verifications);
        Assert.Equal((IncidentState.Closed, IncidentEnding.Recovery), (closed.State, closed.ClosedBy));
        Assert.Equal((VerificationOutcome.Refused, closed.ClosedAt), (verification.Outcome, verification.FinishedAt));
        Assert.All(verification.Proofs, proof => Assert.Equal(ProofVerdict.Absent, proof.Verdict));
    }

    [Fact]
    public void Judge_OneComponentExplainsAnIncidentWhoseProofIsAwaited_MergesAfterItsDeadline()
    {
        _story.Pass(5, Healthy).Pass(6, UpstreamDown);
        var whole = Assert.Single(_story.Open);
        var other = Later(whole);
        _story.Adopt(Asked(other));

        _story.Pass(1, UpstreamDown);
        Assert.Equal(VerificationOutcome.Running, _story.Open.Single(incident => incident.Id == other.Id).Verifications[^1].Outcome);

        _story.Pass(2, UpstreamDown);
        var merged = _story.Incidents.Single(incident => incident.Id == other.Id);
        Assert.Equal(
            (IncidentState.Merged, VerificationOutcome.Refused), (merged.State, Assert.Single(merged.Verifications).Outcome));
    }

    [Fact]
    public void Judge_MergedIncidentsNameMoreThanOneCan_CountsThoseBeyond()
    {
        _story.Pass(5, Healthy).Pass(6, UpstreamDown);
        var whole = Assert.Single(_story.Open);
        _story.Adopt(whole with { Affected = [.. whole.Affected, .. Others("old", 294)], AffectedBeyond = 5 });
        _story.Adopt(Later(whole) with { Affected = [whole.Affected[0], .. Others("new", 299)], AffectedBeyond = 7 });

        _story.Pass(1, UpstreamDown);

        var kept = Assert.Single(_story.Open);
        Assert.Equal(
            (whole.Id, Incident.MostAffected, 300 + 299 - Incident.MostAffected + 5 + 7),
            (kept.Id, kept.Affected.Count, kept.AffectedBeyond));

        IEnumerable<AffectedRoute> Others(string name, int count) => Enumerable.Range(0, count).Select(
            index => whole.Affected[0] with { Vantage = new($"{name}-{index}"), RecoveredAt = whole.OpenedAt });
    }

    private static Cause? Healthy(string vantage, string route) => null;

    private static Cause? UpstreamDown(string vantage, string route) =>
        route is "openai" ? Cause.ServerError : route is "gateway" ? Cause.GatewayUpstreamFailed : null;

    private static Incident Later(Incident incident) => incident with
    {
        Id = Guid.CreateVersion7(incident.OpenedAt.AddMinutes(1)),
        OpenedAt = incident.OpenedAt.AddMinutes(1),
    };

    private Incident Asked(Incident incident) =>
        VerificationJudge.Ask(incident, Guid.CreateVersion7(Now), Now, Now.AddMinutes(2), reason: null);
}
