using System.Net;

namespace ProbeFleet.SelfHost.Tests;

/// <summary>All places of the process are taken meanwhile, so that no other test runs beside it.</summary>
[CollectionDefinition(nameof(TooManyCallsTests), DisableParallelization = true)]
[Collection(nameof(TooManyCallsTests))]
public sealed class TooManyCallsTests
{
    private const int RunningAndWaiting = 64 + 256;

    [Fact]
    public async Task Call_BeyondThoseThatRunAndWait_Is429WithRetryAfter_AndAnAnonymousOneIsAnswered()
    {
        await using var host = await SampleHost.StartAsync();

        var calls = Enumerable.Range(0, RunningAndWaiting + 1).Select(_ => host.GetAsync($"/Hold?code={SampleHost.Key}")).ToList();
        using var refused = await await Task.WhenAny(calls);
        using var anonymous = await host.GetAsync("/Headers");
        var open = calls.Count(call => !call.IsCompleted);
        await host.StopAsync();

        Assert.Equal(
            (HttpStatusCode.TooManyRequests, "application/problem+json"),
            (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal((HttpStatusCode.OK, RunningAndWaiting), (anonymous.StatusCode, open));
        var answers = await Task.WhenAll(calls);
        Assert.All(answers.Where(answer => answer != refused), answer =>
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
    }
}
