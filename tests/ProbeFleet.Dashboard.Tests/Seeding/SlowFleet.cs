using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;
using ProbeFleet.Storage;

namespace ProbeFleet.Dashboard.Tests.Seeding;

/// <summary>
/// Three vantages of which nothing fails; the connections of one have taken twenty times as long for 12 minutes; those of one route are
/// well again.
/// </summary>
internal static class SlowFleet
{
    public const string Slow = "prod-uksouth";

    private const int SlowMinutes = 12;

    private static readonly Vantage[] Vantages =
    [
        SeedResults.Vantage(Slow, "uksouth", "vnet-prod-uks/snet-probe"),
        SeedResults.Vantage("prod-swedencentral", "swedencentral", "vnet-prod-swe/snet-probe"),
        SeedResults.Vantage("prod-westeurope", "westeurope", "vnet-prod-weu/snet-probe"),
    ];

    private static readonly ProbedRoute[] Routes =
    [
        SeedResults.Route("openai"),
        SeedResults.Route("aoai-swe", RouteKind.AzureOpenAI, "https://contoso-swe.openai.azure.com", "chat"),
        SeedResults.Route("gateway", RouteKind.Gateway, "https://llm.contoso.com/v1", fronts: "openai"),
        SeedResults.Route("embeddings", model: "text-embedding-3-small"),
    ];

    public static async Task<(Guid Incident, Guid Probe)> SeedAsync(
        FleetStorage storage, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var random = new Random(2026);
        ProbeResult[] results =
        [
            .. from vantage in Vantages
               from route in Routes
               from age in Enumerable.Range(0, 60).Reverse()
               let healthy = SeedResults.Of("healthy-completion", vantage, route, now.AddMinutes(-age).AddSeconds(-20), random)
               select IsSlow(vantage, route, age) ? Slowed(healthy) : healthy,
        ];
        await storage.SaveResultsAsync(results, cancellationToken);
        await storage.RecordSnapshotsAsync(results, cancellationToken);
        foreach (var vantage in Vantages)
        {
            await storage.SaveHeartbeatAsync(LivingIncident.Heartbeat(vantage, now.AddSeconds(-12)), cancellationToken);
        }

        var incident = Incident([.. results.Where(result => result.StartedAt >= now.AddMinutes(-15))], now);
        await storage.Incidents.WriteAsync(new(incident, []), cancellationToken);
        return (incident.Id, incident.Affected[0].LatestProbeId);
    }

    private static bool IsSlow(Vantage vantage, ProbedRoute route, int age) =>
        vantage.Name.ToString() == Slow && age < SlowMinutes && (route.Name.ToString() is not "embeddings" || age > 3);

    private static ProbeResult Slowed(ProbeResult healthy)
    {
        var usual = TimeSpan.FromMilliseconds(18);
        return healthy.Taking(Stage.Connect, (usual * 20).TotalMilliseconds) with
        {
            Duration = healthy.Duration + (usual * 19),
            Slow = new() { Stage = Stage.Connect, Took = usual * 20, Usual = usual },
        };
    }

    private static Incident Incident(IReadOnlyList<ProbeResult> seen, DateTimeOffset now)
    {
        var localization = Localizer.Locate(new()
        {
            Window = new(now.AddMinutes(-15), now),
            Vantages = [.. Vantages.Select(FleetVantage.From)],
            Routes = [.. Routes.Select(route => new Route
            {
                Name = route.Name, Kind = route.Kind, BaseUrl = new(route.BaseUrl), Model = route.Model,
                Fronts = route.Fronts, Credential = new CredentialSource.EnvironmentVariable($"{route.Kind}_KEY"),
            })],
            Results = [.. seen.Select(Observation.From)],
        });
        var opened = now.AddMinutes(-10);
        AffectedRoute[] affected =
        [
            .. seen.Where(result => result.Slow is not null)
                .GroupBy(result => result.Route.Name)
                .Select(slow => Affected([.. slow.OrderBy(result => result.StartedAt)], now)),
        ];
        return new()
        {
            Id = Guid.CreateVersion7(opened),
            State = IncidentState.Open,
            OpenedAt = opened,
            UpdatedAt = now.AddSeconds(-12),
            Owner = localization.Verdict.Owner,
            Component = localization.Verdict.Component,
            Confidence = localization.Verdict.Confidence,
            Summary = localization.Verdict.Summary,
            Localization = localization,
            Affected = affected,
            Timeline =
            [
                .. affected.Select(one =>
                    new TimelineEntry(one.FirstFailedAt, TimelineKind.Seen, $"{one.Route} was slow from {one.Vantage} at connect.")
                    {
                        Vantage = one.Vantage,
                        Route = one.Route,
                        ProbeId = one.LatestProbeId,
                    }),
            ],
        };
    }

    private static AffectedRoute Affected(IReadOnlyList<ProbeResult> slow, DateTimeOffset now) => new()
    {
        Vantage = slow[^1].Vantage.Name,
        Route = slow[^1].Route.Name,
        RouteFingerprint = slow[^1].Fingerprint.Route,
        Depth = slow[^1].Depth,
        Cause = Cause.Ok,
        Slow = slow[^1].Slow!.Stage,
        FirstFailedAt = slow[0].StartedAt,
        LastFailedAt = slow[^1].StartedAt,
        Failures = slow.Count,
        LatestProbeId = slow[^1].Id,
        RecoveredAt = now - slow[^1].StartedAt > TimeSpan.FromMinutes(2) ? slow[^1].StartedAt.AddMinutes(1) : null,
    };
}
