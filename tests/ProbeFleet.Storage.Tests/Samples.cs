using System.Text.Json;
using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Storage.Tests;

/// <summary>Results made from the recorded golden evidence.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly Fingerprint Print = new($"sha256:{new string('a', 64)}", $"sha256:{new string('b', 64)}");

    public static IReadOnlyList<ProbeResult> Golden { get; } = [.. Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "evidence.json", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => JsonSerializer.Deserialize(File.ReadAllText(file), ProbeFleetJson.Default.ProbeEvidence)!)
        .Select(evidence => ProbeJudgement.Conclude(evidence, Print))];

    /// <summary>A vantage of the test's own, so that tests share one account.</summary>
    public static VantageName NewVantage() => new($"v{Guid.NewGuid():N}");

    public static RouteName Route(int number) => new($"route-{number:D2}");

    /// <summary>A golden result as if it were this vantage's, route's and instant's.</summary>
    public static ProbeResult Result(VantageName vantage, RouteName route, DateTimeOffset at, int golden = 0)
    {
        var sample = Golden[golden % Golden.Count];
        return sample with
        {
            Id = Guid.CreateVersion7(at),
            StartedAt = at,
            Vantage = sample.Vantage with { Name = vantage },
            Route = sample.Route with { Name = route },
        };
    }

    public static IReadOnlyList<ProbeResult> Round(VantageName vantage, DateTimeOffset at, int routes = 30) =>
        [.. Enumerable.Range(0, routes).Select(number => Result(vantage, Route(number), at.AddMilliseconds(number), number))];

    /// <summary>As it is written: records compare lists by reference, their JSON by content.</summary>
    public static string Json(ProbeResult result) => JsonSerializer.Serialize(result, ProbeFleetJson.Default.ProbeResult);
}
