using ProbeFleet.Azurite;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.WorkerLab.Tests;

[Collection(OneRunningVantage.Name)]
public sealed class SecretTests(RunningVantage vantage)
{
    private const string Key = "planted-function-key-5Tq8Lw";

    /// <summary>What came before in this worker counts too: rounds, failures, and calls of every function.</summary>
    [Fact]
    public async Task Logs_AfterCallsWithSecrets_HaveNone()
    {
        foreach (var (function, method, path) in new[]
        {
            ("GetFleetPage", "GET", "/"), ("GetFleet", "GET", "/api/fleet"), ("GetProbe", "GET", "/api/probes/x"),
                ("CreateProbes", "POST", "/api/probes"),
            ("GetSignedIn", "GET", "/signed-in/assets/fleet-page.js"),
        })
        {
            var body = $$"""{"routes":["a"],"reason":"{{LabCredentials.OpenAIKey}}","password":"{{Key}}"}""";
            var request = new HttpRequestMessage(new(method), new Uri($"{path}?code={Key}", UriKind.Relative))
            {
                Content = method == "POST" ? new StringContent(body) : null,
            };
            request.Headers.Add("x-functions-key", Key);
            using var called = await vantage.Worker.CallAsync(function, request, TestContext.Current.CancellationToken);
            Assert.Equal("Success", called.End.Status);
        }

        var written = vantage.Worker.Logs.Select(log => log.GetRawText()).Concat(vantage.Worker.Output).ToList();
        Assert.NotEmpty(written);
        Assert.All(
            (string[])[Key, LabCredentials.OpenAIKey, AzuriteServer.AccountKey],
            secret => Assert.DoesNotContain(written, line => line.Contains(secret, StringComparison.Ordinal)));
    }
}
