using Microsoft.Extensions.Logging.Abstractions;
using ProbeFleet.FaultLab;
using ProbeFleet.Fleet.Spool;
using ProbeFleet.Fleet.Tests.Rounds;

namespace ProbeFleet.Fleet.Tests.Spool;

public sealed class ResultSpoolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("probefleet-spool-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Kept_SpoolReopened_ComesBackInOrderAndEqual()
    {
        var (first, second) = (Batch.Of(3), Batch.Of(2));
        var clock = new ManualClock();
        var spool = Open(clock: clock);
        spool.Keep(first);
        clock.Advance(TimeSpan.FromSeconds(1));
        spool.Keep(second);

        var reopened = Open();

        Assert.Equal(first.Select(Batch.Text), reopened.Oldest(out var file)!.Results.Select(Batch.Text));
        reopened.Forget(file);
        Assert.Equal(second.Select(Batch.Text), reopened.Oldest(out file)!.Results.Select(Batch.Text));
        reopened.Forget(file);
        Assert.Null(reopened.Oldest(out _));
    }

    [Fact]
    public void HalfWritten_KilledProcess_IsNeverRead()
    {
        var half = Path.Combine(_folder, "0000000000000000001-a-1.writing");
        File.WriteAllText(half, """{"results":[{"res""");
        File.SetLastWriteTimeUtc(half, DateTime.UtcNow.AddMinutes(-2));

        var spool = Open();

        Assert.Null(spool.Oldest(out _));
        Assert.Equal(new SpoolState(0, 0, 0, 0), spool.State);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void HalfWritten_ByAProcessThatStillEnds_IsLeftToIt()
    {
        File.WriteAllText(Path.Combine(_folder, "0000000000000000001-a-1.writing"), "");

        Open();

        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task TwoProcesses_DeliverAtOnce_NeitherStumblesOverTheOthersFiles()
    {
        ResultSpool[] spools = [Open(), Open(), Open()];
        for (var batch = 0; batch < 150; batch++)
        {
            spools[0].Keep(Batch.Of(1));
        }

        await Task.WhenAll(spools.Select(spool => Task.Run(() => Deliver(spool), Stop)));

        Assert.Empty(Directory.GetFiles(_folder));

        static void Deliver(ResultSpool spool)
        {
            while (spool.State.Results > 0)
            {
                if (spool.Oldest(out var file) is not null)
                {
                    spool.Forget(file);
                }
            }
        }
    }

    [Fact]
    public void TwoProcesses_PutTheSameBatchBack_ItIsThereOnce()
    {
        var (one, other) = (Open(), Open());
        one.SetAside(Batch.Of(2));
        var refused = one.OldestAside(out var file)!.Results;

        other.PutBack(file, refused);
        one.PutBack(file, refused);

        Assert.Equal(2, one.State.SetAside);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"results":null}""")]
    [InlineData("""{"results":[{"result":{"id":"not-an-id"}}]}""")]
    [InlineData("""{"results":[{"res""")]
    [InlineData("\0\0\0\0")]
    public void Corrupt_OldestFile_IsSetAsideAndTheNextRead(string text)
    {
        File.WriteAllText(Path.Combine(_folder, "0000000000000000001-a-1.json"), text);
        var batch = Batch.Of(1);
        var spool = Open();
        spool.Keep(batch);

        Assert.Equal(batch.Select(Batch.Text), spool.Oldest(out _)!.Results.Select(Batch.Text));
        Assert.Equal(1, spool.State.Quarantined);
        Assert.Equal(text, File.ReadAllText(Path.Combine(_folder, "0000000000000000001-a-1.json.corrupt")));
    }

    [Fact]
    public void Bound_MoreResults_DropsTheOldestAndCounts()
    {
        var clock = new ManualClock();
        var spool = Open(new SpoolBounds(1 << 20, 5), clock);
        var batches = Enumerable.Range(0, 4).Select(_ => Batch.Of(2)).ToList();
        foreach (var batch in batches)
        {
            spool.Keep(batch);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((4, 4L), (spool.State.Results, spool.State.Dropped));
        Assert.Equal(batches[2].Select(Batch.Text), spool.Oldest(out _)!.Results.Select(Batch.Text));
    }

    [Fact]
    public void Bound_SetAsideFiles_CountAndAreTheFirstToGo()
    {
        File.WriteAllText(Path.Combine(_folder, "0000000000000000001-a-1.json"), new string('x', 10_000));
        var clock = new ManualClock();
        var spool = Open(new SpoolBounds(1 << 20, 5), clock);
        Assert.Null(spool.Oldest(out _));
        spool.Keep(Batch.Of(2));
        clock.Advance(TimeSpan.FromSeconds(1));
        spool.SetAside(Batch.Of(2));

        Assert.Equal((2, 3, 0L), (spool.State.Results, spool.State.SetAside, spool.State.Dropped));
        Assert.True(spool.State.Bytes > 10_000);
        clock.Advance(TimeSpan.FromSeconds(1));
        spool.Keep(Batch.Of(3));

        Assert.Equal((5, 0, 3L), (spool.State.Results, spool.State.SetAside, spool.State.Dropped));
        Assert.DoesNotContain(Directory.GetFiles(_folder), file => !file.EndsWith(".json", StringComparison.Ordinal));
    }

    [Fact]
    public void Bound_MoreBytes_DropsTheOldestAndCounts()
    {
        var clock = new ManualClock();
        var spool = Open(clock: clock);
        spool.Keep(Batch.Of(2));
        clock.Advance(TimeSpan.FromSeconds(1));
        var small = Open(new SpoolBounds(spool.State.Bytes * 3 / 2, 100), clock);

        small.Keep(Batch.Of(2));

        Assert.Equal((2, 2L), (small.State.Results, small.State.Dropped));
    }

    [Fact]
    public void Disk_Refuses_IsCountedAndNoException()
    {
        var spool = Open();
        Directory.Delete(_folder);

        spool.Keep(Batch.Of(2));

        Directory.CreateDirectory(_folder);
        Assert.Equal(2, spool.State.Dropped);
    }

    private ResultSpool Open(SpoolBounds? bounds = null, TimeProvider? clock = null) =>
        new(_folder, bounds ?? SpoolBounds.Default, clock ?? TimeProvider.System, NullLogger<ResultSpool>.Instance);
}
