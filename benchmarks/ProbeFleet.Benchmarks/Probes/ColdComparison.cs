using System.Diagnostics;
using System.Net;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.Benchmarks.Probes;

/// <summary>The first probe of a fresh process, beside <c>curl -w</c> and <c>prometheus-blackbox-exporter</c> on the same route.</summary>
internal static class ColdComparison
{
    private const int Runs = 15;

    /// <summary>Prints the table.</summary>
    /// <param name="native">The command line as one native file; null for the one that .NET runs.</param>
    public static async Task RunAsync(HealthyServer server, string? native, CancellationToken cancellationToken)
    {
        var (curl, tool, blackbox) = await MeasureAsync(server, native, cancellationToken);
        Console.WriteLine($"## A fresh process for each probe\n\n{Sample.Header(curl)}");
        Console.WriteLine(curl.RowAgainst(curl));
        Console.WriteLine(blackbox.Count > 0
            ? blackbox.RowAgainst(curl)
            : "| blackbox_exporter | not installed: eng/install-lab.sh | | | | |");
        Console.WriteLine($"{tool.RowAgainst(curl)}\n");
    }

    /// <summary>Measures all, one after the other.</summary>
    public static async Task<(Sample Curl, Sample Tool, Sample Blackbox)> MeasureAsync(
        HealthyServer server, string? native, CancellationToken cancellationToken)
    {
        var curl = new Sample("curl -w");
        var blackbox = new Sample("blackbox_exporter, start and one probe");
        var tool = new Sample(native is null ? "probefleet probe, by dotnet" : "probefleet probe, native file");
        var trust = LabTrust.Install();
        string[] before = native is null ? [Tool] : [];
        string[] probe = [.. before, "probe", "--base-url", server.BaseUrl.ToString(), "--model", "gpt-4.1-nano",
            "--credential", "env:BENCHMARK_KEY", "--output", "json"];
        for (var run = -2; run < Runs; run++)
        {
            await WarmComparison.MeasureAsync(run < 0 ? null : curl, () => RunAsync("curl", cancellationToken,
                "-s", "-o", "/dev/null", "-w", "%{time_namelookup} %{time_connect} %{time_appconnect} %{time_starttransfer} %{time_total}",
                "--cacert", trust.File, "-H", "Authorization: Bearer sk-proj-4f9Kq2ZtX7vLmN0bWcYeR3sU", "-H", "Content-Type: application/json",
                "-d", """{"model":"gpt-4.1-nano","messages":[{"role":"user","content":"ping"}],"max_completion_tokens":16}""",
                server.CompletionUrl.ToString()));
            await WarmComparison.MeasureAsync(run < 0 ? null : tool, () => RunAsync(native ?? "dotnet", cancellationToken, probe));
            if (LabRequirements.MissingFor("prometheus-blackbox-exporter") is null)
            {
                await WarmComparison.MeasureAsync(
                    run < 0 ? null : blackbox, () => ProbeWithBlackboxAsync(server, trust.File, cancellationToken));
            }
        }

        return (curl, tool, blackbox);
    }

    private static string Tool { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "ProbeFleet.Cli",
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
        "probefleet.dll"));

    private static async Task RunAsync(string program, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["BENCHMARK_KEY"] = "sk-proj-4f9Kq2ZtX7vLmN0bWcYeR3sU";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} ended with {process.ExitCode}: {await output} {await process.StandardError.ReadToEndAsync(cancellationToken)}");
        }
    }

    private static async Task ProbeWithBlackboxAsync(HealthyServer server, string trust, CancellationToken cancellationToken)
    {
        await using var exporter = await LabProcess.StartAsync("prometheus-blackbox-exporter", (folder, port) =>
        {
            var file = Path.Combine(folder.Path, "blackbox.yml");
            File.WriteAllText(file, $$"""
                modules:
                  completion:
                    prober: http
                    http:
                      method: POST
                      headers: { Authorization: "Bearer sk-proj-4f9Kq2ZtX7vLmN0bWcYeR3sU", Content-Type: application/json }
                      body: '{"model":"gpt-4.1-nano","messages":[{"role":"user","content":"ping"}],"max_completion_tokens":16}'
                      preferred_ip_protocol: ip4
                      tls_config: { ca_file: {{trust}} }
                """);
            return [$"--config.file={file}", $"--web.listen-address={new IPEndPoint(IPAddress.Loopback, port)}"];
        }, cancellationToken);
        using var http = new HttpClient();
        var target = Uri.EscapeDataString(server.CompletionUrl.ToString());
        var metrics = await http.GetStringAsync(exporter.Url("http", $"/probe?module=completion&target={target}"), cancellationToken);
        if (!metrics.Contains("probe_success 1", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("blackbox_exporter could not probe the benchmark's route.");
        }
    }
}
