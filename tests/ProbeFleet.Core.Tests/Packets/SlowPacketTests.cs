using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Core.Tests.Packets;

/// <summary>The hand-over of what passes and has become slow.</summary>
public sealed class SlowPacketTests
{
    private static readonly ProbeResult Slow = Sample.RateLimited with
    {
        Outcome = ProbeOutcome.Passed,
        Break = null,
        Slow = new() { Stage = Stage.Secure, Took = TimeSpan.FromMilliseconds(400), Usual = TimeSpan.FromMilliseconds(90) },
        Diagnosis = new() { Cause = Cause.Ok, Owner = Owner.None, Confidence = 1, Summary = "The route answered." },
    };

    [Fact]
    public void FromProbe_Slow_IsForSomebodyAndSaysWhatToDo()
    {
        var packet = PacketWriter.FromProbe(Slow, DateTimeOffset.UnixEpoch);

        Assert.Equal("The platform team, to look further", packet.Recipient.Who);
        Assert.Contains("secure has become slow", packet.Recipient.Why, StringComparison.Ordinal);
        Assert.Equal(SlowWords.DoNext(Stage.Secure), packet.DoNext[0]);
    }

    [Fact]
    public void Incident_Slow_NamesTheIncidentsOwnerAndNoFailure()
    {
        var packet = IncidentPacket.From(Sample.Incident(Slow.StartedAt), Slow, new([]), Slow.StartedAt);
        var head = PacketMarkdown.Render(packet).Split("## Already proved")[0];

        Assert.Contains("**Owner:** `connection-path`, confidence 0.90", head, StringComparison.Ordinal);
        Assert.Contains("**Slow:** `secure`; nothing failed", head, StringComparison.Ordinal);
        Assert.DoesNotContain("not the API", packet.Recipient.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("`ok`", head, StringComparison.Ordinal);
        Assert.DoesNotContain("`none`", head, StringComparison.Ordinal);
    }
}
