namespace ProbeFleet.Storage.Tests;

/// <summary>Golden results as if they were a vantage's, route's and instant's.</summary>
internal static class Samples
{
    public static DateTimeOffset Noon => Sample.Noon;

    public static IReadOnlyList<ProbeResult> Golden => GoldenResults.All;

    /// <summary>A vantage of the test's own, so that tests share one account.</summary>
    public static VantageName NewVantage() => new($"v{Guid.NewGuid():N}");

    public static RouteName Route(int number) => new($"route-{number:D2}");

    public static ProbeResult Result(VantageName vantage, RouteName route, DateTimeOffset at, int golden = 0) =>
        Golden[golden % Golden.Count].At(at).From($"{vantage}").To($"{route}");

    public static IReadOnlyList<ProbeResult> Round(VantageName vantage, DateTimeOffset at, int routes = 30) =>
        [.. Enumerable.Range(0, routes).Select(number => Result(vantage, Route(number), at.AddMilliseconds(number), number))];

    public static string Json(ProbeResult result) => Sample.Json(result);
}
