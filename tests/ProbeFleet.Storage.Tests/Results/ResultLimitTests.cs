using System.Text;
using Azure.Data.Tables;
using ProbeFleet.Storage.Results;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Results;

/// <summary>Evidence of any size is stored. The tables' own limits are enforced before sending (RowLimits).</summary>
public sealed class ResultLimitTests(AzuriteFixture azurite) : IDisposable
{
    /// <summary>A text that cannot be packed well.</summary>
    private const string Noise = "noise";

    private readonly Account _account = new(azurite.Server.ConnectionString, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 70_000, "x")]
    [InlineData(3, 145_000, "y")]
    [InlineData(30, 1_000, "😀\"\\<é")]
    [InlineData(2, 200_000, Noise)]
    public async Task Save_LongEvidence_IsSplitAndComesBackWhole(int links, int length, string text)
    {
        var result = With(links, length, text);

        var read = await RoundTripAsync(result);

        Assert.Equal(Json(result), Json(read));
        Assert.Null((await RawAsync(result)).GetString("Trimmed"));
    }

    [Theory]
    [InlineData(1, 2_000_000, "x")]
    [InlineData(20_000, 400, "x")]
    [InlineData(3_000, 9_000, "😀\"\\<é")]
    public async Task Save_MoreThanARowHolds_IsCutWithANote(int links, int length, string text)
    {
        var result = With(links, length, text);

        var read = await RoundTripAsync(result);

        var row = await RawAsync(result);
        Assert.Contains("too many", row.GetString("Trimmed"), StringComparison.Ordinal);
        Assert.True(read.Exception!.Count < links || read.Exception[0].Message.EndsWith("… (cut)", StringComparison.Ordinal));
        Assert.Equal(
            (result.Id, result.Outcome, result.Break, result.Diagnosis.Cause, result.Fingerprint, result.Stages.Count),
            (read.Id, read.Outcome, read.Break, read.Diagnosis.Cause, read.Fingerprint, read.Stages.Count));
    }

    /// <summary>The first is stored as text, the second packed.</summary>
    [Theory]
    [InlineData(20, 400_000)]
    [InlineData(100, 80_000)]
    public async Task Save_RoundOfLongResults_IsSplitIntoTransactionsOf4MiB(int routes, int length)
    {
        var vantage = NewVantage();
        var round = Enumerable.Range(0, routes).Select(number => With(1, length, Noise) with
        {
            Vantage = Golden[0].Vantage with { Name = vantage },
            Route = Golden[0].Route with { Name = Route(number) },
        }).ToList();

        await _account.Stores.Results.SaveAsync(round, Cancel);

        var page = await _account.Stores.Results.QueryAsync(
            new() { Vantage = vantage, From = Noon, To = Noon.AddHours(1), Top = 100 }, Cancel);
        Assert.Equal(round.Select(Json).Order(StringComparer.Ordinal), page.Results.Select(Json).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _account.Dispose();

    private static ProbeResult With(int links, int length, string text)
    {
        var message = text is Noise
            ? new Random(length).GetString("0123456789abcdef!$%()*,-./:;=@[]^_{|}~ABCDEFGHIJKLMNOPQRSTUVWXYZ", length)
            : new StringBuilder().Insert(0, text, length / text.Length).ToString();
        return Result(NewVantage(), Route(0), Noon) with
        {
            Exception = [.. Enumerable.Repeat(new ExceptionLink { Type = "System.Exception", Message = message }, links)],
        };
    }

    private async Task<ProbeResult> RoundTripAsync(ProbeResult result)
    {
        await _account.Stores.Results.SaveAsync([result], Cancel);
        return Assert.IsType<Reading<ProbeResult>.Found>(
            await _account.Stores.Results.FindAsync(result.Id, result.Vantage.Name, Cancel)).Value;
    }

    private async Task<TableEntity> RawAsync(ProbeResult result) => await _account.Raw("ProbeResults").GetEntityAsync<TableEntity>(
        ResultKeys.Partition(result.Vantage.Name, Noon), ResultKeys.Row(result.Route.Name, Noon, result.Id), cancellationToken: Cancel);
}
