using System.Net;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.Benchmarks.Rounds;

/// <summary>
/// prometheus-blackbox-exporter making the same completion on the same targets, asked as Prometheus asks, as many at a time.
/// </summary>
internal static class BlackboxRounds
{
    public static async Task<RoundFigures> MeasureAsync(LabApi api, int routes, int rounds, CancellationToken cancellationToken)
    {
        await using var exporter = await StartAsync(cancellationToken);
        var target = Uri.EscapeDataString($"{api.BaseUrl(LabPersona.OpenAI)}/chat/completions");
        var probe = exporter.Url("http", $"/probe?module=completion&target={target}");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var options = new ParallelOptions { MaxDegreeOfParallelism = RoundMeter.Concurrency, CancellationToken = cancellationToken };
        return await RoundMeter.MeasureAsync(
            routes, rounds, exporter.Id,
            _ => Parallel.ForEachAsync(
                Enumerable.Range(0, routes), options, async (_, stop) => Require(await http.GetStringAsync(probe, stop))),
            () => { },
            cancellationToken);
    }

    private static Task<LabProcess> StartAsync(CancellationToken cancellationToken) =>
        LabProcess.StartAsync("prometheus-blackbox-exporter", (folder, port) =>
        {
            var file = folder.Write("blackbox.yml", $$"""
                modules:
                  completion:
                    prober: http
                    http:
                      method: POST
                      headers: { Authorization: "Bearer {{LabCredentials.OpenAIKey}}", Content-Type: application/json }
                      body: '{"model":"gpt-4.1-nano","messages":[{"role":"user","content":"ping"}],"max_completion_tokens":16}'
                      preferred_ip_protocol: ip4
                      tls_config: { ca_file: {{LabTrust.Install().File}} }
                """);
            return [$"--config.file={file}", $"--web.listen-address={new IPEndPoint(IPAddress.Loopback, port)}"];
        }, cancellationToken);

    private static void Require(string metrics)
    {
        if (!metrics.Contains("probe_success 1", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("blackbox_exporter could not probe the lab's API.");
        }
    }
}
