using System.Text.Json;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Functions.Tests.Http;

public sealed class IncidentStoryTests(IncidentStory story) : IClassFixture<IncidentStory>
{
    [Fact]
    public void Localization_NothingFails_NamesNobody() => Assert.Equal(Owner.None, story.Quiet.Verdict.Owner);

    [Fact]
    public void Fault_SeenByBothVantages_IsOneIncidentOfTheApi()
    {
        Assert.Equal(Owner.ApiServer, story.Opened.Owner);
        Assert.Equal(
            [("eu", "a", Cause.ServerError), ("us", "a", Cause.ServerError)],
            story.Opened.Affected.Select(affected => ($"{affected.Vantage}", $"{affected.Route}", affected.Cause)).Order());
        Assert.Equal(1, story.Incidents);
    }

    [Fact]
    public void Packet_OfTheIncident_SaysItsOwnerAndHowToProveTheEnd() => Assert.Equal(
        (PacketKind.Incident, Owner.ApiServer, 2),
        (story.Packet.Kind, story.Packet.Incident!.Owner, story.Packet.Verification.Requests.Count));

    [Fact]
    public void Packet_OfItsProbe_IsMarkdownWhereThatIsAskedFor()
    {
        Assert.Equal("text/markdown", story.Markdown.MediaType);
        Assert.StartsWith("# `server.error` on route `a`", story.Markdown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_CountTheOpenIncidentOfItsOwner() =>
        Assert.Contains("probefleet_incidents_open{owner=\"api-server\"} 1\n", story.Metrics, StringComparison.Ordinal);

    [Fact]
    public void Verification_WhileTheFaultIsThere_IsRefusedAndTheIncidentStaysOpen()
    {
        Assert.Equal(IncidentState.Open, story.Refused.State);
        Assert.All(story.Refused.Verifications[^1].Proofs, proof => Assert.Equal(ProofVerdict.StillFailing, proof.Verdict));
    }

    [Fact]
    public void Verification_AfterTheFault_ClosesTheIncident()
    {
        var verification = story.Closed.Verifications[^1];

        Assert.Equal((HttpStatusCode.Accepted, $"/api/incidents/{story.Opened.Id}"), story.Asked);
        Assert.Equal((IncidentEnding.Verification, VerificationOutcome.Verified), (story.Closed.ClosedBy, verification.Outcome));
        Assert.All(verification.Proofs, proof => Assert.Equal(ProofVerdict.Verified, proof.Verdict));
    }

    [Fact]
    public void VerificationOrQuestion_OfAClosedIncident_IsAConflict() =>
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), story.AfterTheEnd);

    [Fact]
    public void Receiver_IsToldEachTransitionOnce() => Assert.Equal(
        [IncidentTransition.Opened, IncidentTransition.VerificationRefused, IncidentTransition.Closed],
        story.Messages.Select(message => JsonSerializer.Deserialize(message, ProbeFleetJson.Default.IncidentNotice)!.Transition));

    [Fact]
    public void Secrets_OfTheSettingsAndOfACaller_AreInNoMessageAndNoAnswer() => Assert.All(
        [.. story.Messages, story.ClosedText], text => Assert.DoesNotContain("planted", text, StringComparison.Ordinal));
}
