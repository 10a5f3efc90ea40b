using Azure.Core;
using Azure.Core.Pipeline;
using ProbeFleet.FaultLab;
using ProbeFleet.Fleet.Tests.Rounds;

namespace ProbeFleet.Fleet.Tests.Results;

/// <summary>Results that storage refuses for what they are: they keep back no other, and a refusal that passes loses nothing.</summary>
public sealed class RefusalTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_OneResultCannotBeStored_TheOthersOfItsBatchAre()
    {
        using var vantage = new LabVantage(azurite.Server);
        var batch = BatchOf(vantage, 4);
        batch[1] = batch[1] with
        {
            Result =
            batch[1].Result with { Diagnosis = batch[1].Result.Diagnosis with { Confidence = double.NaN } }
        };

        await vantage.Recorder.RecordAsync(batch, Stop);

        Assert.Equal(3, (await vantage.StoredAsync()).Count);
        Assert.Equal((0, 1L), (vantage.Spool.State.Results, vantage.Spool.State.Dropped));
    }

    [Fact]
    public async Task Refusal_Passes_WhatWasSetAsideIsStored()
    {
        var account = new RefusingAccount { Refuses = true };
        var clock = new ManualClock();
        using var vantage = new LabVantage(
            azurite.Server, clock, configure: options => options.AddPolicy(account, HttpPipelinePosition.PerCall));
        await vantage.Recorder.RecordAsync(BatchOf(vantage, 3), Stop);
        await vantage.Recorder.DeliverAsync(Stop);
        Assert.Equal((0, 3, 0L), (vantage.Spool.State.Results, vantage.Spool.State.SetAside, vantage.Spool.State.Dropped));

        account.Refuses = false;
        clock.Advance(TimeSpan.FromMinutes(11));
        await vantage.Recorder.DeliverAsync(Stop);

        Assert.Equal((0, 0, 0L), (vantage.Spool.State.Results, vantage.Spool.State.SetAside, vantage.Spool.State.Bytes));
        Assert.Equal(3, (await vantage.StoredAsync()).Count);
    }

    [Fact]
    public async Task Refusal_Stays_IsCountedOnceAndTheBatchesTakeTurns()
    {
        var account = new RefusingAccount { Refuses = true };
        var clock = new ManualClock();
        using var vantage = new LabVantage(
            azurite.Server, clock, configure: options => options.AddPolicy(account, HttpPipelinePosition.PerCall));
        await vantage.Recorder.RecordAsync(BatchOf(vantage, 2), Stop);
        clock.Advance(TimeSpan.FromSeconds(1));
        await vantage.Recorder.RecordAsync(BatchOf(vantage, 3), Stop);
        List<int> oldest = [];

        for (var retry = 0; retry < 3; retry++)
        {
            oldest.Add(vantage.Spool.OldestAside(out _)!.Results.Count);
            clock.Advance(TimeSpan.FromMinutes(11));
            await vantage.Recorder.DeliverAsync(Stop);
        }

        Assert.Equal([2, 3, 2], oldest);
        Assert.Equal((2L, 5, 0L), (vantage.Spool.State.Quarantined, vantage.Spool.State.SetAside, vantage.Spool.State.Dropped));
    }

    [Fact]
    public async Task Refusal_Stays_TheBoundHoldsForWhatIsSetAside()
    {
        var account = new RefusingAccount { Refuses = true };
        using var vantage = new LabVantage(azurite.Server, configure: options => options.AddPolicy(account, HttpPipelinePosition.PerCall));
        var spool = vantage.SpoolOf(new(1 << 20, 5));
        var recorder = vantage.RecorderOf(spool);

        for (var round = 0; round < 4; round++)
        {
            await recorder.RecordAsync(BatchOf(vantage, 2), Stop);
            await recorder.DeliverAsync(Stop);
        }

        Assert.Equal((0, 4, 4L), (spool.State.Results, spool.State.SetAside, spool.State.Dropped));
    }

    private static List<RoundResult> BatchOf(LabVantage vantage, int count) => Batch.Of(count).ConvertAll(item => item with
    {
        Result = item.Result with { Vantage = vantage.Vantage, StartedAt = DateTimeOffset.UtcNow, Id = Guid.CreateVersion7() },
    });

    /// <summary>An account that answers 400 to every call of a version that it does not know.</summary>
    private sealed class RefusingAccount : HttpPipelineSynchronousPolicy
    {
        public bool Refuses { get; set; }

        public override void OnSendingRequest(HttpMessage message)
        {
            if (Refuses)
            {
                message.Request.Headers.SetValue("x-ms-version", "1900-01-01");
            }
        }
    }
}
