using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Month;

/// <summary>
/// The app's judge over the month, with its memory between two runs: open incidents, detectors, questions and their answers. Without
/// answers its questions stay unanswered, which is how a fleet is judged that may not ask.
/// </summary>
/// <param name="answers">What comes of a question; null when none is ever answered.</param>
internal sealed class MonthJudge(FleetTopology fleet, Func<IncidentQuestion, DateTimeOffset, MonthProbe?>? answers)
{
    private readonly Dictionary<Guid, Incident> _open = [];
    private readonly Dictionary<Guid, MonthProbe?> _asked = [];
    private readonly List<MonthProbe> _answers = [];
    private DetectionState _detection = DetectionState.Beginning(MonthProbes.StartOf(0));

    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(15);

    public MonthRecord Record { get; } = new();

    /// <summary>Whether it would judge the same as another one, whatever it is shown.</summary>
    public bool IsLike(MonthJudge other) =>
        _open.Count == 0 && other._open.Count == 0 && _answers is [] && other._answers is [] && ReferenceEquals(_detection, other._detection);

    /// <summary>Judges like another one that <see cref="IsLike"/>, from the same judgement.</summary>
    public void Follow(MonthJudge other, Judgement? judgement, IReadOnlyList<MonthProbe> seen, DateTimeOffset now)
    {
        _detection = other._detection;
        if (judgement is not null)
        {
            Take(judgement, seen, now);
        }
    }

    /// <summary>Judges; null when nothing is open, suspicious or failing, so that the app does not look further.</summary>
    /// <param name="stored">What storage has of the window.</param>
    public Judgement? Judge(IReadOnlyList<MonthProbe> stored, DateTimeOffset now)
    {
        _answers.RemoveAll(answer => answer.Observation.StartedAt < now - Window);
        List<MonthProbe> seen = [.. stored, .. _answers.Where(answer => answer.StoredAt <= now)];
        var atRest = _detection.Groups.Values.All(group => group is { IsFailing: false, Level: 0 });
        if (_open.Count == 0 && atRest && seen.TrueForAll(probe => probe.Observation is { Outcome: ProbeOutcome.Passed, Slow: null }))
        {
            return null;
        }

        var judgement = IncidentJudge.Judge(new()
        {
            Open = [.. _open.Values],
            Detection = _detection,
            Observations = [.. seen.Select(probe => probe.Observation)],
            Vantages = fleet.Vantages,
            Routes = fleet.Routes,
            Questions = _asked.ToDictionary(
                asked => asked.Key, asked => new QuestionProgress(Arrived(asked.Value, now), IsFinished: false)),
            Round = TimeSpan.FromMinutes(1),
            Window = Window,
            Now = now,
        });
        _detection = judgement.Detection;
        Take(judgement, seen, now);
        return judgement;
    }

    private static Observation? Arrived(MonthProbe? answer, DateTimeOffset now) => answer?.StoredAt <= now ? answer.Observation : null;

    private void Take(Judgement judgement, IReadOnlyList<MonthProbe> seen, DateTimeOffset now)
    {
        Record.Take(judgement, seen, now);
        foreach (var incident in judgement.Changes.Select(change => change.Incident))
        {
            if (incident.State is not IncidentState.Open)
            {
                _open.Remove(incident.Id);
                continue;
            }

            _open[incident.Id] = incident;
            if (incident.Waiting is { } question && !_asked.ContainsKey(question.Id))
            {
                var answer = _asked[question.Id] = answers?.Invoke(question, now);
                _answers.AddRange(answer is null ? [] : [answer]);
            }
        }
    }
}
