using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Tests.Golden;

namespace ProbeFleet.Core.Tests.Diagnosis;

public sealed class StreamStallTests
{
    /// <summary>One more sign that the server is there never makes the verdict less sure.</summary>
    [Theory]
    [InlineData(0, null, 0.6)]
    [InlineData(0, true, 0.75)]
    [InlineData(3, null, 0.9)]
    [InlineData(3, true, 0.9)]
    public void Stall_WithCommentsAndALivePeer_IsAsSureAsItsBestSign(int comments, bool? peerAnswered, double confidence)
    {
        var stalled = GoldenCase.Open("stream-stalled").Evidence();
        var stages = stalled.Stages.Select(stage => stage is AnswerEvidence { Facts: { Stream: { } stream } facts } answer
            ? answer with { Facts = facts with { Stream = stream with { Comments = comments, PeerAnswered = peerAnswered } } }
            : stage);

        var diagnosis = Diagnostician.Diagnose(stalled with { Stages = [.. stages] });

        Assert.Equal((Cause.StreamStalled, confidence), (diagnosis.Cause, diagnosis.Confidence));
    }
}
