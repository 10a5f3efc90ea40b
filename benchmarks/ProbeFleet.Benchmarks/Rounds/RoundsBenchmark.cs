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
    /// <summary>The size whose first half hour after a start, at a round a minute, has figures of its own.</summary>
    public const int ColdRoutes = 30;

    /// <summary>How many rounds of each size are measured, and how often, the peers after each other: the median counts.</summary>
    private static readonly (int Routes, int Rounds, int Repeats)[] Sizes =
        [(10, 30, 3), (ColdRoutes, 20, 3), (100, 10, 3), (1_000, 3, 1)];

    /// <summary>Prints the tables.</summary>
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (await MissingAsync(cancellationToken) is { } missing)
        {
            await Console.Error.WriteLineAsync($"The benchmark cannot run: {missing}");
            return 2;
        }

        Write(await MeasureAsync(cancellationToken));
        return 0;
    }

    /// <summary>What this machine lacks for it; null when nothing.</summary>
    public static async Task<string?> MissingAsync(CancellationToken cancellationToken) =>
        (await AzuriteInstallation.FindAsync(cancellationToken)).Missing ?? LabRequirements.MissingFor("prometheus-blackbox-exporter");

    /// <summary>Measures each size beside its peers.</summary>
    public static async Task<IReadOnlyList<RoundsOfSize>> MeasureAsync(CancellationToken cancellationToken)
    {
        LabTrust.Install();
        var (azurite, _) = await AzuriteInstallation.FindAsync(cancellationToken);
        await using var storage = await AzuriteServer.StartAsync(azurite!, cancellationToken);
        await using var api = await LabApi.StartAsync(new(), cancellationToken);
        var baseUrl = api.BaseUrl(LabPersona.OpenAI).ToString();
        List<RoundsOfSize> sizes = [];
        foreach (var (routes, rounds, times) in Sizes)
        {
            List<RoundsOfSize> repeats = [];
            for (var repeat = 0; repeat < times; repeat++)
            {
                var fleet = await WorkAsync("rounds-worker", [Text(routes), Text(rounds), baseUrl, storage.ConnectionString], cancellationToken);
                var bare = await WorkAsync("bare-worker", [Text(routes), Text(rounds), baseUrl], cancellationToken);
                repeats.Add(new(fleet, bare, await BlackboxRounds.MeasureAsync(api, routes, rounds, cancellationToken)));
            }

            sizes.Add(new(
                RoundFigures.Median(repeats.Select(repeat => repeat.Fleet)),
                RoundFigures.Median(repeats.Select(repeat => repeat.Bare)),
                RoundFigures.Median(repeats.Select(repeat => repeat.Blackbox))));
        }

        return sizes;
    }

    private static async Task<RoundFigures> WorkAsync(string command, string[] arguments, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string?> { ["BENCHMARK_KEY"] = LabCredentials.OpenAIKey };
        var outcome = await LabCommand.RunAsync(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "ProbeFleet.Benchmarks.dll"), command, .. arguments], environment,
            cancellationToken);
        return outcome.ExitCode == 0
            ? JsonSerializer.Deserialize<RoundFigures>(outcome.Output)!
            : throw new InvalidOperationException($"The worker ended with {outcome.ExitCode}: {outcome.Errors}");
    }

    private static void Write(IReadOnlyList<RoundsOfSize> sizes)
    {
        Console.WriteLine("## A round: completions of the lab's API over fresh TLS connections, 8 at a time\n");
        Console.WriteLine("| what | routes | round ms (median) | probes/s | CPU ms per probe | in the first round | in the first "
            + $"{RoundMeter.ColdProbes} probes or round | compiled after probes | peak MiB | table calls per round | table KiB per round |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var size in sizes)
        {
            Console.WriteLine(Row("ProbeFleet, results stored", size.Fleet));
            Console.WriteLine(Row("bare HttpClient, nothing stored", size.Bare));
            Console.WriteLine(Row("blackbox_exporter, nothing stored", size.Blackbox));
        }

        Console.WriteLine(
            "\n| routes | wall against blackbox_exporter | CPU | peak memory | CPU against HttpClient "
            + "| wall per route against 10 routes | CPU per route against 10 routes |");
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|--:|");
        var least = sizes[0].Fleet;
        foreach (var (fleet, bare, blackbox) in sizes)
        {
            var wallPerRoute = fleet.WallMs / fleet.Routes / (least.WallMs / least.Routes);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {fleet.Routes} | {fleet.WallMs / blackbox.WallMs:0.00}x | {fleet.CpuMs / blackbox.CpuMs:0.00}x "
                + $"| {fleet.PeakMiB / blackbox.PeakMiB:0.00}x | {fleet.CpuMs / bare.CpuMs:0.00}x | {wallPerRoute:0.00}x "
                + $"| {fleet.CpuMsPerProbe / least.CpuMsPerProbe:0.00}x |"));
        }
    }

    private static string Row(string what, RoundFigures figures) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {figures.Routes} | {figures.WallMs:0} | {figures.Routes * 1000 / figures.WallMs:0} "
        + $"| {figures.CpuMsPerProbe:0.00} | {figures.FirstCpuMsPerProbe:0.00} | {figures.ColdCpuMsPerProbe:0.00} "
        + $"| {figures.SettledAfter} | {figures.PeakMiB:0} "
        + $"| {OrNone(figures.TableCalls, "0.0")} | {OrNone(figures.TableKiB, "0")} |");

    private static string OrNone(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Rounds of one size, and those of the peers.</summary>
/// <param name="Fleet">ProbeFleet's.</param>
/// <param name="Bare">Those of a bare <see cref="HttpClient"/>.</param>
/// <param name="Blackbox">Those of blackbox_exporter.</param>
internal sealed record RoundsOfSize(RoundFigures Fleet, RoundFigures Bare, RoundFigures Blackbox);
