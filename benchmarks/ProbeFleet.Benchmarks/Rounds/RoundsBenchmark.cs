using System.Globalization;
using System.Text.Json;
using ProbeFleet.Azurite;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.Benchmarks.Rounds;

/// <summary>What a vantage's round costs, from 10 to 1,000 routes, beside blackbox_exporter on the same targets.</summary>
internal static class RoundsBenchmark
{
    private static readonly (int Routes, int Rounds)[] Sizes = [(10, 30), (100, 10), (1_000, 5)];

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        LabTrust.Install();
        var (azurite, missing) = await AzuriteInstallation.FindAsync(cancellationToken);
        if (azurite is null || (missing = LabRequirements.MissingFor("prometheus-blackbox-exporter")) is not null)
        {
            await Console.Error.WriteLineAsync($"The benchmark cannot run: {missing}");
            return 2;
        }

        await using var storage = await AzuriteServer.StartAsync(azurite, cancellationToken);
        await using var api = await LabApi.StartAsync(new(), cancellationToken);
        List<(RoundFigures Fleet, RoundFigures Blackbox)> rows = [];
        foreach (var (routes, rounds) in Sizes)
        {
            var fleet = await WorkAsync(routes, rounds, api, storage, cancellationToken);
            rows.Add((fleet, await BlackboxRounds.MeasureAsync(api, routes, rounds, cancellationToken)));
        }

        Write(rows);
        return 0;
    }

    private static async Task<RoundFigures> WorkAsync(
        int routes, int rounds, LabApi api, AzuriteServer storage, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "ProbeFleet.Benchmarks.dll"), "rounds-worker", Text(routes), Text(rounds),
            api.BaseUrl(LabPersona.OpenAI).ToString(), storage.ConnectionString,
        ];
        var environment = new Dictionary<string, string?> { ["BENCHMARK_KEY"] = LabCredentials.OpenAIKey };
        var outcome = await LabCommand.RunAsync("dotnet", arguments, environment, cancellationToken);
        return outcome.ExitCode == 0
            ? JsonSerializer.Deserialize<RoundFigures>(outcome.Output)!
            : throw new InvalidOperationException($"The worker ended with {outcome.ExitCode}: {outcome.Errors}");
    }

    private static void Write(List<(RoundFigures Fleet, RoundFigures Blackbox)> rows)
    {
        Console.WriteLine("## A round: completions of the lab's API over fresh TLS connections, 8 at a time\n");
        Console.WriteLine("| what | routes | round ms (median) | probes/s | CPU ms per probe | peak MiB | table calls per round | table "
            + "KiB per round |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (fleet, blackbox) in rows)
        {
            Console.WriteLine(Row("ProbeFleet, results stored", fleet));
            Console.WriteLine(Row("blackbox_exporter, nothing stored", blackbox));
        }

        Console.WriteLine(
            "\n| routes | wall against blackbox_exporter | CPU | peak memory "
            + "| wall per route against 10 routes | CPU per route against 10 routes |");
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|");
        var least = rows[0].Fleet;
        foreach (var (fleet, blackbox) in rows)
        {
            var wallPerRoute = fleet.WallMs / fleet.Routes / (least.WallMs / least.Routes);
            var cpuPerRoute = fleet.CpuMs / fleet.Routes / (least.CpuMs / least.Routes);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {fleet.Routes} | {fleet.WallMs / blackbox.WallMs:0.00}x | {fleet.CpuMs / blackbox.CpuMs:0.00}x "
                + $"| {fleet.PeakMiB / blackbox.PeakMiB:0.00}x | {wallPerRoute:0.00}x | {cpuPerRoute:0.00}x |"));
        }
    }

    private static string Row(string what, RoundFigures figures) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {figures.Routes} | {figures.WallMs:0} | {figures.Routes * 1000 / figures.WallMs:0} "
        + $"| {figures.CpuMs / figures.Routes:0.00} | {figures.PeakMiB:0} "
        + $"| {OrNone(figures.TableCalls, "0.0")} | {OrNone(figures.TableKiB, "0")} |");

    private static string OrNone(double value, string format) =>
        double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
