using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.Probing.Tests.Runtimes;

/// <summary>A tenant's number in a header: it is a part of many a number, and is taken out only behind its header's name.</summary>
public sealed class ShortSecretTests(Workloads workloads) : IClassFixture<Workloads>
{
    private const string Missing = "The workloads' interpreters are missing: run eng/install-lab.sh.";

    public static bool HasWorkloads => Workloads.Missing is null;

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    public async Task NumbersOfAHealthyAnswer_StayWhole()
    {
        var body = LabBodies.Completion.Replace("1795000000", "1712345678", StringComparison.Ordinal);
        await using var server = FaultServer.Start(Misbehave.Reply("200 OK", "application/json", body).OverTls(LabTrust.Server));

        await AllAsync(server, (_, result) => result.AssertPassed());
    }

    [Fact(SkipUnless = nameof(HasWorkloads), Skip = Missing)]
    public async Task HeaderAndMessageOfARefusal_LoseTheValueBehindItsHeadersNameOnly()
    {
        await using var server = FaultServer.Start(Misbehave.Reply(
            "429 Too Many Requests",
            "application/json\r\nRetry-After: 12",
            """{"error":{"message":"Rate limit for x-tenant: 12 reached: 12 requests in 1712345678.","code":"rate_limit_exceeded"}}""")
            .OverTls(LabTrust.Server));

        await AllAsync(server, (workload, result) =>
        {
            var json = result.ToJson();
            Assert.True(result.Diagnosis.Cause is Cause.QuotaRate, $"{workload}: {json}");
            Assert.Equal(TimeSpan.FromSeconds(12), result.Response!.RetryAfter);
            Assert.Contains("x-tenant: [redacted] reached: 12 requests in 1712345678.", json, StringComparison.Ordinal);
            Assert.DoesNotContain("x-tenant: 12", json, StringComparison.Ordinal);
        });
    }

    private async Task AllAsync(FaultServer server, Action<Workload, ProbeResult> check)
    {
        var request = Probe.Of(server.Https());
        var headers = new Dictionary<string, CredentialSource.EnvironmentVariable> { ["x-tenant"] = new("TENANT") };
        await Parallel.ForEachAsync(workloads.All, TestContext.Current.CancellationToken, async (workload, _) =>
            check(workload, await workload.With(("TENANT", "12")).ProbeAsync(
                request with { Route = request.Route with { Headers = headers } })));
        Assert.Equal(workloads.All.Count, server.Requests.Count(sent => sent.Header("x-tenant") == "12"));
    }
}
