using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Dashboard.Tests.Seeding;

/// <summary>Three vantages, one of which has been behind a broken resolver for 23 minutes: what the pictures of the README show.</summary>
internal sealed class LivingIncident
{
    public const string Broken = "prod-swedencentral";

    private const string Configuration = """
        {
          "routes": [
            { "name": "openai", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "model": "gpt-4.1-nano", "credential": "env:OPENAI_KEY" },
            { "name": "gateway", "kind": "gateway", "baseUrl": "https://llm.contoso.com/v1", "model": "chat", "credential": "env:LLM_KEY" }
          ],
          "probe": { "depth": "completion" }
        }
        """;

    private const string Nxdomain = "dns-nxdomain-other-resolver-answers";

    private static readonly Vantage[] Vantages =
    [
        SeedResults.Vantage(Broken, "swedencentral", "vnet-prod-swe/snet-probe"),
        SeedResults.Vantage("prod-westeurope", "westeurope", "vnet-prod-weu/snet-probe"),
        SeedResults.Vantage("dev-northeurope", "northeurope", "vnet-dev/snet-probe"),
    ];

    private static readonly ProbedRoute[] Routes =
    [
        SeedResults.Route("openai"),
        SeedResults.Route("aoai-swe", RouteKind.AzureOpenAI, "https://contoso-swe.openai.azure.com", "chat"),
        SeedResults.Route("aoai-dated", RouteKind.AzureOpenAI, "https://contoso-swe.openai.azure.com", "chat"),
        SeedResults.Route("gateway", RouteKind.Gateway, "https://llm.contoso.com/v1",
            fronts: "openai") with { Request = RequestKind.ChatStream },
        SeedResults.Route("embeddings", model: "text-embedding-3-small"),
    ];

    private readonly DateTimeOffset _now;
    private readonly Random _random = new(2026);
    private readonly List<ProbeResult> _results = [];

    private LivingIncident(DateTimeOffset now) => _now = now;

    public static async Task<Guid> SeedAsync(FleetStorage storage, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var living = new LivingIncident(now);
        living.Probe();
        await storage.Configuration.ApplyAsync(Configuration, expected: null, "the seed", cancellationToken);
        await storage.SaveResultsAsync(living._results, cancellationToken);
        await storage.RecordSnapshotsAsync(living._results, cancellationToken);
        foreach (var vantage in Vantages)
        {
            await storage.SaveHeartbeatAsync(Heartbeat(vantage, now.AddSeconds(-12)), cancellationToken);
        }

        var incident = living.Incident();
        await storage.Incidents.WriteAsync(new(incident, []), cancellationToken);
        return incident.Id;
    }

    public static VantageHeartbeat Heartbeat(Vantage vantage, DateTimeOffset at) => new()
    {
        Vantage = vantage,
        At = at,
        Resolvers = ["10.20.0.4", "10.20.0.5"],
        Egress = "20.91.140.17",
        TrustStoreHash = "sha256:5d3c8d0d6f0e1c54",
        PackageHash = "sha256:9b1f22aa03c7d6e8",
        Interval = TimeSpan.FromHours(1),
        LastRoundAt = at,
        LastRound = 29_393_140,
    };

    private void Probe()
    {
        foreach (var vantage in Vantages)
        {
            foreach (var route in Routes)
            {
                var minutes = vantage.Name.ToString() == Broken && route.Name.ToString() == "openai" ? 1440 : 60;
                for (var age = minutes - 1; age >= 0; age--)
                {
                    var result = SeedResults.Of(GoldenOf(vantage, age), vantage, route, _now.AddMinutes(-age).AddSeconds(-20), _random);
                    _results.Add(route.Request is null ? result : Streamed(result));
                }
            }
        }
    }

    private ProbeResult Streamed(ProbeResult result) => result with
    {
        Stages =
        [
            .. result.Stages.SelectMany(IEnumerable<StageEvidence> (stage) => stage is AnswerEvidence { Facts: { } facts } answer
                ?
                [
                    new FirstEventEvidence { At = answer.At, Duration = TimeSpan.FromMilliseconds(40), Outcome = answer.Outcome },
                    answer with { Facts = facts with { Stream = Stream(TimeSpan.FromMilliseconds(120 + _random.Next(80))) } },
                ]
                : [stage]),
        ],
    };

    private static StreamFacts Stream(TimeSpan longestGap) => new()
    {
        Events = 12,
        Contents = 9,
        LongestGap = longestGap,
        LongestGapAfter = 3,
        HasTerminalEvent = true,
    };

    private string GoldenOf(Vantage vantage, int age) =>
        vantage.Name.ToString() == Broken && age < 23 ? Nxdomain : age > 60 && _random.Next(300) == 0 ? "openai-500" : "healthy-completion";

    private Incident Incident()
    {
        var opened = _now.AddMinutes(-21);
        var localization = Localizer.Locate(new()
        {
            Window = new(_now.AddMinutes(-15), _now),
            Vantages = [.. Vantages.Select(vantage => FleetVantage.From(vantage) with
            {
                Resolver = vantage.Network![..vantage.Network!.IndexOf('/', StringComparison.Ordinal)],
            })],
            Routes = [.. Routes.Select(route => new Route
            {
                Name = route.Name, Kind = route.Kind, BaseUrl = new(route.BaseUrl), Model = route.Model,
                Fronts = route.Fronts, Credential = new CredentialSource.EnvironmentVariable($"{route.Kind}_KEY"),
            })],
            Results = [.. _results.Where(result => result.StartedAt >= _now.AddMinutes(-15)).Select(Observation.From)],
        });
        return new()
        {
            Id = Guid.CreateVersion7(opened),
            State = IncidentState.Open,
            OpenedAt = opened,
            UpdatedAt = _now.AddSeconds(-12),
            Owner = localization.Verdict.Owner,
            Component = localization.Verdict.Component,
            Confidence = localization.Verdict.Confidence,
            Summary = localization.Verdict.Summary,
            Localization = localization,
            Affected = [.. Routes.Select(route => Affected(route.Name))],
            Timeline = Timeline(opened),
            StatusPages = [new("https://status.openai.com", _now.AddMinutes(-20), "none", "A green page does not clear this route.",
                new(Broken))],
        };
    }

    private AffectedRoute Affected(RouteName route)
    {
        var failed = _results
            .Where(result => result.Vantage.Name.ToString() == Broken
                && result.Route.Name == route
                && result.StartedAt > _now.AddMinutes(-24)
                && result.Break is not null)
            .ToList();
        return new()
        {
            Vantage = new(Broken),
            Route = route,
            RouteFingerprint = failed[^1].Fingerprint.Route,
            Depth = failed[^1].Depth,
            Cause = failed[^1].Diagnosis.Cause,
            Break = failed[^1].Break,
            FirstFailedAt = failed[0].StartedAt,
            LastFailedAt = failed[^1].StartedAt,
            Failures = failed.Count,
            LatestProbeId = failed[^1].Id,
        };
    }

    private TimelineEntry[] Timeline(DateTimeOffset opened)
    {
        var first = _results.First(
            result => result.Vantage.Name.ToString() == Broken && result.StartedAt > _now.AddMinutes(-24) && result.Break is not null);
        return
        [
            new(first.StartedAt, TimelineKind.Seen, "openai failed first: dns.nxdomain. Confirmed by 2 more probes within 8 s.")
            {
                Vantage = new(Broken), Route = new("openai"), ProbeId = first.Id,
            },
            new(opened, TimelineKind.Opened, "5 routes of one vantage fail; the other vantages pass the same routes."),
            new(opened.AddSeconds(2), TimelineKind.StatusPage, "status.openai.com says none. A green page does not clear this route."),
            new(opened.AddSeconds(4), TimelineKind.Notified, "Told the webhook 'platform-oncall'."),
            new(
                opened.AddMinutes(3),
                TimelineKind.SuspectChanged,
                "From the corridor swedencentral → openai to the resolver of vnet-prod-swe: Azure routes fail in the same way."),
        ];
    }
}
