using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Core.Tests.Golden;

namespace ProbeFleet.Core.Tests.Diagnosis;

/// <summary>Requests that ran out of time before any response: whose time it was, and whether they were written at all.</summary>
public sealed class RequestTimeoutTests
{
    private static readonly ProbeEvidence Template = GoldenCase.Open("http-headers-never-arrive").Evidence();
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(100);

    /// <summary>Without a client's word 100 s are the operator's own budget: the probe switches the defaults of both clients off.</summary>
    [Theory]
    [InlineData("The request was canceled due to the configured HttpClient.Timeout of 100 seconds elapsing.", Cause.ConfigRequest)]
    [InlineData("The operation was cancelled because it exceeded the configured timeout: see ClientPipelineOptions.NetworkTimeout.",
        Cause.ConfigRequest)]
    [InlineData("The operation was canceled.", Cause.HttpHeaderTimeout)]
    [InlineData(null, Cause.HttpHeaderTimeout)]
    public void Wait_Of100Seconds_IsTheClientsOwnOnlyWhereItSaysSo(string? message, Cause cause)
    {
        var evidence = Waited100Seconds(Stage.Respond) with { Exception = message is null ? null : [new() { Type = "E", Message = message }] };

        var diagnosis = Diagnostician.Diagnose(evidence);
        var answered = Diagnostician.Diagnose(evidence with
        {
            DrillDown = new() { Variants = [new() { Variant = ProbeVariant.Keyless, ReachedApi = true, Status = 401 }] },
        });

        Assert.Equal(cause, diagnosis.Cause);
        Assert.Equal((Cause.HttpHeaderTimeout, Owner.ApiServer), (answered.Cause, answered.Owner));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TimeoutWhileSending_WasNotWritten_AndBlamesNoServer(bool isAnswered)
    {
        var evidence = Waited100Seconds(Stage.Send) with
        {
            DrillDown = new()
            {
                Variants = isAnswered ? [new() { Variant = ProbeVariant.Keyless, ReachedApi = true, Status = 401 }] : [],
            },
        };

        var diagnosis = Diagnostician.Diagnose(evidence);

        Assert.Equal((Cause.HttpHeaderTimeout, Owner.ConnectionPath), (diagnosis.Cause, diagnosis.Owner));
        Assert.DoesNotContain("was written", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains("could not be written", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains("MTU", diagnosis.DoNext[0], StringComparison.Ordinal);
        Assert.Contains("(stage send) not all of it was taken", CauseCatalog.Find(diagnosis.Cause).Explanation, StringComparison.Ordinal);
    }

    private static ProbeEvidence Waited100Seconds(Stage where) => Template with
    {
        Stages =
        [
            .. Template.Stages.Select(stage => stage.Stage == where
                ? stage with { Outcome = StageOutcome.Failed, Duration = Budget, Failure = new(FailureKind.TimedOut, "100 s") }
                : stage.Stage > where ? stage with { Outcome = StageOutcome.Skipped, Failure = null } : stage),
        ],
    };
}
