using System.Diagnostics;
using System.Text;

namespace ProbeFleet.Fleet.Tests.Rounds;

/// <summary>No other test's memory is counted with this one's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>A day of one vantage. The machine's time passes in jumps from round to round; everything else is as in a vantage.</summary>
[Collection(Alone.Name)]
public sealed class SimulatedDayTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int Routes = 30;

    /// <summary>A result takes about 10 kB: what kept them would keep 20 MB.</summary>
    private const long MostGrowth = 6 << 20;

    private static readonly TimeSpan Interval = Fuzzer.Minutes is null ? TimeSpan.FromMinutes(15) : TimeSpan.FromMinutes(1);
    private static readonly RouteName Noisy = new("noisy");

    private static readonly byte[] Healthy = Http(
        "200 OK",
        """{"object":"list","data":[{"id":"gpt-4.1-nano","object":"model","created":1744316542,"owned_by":"system"}]}""",
        "openai-version: 2020-10-01");

    private static readonly byte[][] Answers =
    [
        Healthy,
        Http("401 Unauthorized", """{"error":{"message":"Incorrect API key provided: sk-ab***yz.","type":"invalid_request"}}"""),
        Http("429 Too Many Requests", """{"error":{"message":"Rate limit"}}""", "Retry-After: 20", "x-ratelimit-remaining-requests: 0"),
        Http("503 Service Unavailable", "<html><title>503</title><body>no upstream</body></html>", "Server: nginx", "Via: 1.1 squid"),
        Http("302 Found", "", "Location: https://login.example.test/"),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n"u8.ToArray(),
    ];

    private static readonly string[] Tokens =
    [
        "Content-Length: 99999999999", "Transfer-Encoding: chunked\r\n", "Retry-After: 5000000", "Date: Thu, 99 Foo 2026", "\\ud83d",
        "Set-Cookie: a=b", "<!---->", "x-request-id: ", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/9.9 ", "\r\n\r\n", "cf-ray: ", "{", "[[[[",
        "x-ratelimit-reset-requests: 9e9s", "\"error\":",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Day_OneOfThirtyRoutesAnswersWithNoise_NoOtherMissesAResult_AndMemoryDoesNotGrow()
    {
        // Timers wait as always; between two rounds the time jumps.
        var clock = new ShiftedClock(TimeProvider.System, TimeSpan.Zero);
        await using var steady = NoisyServer.Steady(Healthy);
        await using var noise = NoisyServer.Noisy(Fuzzer.FirstSeed, Answers, Tokens);
        using var vantage = new LabVantage(azurite.Server, clock, Interval);
        Route[] routes =
        [
            .. Enumerable.Range(1, Routes - 1).Select(number => Lab.RouteTo(new($"http://127.0.0.1:{steady.Port}/v1"), $"steady-{number}")),
            Lab.RouteTo(new($"https://localhost:{noise.Port}/v1"), $"{Noisy}"),
        ];
        vantage.Configure(""" "depth": "authenticated" """, routes);
        var (began, beganAt) = (clock.GetUtcNow(), Stopwatch.GetTimestamp());
        var before = 0L;
        var rounds = 0;
        while (Fuzzer.Minutes is { } minutes
            ? Stopwatch.GetElapsedTime(beganAt).TotalMinutes < minutes || rounds < 8
            : clock.GetUtcNow() - began < TimeSpan.FromDays(1))
        {
            // A burst takes no part: its pauses are real ones.
            vantage.Memory.Recall([new(Noisy, ProbeOutcome.Failed, clock.GetUtcNow())], []);
            var report = Assert.IsType<RoundReport.Ran>(await vantage.Rounds.RunNowAsync(Stop));
            Assert.True(report is { Results: Routes, Unprobed: [] }, $"seed {Fuzzer.FirstSeed}, round {rounds}: {report}");
            clock.By += Interval;
            if (++rounds % 8 == 0 && before == 0)
            {
                before = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        var seen = await vantage.Storage.ReadOutlinesAsync([vantage.Vantage.Name], began.AddMinutes(-1), clock.GetUtcNow(), Stop);
        Assert.Empty(seen.Unreadable);
        foreach (var route in seen.Values.GroupBy(result => result.Path.Route))
        {
            var passed = route.Key == Noisy ? rounds : route.Count(result => result.Outcome is ProbeOutcome.Passed);
            Assert.Equal((route.Key, rounds, rounds), (route.Key, route.Count(), passed));
        }

        Assert.Equal(Routes, seen.Values.Select(result => result.Path.Route).Distinct().Count());
        Assert.Equal((0, 0, 0L), (vantage.Spool.State.Results, vantage.Spool.State.SetAside, vantage.Spool.State.Dropped));
        Assert.True(noise.Served >= rounds, $"{noise.Served} connections");
        Assert.True(growth < MostGrowth, $"After {rounds} rounds {growth} bytes more are alive than after 8.");
        TestContext.Current.SendDiagnosticMessage(
            $"{rounds} rounds, {noise.Served} noisy connections, {growth:N0} bytes in "
                + $"{Stopwatch.GetElapsedTime(beganAt).TotalSeconds:F0} s");
    }

    private static byte[] Http(string status, string body, params string[] headers) => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nx-request-id: req_0123456789\r\nConnection: close\r\n"
        + string.Concat(headers.Select(header => $"{header}\r\n"))
        + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
}
