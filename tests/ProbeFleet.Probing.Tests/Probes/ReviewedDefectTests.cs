using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Routes;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.Probing.Tests.Probes;

/// <summary>Defects that a review found, each with the probe that showed it.</summary>
public sealed class ReviewedDefectTests
{
    [Fact]
    public async Task Blackhole_ManyAtOnce_AlwaysSaysWhichAddressGaveNoAnswer()
    {
        using var silent = new SilentPort();
        var request = Probe.Of(new Uri($"https://localhost:{silent.Number}/v1")) with
        {
            Budget = Probe.Quick with { Connect = TimeSpan.FromMilliseconds(150) },
        };

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => request.RunAsync()));

        Assert.All(results, result => Assert.NotEmpty(result.Find<ConnectEvidence>()!.Facts!.Attempts));
    }

    [Theory]
    [InlineData("400 Bad Request", """{"error":{"message":"Unsupported parameter: 'max_completion_tokens'. Use 'max_tokens' instead.","type":"invalid_request_error"}}""")]
    [InlineData("422 Unprocessable Entity", """{"detail":[{"loc":["body","max_completion_tokens"],"msg":"Extra inputs are not permitted"}]}""")]
    public async Task OldGateway_ThatKnowsOnlyMaxTokens_IsAskedAgainInItsOwnWords(string status, string body)
    {
        var answers = new Queue<Misbehaviour>([Misbehave.Reply(status, "application/json", body), Misbehave.Healthy]);
        await using var server = FaultServer.Start((connection, stopping) => answers.Dequeue()(connection, stopping));

        var result = await Probe.Of(server.Http(), RouteKind.Gateway).RunAsync();

        result.AssertPassed();
        Assert.Equal(2, server.Connections.Count);
        Assert.Contains("\"max_tokens\"", server.Connections.Last().ReceivedText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-500)]
    [InlineData(Timeout.Infinite)]
    [InlineData(60L * 24 * 3600 * 1000)]
    public void Budget_OutOfRange_IsRefused(long milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Probe.Quick with { Total = TimeSpan.FromMilliseconds(milliseconds) });
}
