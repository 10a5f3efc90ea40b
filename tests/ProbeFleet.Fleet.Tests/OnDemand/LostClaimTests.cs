using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.Fleet.OnDemand;

namespace ProbeFleet.Fleet.Tests.OnDemand;

/// <summary>A vantage that lives answers its part also when storage fails it while it takes it, and once only.</summary>
public sealed class LostClaimTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Claim = "POST ProbeRequests";

    private readonly LossyWay _way = new();
    private readonly Lines _log = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3, 0, 2)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 3, 2)]
    public async Task Serve_CallsOrAnswersOfTheClaimAreLost_AnswersOnce(int calls, int answers, int looks)
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var vantage = Vantage(azurite.Server, api);
        using var mailbox = vantage.Mailbox(logger: _log);
        var request = await mailbox.PostAsync([new(vantage.Vantage.Name, new("a"), ProbeDepth.Authenticated)], null, Stop);
        (_way.Loses, _way.LosesAnswers) = ((calls, Claim), (answers, Claim));

        for (var look = 0; look < looks + 2; look++)
        {
            Assert.Equal(look < looks ? VantageAnswer.Waiting : VantageAnswer.Answered, await AnswerAsync(mailbox, request.Id, answers));
            await mailbox.ServeAsync(Stop);
        }

        Assert.Equal((0, 0), (_way.Loses.Calls, _way.LosesAnswers.Calls));
        Assert.Single((await mailbox.StatusAsync(request.Id)).Results);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task Serve_RequestsThatCannotBeRead_AreNamedInTheLogOnce()
    {
        await using var server = await azurite.StartAnotherAsync(Stop);
        await using var api = await LabApi.StartAsync(new(), Stop);
        using var vantage = Vantage(server, api);
        using var mailbox = vantage.Mailbox(logger: _log);
        var request = await mailbox.PostAsync([new(vantage.Vantage.Name, new("a"), ProbeDepth.Authenticated)], null, Stop);
        var table = new TableClient(server.ConnectionString, "ProbeRequests");
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Stop))
        {
            await table.AddEntityAsync(new TableEntity(row.PartitionKey, $"{row.RowKey}x") { ["Schema"] = 99 }, Stop);
        }

        await mailbox.ServeAsync(Stop);
        await mailbox.ServeAsync(Stop);

        Assert.Contains("Rows of the mailbox cannot be read", Assert.Single(_log.All), StringComparison.Ordinal);
        Assert.True((await mailbox.StatusAsync(request.Id)).IsFinished);
    }

    /// <summary>How far the vantage is; a claim whose answer was lost is one all the same.</summary>
    private static async Task<VantageAnswer> AnswerAsync(ProbeMailbox mailbox, Guid id, int lostAnswers)
    {
        var answer = Assert.Single((await mailbox.StatusAsync(id)).Vantages).Answer;
        return lostAnswers > 0 && answer is VantageAnswer.Working ? VantageAnswer.Waiting : answer;
    }

    private LabVantage Vantage(AzuriteServer server, LabApi api)
    {
        var vantage = new LabVantage(server, configure: options => options.AddPolicy(_way, HttpPipelinePosition.PerRetry));
        vantage.Configure("", Lab.RouteTo(api.BaseUrl(LabPersona.OpenAI), "a"));
        return vantage;
    }

    private sealed class Lines : ILogger<ProbeMailbox>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(formatter(state, exception));
    }
}
