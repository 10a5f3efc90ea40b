using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Packets;
using ProbeFleet.Core.Tests.Localization;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Incidents;

/// <summary>
/// The small fleet over time, one round and one judgement a minute; what a judge leaves goes through JSON, as it does in storage.
/// </summary>
internal sealed class FleetStory
{
    private readonly List<Observation> _seen = [];
    private readonly Dictionary<Guid, Incident> _incidents = [];
    private int _minute;

    public DetectionState Detection { get; set; } = DetectionState.Beginning(SmallFleet.Start);

    public List<IncidentNotice> Notices { get; } = [];

    public IReadOnlyList<Incident> Incidents => [.. _incidents.Values.OrderBy(incident => incident.OpenedAt)];

    public IEnumerable<Incident> Open => Incidents.Where(incident => incident.State is IncidentState.Open);

    public int Minute => _minute;

    /// <summary>Whether the judge is told that observations may be missing.</summary>
    public bool IsPartial { get; set; }

    /// <summary>The vantages of which the judge is told that they are left out.</summary>
    public IReadOnlyList<VantageName> UnreadableVantages { get; set; } = [];

    /// <summary>The open incidents that the judge is told it cannot read.</summary>
    public IReadOnlyList<UnreadIncident> Unread { get; set; } = [];

    public Dictionary<RouteCell, StatusPageClaim> StatusPages { get; } = [];

    public Dictionary<Guid, QuestionProgress> Answers { get; } = [];

    public IReadOnlyList<FleetVantage> Vantages { get; set; } = SmallFleet.Vantages;

    /// <summary>On which instance of a vantage a minute's round ran; null for the only one.</summary>
    public Func<string, int, string?> Instance { get; init; } = (_, _) => null;

    /// <summary>By how many seconds a vantage's clock is ahead.</summary>
    public Func<string, double> Ahead { get; init; } = _ => 0;

    /// <summary>Lets minutes pass.</summary>
    /// <param name="minutes">How many.</param>
    /// <param name="cause">The cause that a probe of this vantage and route fails with; null passes, <see cref="Cause.ProbeCancelled"/> is
    /// missing.</param>
    /// <param name="depth">How far the probes go.</param>
    /// <param name="slow">The stage that a passed probe of this vantage and route found slow; null finds none.</param>
    public FleetStory Pass(int minutes, Func<string, string, Cause?> cause, ProbeDepth depth = ProbeDepth.Completion, Func<string, string,
        Stage?>? slow = null)
    {
        for (var until = _minute + minutes; _minute < until; _minute++)
        {
            foreach (var (vantage, route) in SmallFleet.Vantages.SelectMany(
                vantage => SmallFleet.Routes.Select(route => (vantage.Name, route.Name))))
            {
                var observed = SmallFleet.Observed(vantage, route, _minute, cause($"{vantage}", $"{route}"));
                Add(observed with
                {
                    Path = observed.Path with { Depth = depth },
                    StartedAt = observed.StartedAt.AddSeconds(Ahead($"{vantage}")),
                    Slow = slow?.Invoke($"{vantage}", $"{route}"),
                    Instance = Instance($"{vantage}", _minute),
                });
            }

            Judge();
        }

        return this;
    }

    /// <summary>An incident that is open already.</summary>
    public void Adopt(Incident incident) => _incidents[incident.Id] = incident;

    public void Add(Observation observation)
    {
        if (observation.Cause is not Cause.ProbeCancelled)
        {
            _seen.Add(observation with
            {
                Id = Guid.TryParse(observation.Id, out _) ? observation.Id : $"{Guid.CreateVersion7(observation.StartedAt)}",
                RouteFingerprint = observation.RouteFingerprint ?? $"sha256:{observation.Path.Route}",
            });
        }
    }

    public Judgement Judge()
    {
        var now = SmallFleet.Start.AddMinutes(_minute).AddSeconds(30);
        var judgement = IncidentJudge.Judge(new()
        {
            Open = [.. Open],
            Unread = Unread,
            Detection = Detection,
            Observations = [.. _seen.Where(item => item.StartedAt <= now)],
            IsPartial = IsPartial,
            UnreadableVantages = UnreadableVantages,
            Vantages = Vantages,
            Questions = Answers,
            Routes = SmallFleet.Routes,
            StatusPages = StatusPages,
            Round = TimeSpan.FromMinutes(1),
            Window = TimeSpan.FromMinutes(15),
            Now = now,
        });
        Detection = ThroughJson(judgement.Detection, ProbeFleetJson.Default.DetectionState);
        foreach (var change in judgement.Changes)
        {
            _incidents[change.Incident.Id] = ThroughJson(change.Incident, ProbeFleetJson.Default.Incident);
            Notices.AddRange(change.Notices);
        }

        return judgement;
    }

    private static T ThroughJson<T>(T value, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(value, type), type)!;
}
