using ProbeFleet.Storage;

namespace ProbeFleet.Dashboard.Tests.Seeding;

/// <summary>
/// 60 vantages and 30 routes, each pair with its last probes; and for one of the pairs 30 days of a probe each five minutes. One vantage
/// is cut off, one gateway is down, two vantages are silent, one path has become slow.
/// </summary>
internal static class BigFleet
{
    public const int Days = 30;

    public const string LongVantage = "prod-westeurope-01";

    public const string LongRoute = "openai-01";

    private static readonly string[] Regions = ["westeurope", "swedencentral", "northeurope", "eastus2", "uksouth", "japaneast"];

    public static async Task SeedAsync(FleetStorage storage, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Vantage[] vantages = [.. Enumerable.Range(0, 60).Select(number => VantageOf(Regions[number % 6], (number / 6) + 1))];
        ProbedRoute[] routes = [.. Enumerable.Range(0, 30).Select(RouteOf)];
        foreach (var (vantage, number) in vantages.Select((vantage, number) => (vantage, number)))
        {
            var isSilent = number is 14 or 33;
            var last = isSilent ? now.AddHours(-3) : now.AddSeconds(-20);
            await storage.RecordSnapshotsAsync([.. routes.SelectMany(route => Ring(vantage, number, route, last))], cancellationToken);
            if (!isSilent)
            {
                await storage.SaveHeartbeatAsync(LivingIncident.Heartbeat(vantage, last), cancellationToken);
            }
        }

        var random = new Random(2026);
        for (var day = 0; day < Days; day++)
        {
            var end = now.AddDays(-day);
            await storage.SaveResultsAsync(
                [.. Enumerable.Range(0, 288).Select(number => number * 5).Select(minute => Slim(SeedResults.Of(
                    (day, minute) is (3, > 600 and < 655)
                        || random.Next(140) == 0 ? "dns-nxdomain-other-resolver-answers" : "healthy-completion",
                    vantages[0], routes[0], end.AddMinutes(-minute).AddSeconds(-20), random)))],
                cancellationToken);
        }
    }

    private static IEnumerable<ProbeResult> Ring(Vantage vantage, int number, ProbedRoute route, DateTimeOffset last) =>
        Enumerable.Range(0, 60).Select(
            age => SeedResults.Of(GoldenOf(number, route.Name.ToString(), age), vantage, route, last.AddMinutes(-age)) with
            {
                Slow = (number, $"{route.Name}", age) is (40, "aoai-07", < 9)
                ? new() { Stage = Stage.Connect, Took = TimeSpan.FromMilliseconds(360), Usual = TimeSpan.FromMilliseconds(18) }
                : null,
            });

    private static string GoldenOf(int vantage, string route, int age) => (vantage, route, age) switch
    {
        (7, _, < 25) => "dns-nxdomain-other-resolver-answers",
        (_, "gateway-03", < 12) => "gateway-litellm-upstream-connection-error",
        (22, "aoai-02" or "aoai-05", < 8) => "azure-403-key-disabled",
        (_, "openai-04", 4) when vantage % 9 == 0 => "openai-429-billing-hard-limit",
        _ => "healthy-completion",
    };

    private static Vantage VantageOf(string region, int number) =>
        SeedResults.Vantage($"prod-{region}-{number:D2}", region, $"vnet-{region}/snet-probe");

    private static ProbedRoute RouteOf(int number) => SeedResults.Route((number % 3) switch
    {
        0 => $"openai-{(number / 3) + 1:D2}",
        1 => $"aoai-{(number / 3) + 1:D2}",
        _ => $"gateway-{(number / 3) + 1:D2}",
    });

    /// <summary>Without the facts: Azurite keeps all rows in memory, and a history reads none of them.</summary>
    private static ProbeResult Slim(ProbeResult result) =>
        result.Changing<AnswerEvidence>(answer => answer with { Facts = null }) with { DrillDown = null };
}
