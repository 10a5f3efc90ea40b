using System.Globalization;
using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization;

/// <summary>
/// The same incidents with and without questions: the app's own rules say what is asked after each round, the simulation answers at once.
/// </summary>
internal static class AskingBenchmark
{
    private const int First = 2;
    private const int JudgementsARound = 2;
    private const double Accused = .5;

    public static int Run(string[] args)
    {
        var (count, split) = args switch
        {
            [] => (200, "validation"),
            ["--split", var name] => (200, name),
            [var text] when int.TryParse(text, CultureInfo.InvariantCulture, out var wanted) => (wanted, "validation"),
            [var text, "--split", var name] when int.TryParse(text, CultureInfo.InvariantCulture, out var wanted) => (wanted, name),
            _ => (0, ""),
        };
        if (LocalizationBenchmark.SeedOf(split) is not { } seed)
        {
            Console.Error.WriteLine("Usage: asking [N] [--split train|validation|test]");
            return 2;
        }

        Write("fleets of all sizes", [.. Enumerable.Range(seed, count).Select(at => IncidentGenerator.Draw(at))]);
        Write("one vantage, two routes", [.. Enumerable.Range(seed, count).Select(at => IncidentGenerator.Draw(at, 1, 2))]);
        return 0;
    }

    private static void Write(string fleets, IReadOnlyList<GeneratedIncident> drawn)
    {
        var incidents = drawn.Where(one => one.Truth.Faults is not [] && !one.Truth.Undeclared).ToList();
        Console.Out.WriteLine($"| {fleets}: {incidents.Count} incidents, 15 rounds | rounds to the lasting right component, from the window's "
            + "beginning: median / mean | from detection | never | exact set at the end: 1 fault / 2–3 | top-1 | owner "
            + "| claims ≥ .95 right | questions, mean: all / that cost tokens |\n|---|---|---|---|---|---|---|---|---|");
        foreach (var asks in new[] { false, true })
        {
            Write(asks ? "asking" : "not asking", [.. incidents.Select(incident => Follow(incident, asks))]);
        }
    }

    private static Story Follow(GeneratedIncident incident, bool asks)
    {
        List<Observation> answers = [];
        Dictionary<string, Incident> open = [];
        List<Score> scores = [];
        FaultWatch watch = new(new(incident.File.Vantages, incident.File.Routes), Round);
        int? detected = null;
        var isOpen = false;
        for (var round = First; round <= IncidentGenerator.Rounds; round++)
        {
            var located = Locate(incident, round, answers);
            detected ??= IsDetected(incident, watch, round) ? round : null;
            isOpen |= detected is not null && located.Suspects.Any(suspect => suspect.Probability >= Accused);
            for (var turn = 0;
                asks && isOpen && turn < JudgementsARound && Ask(incident, located, round, answers, open); turn++)
            {
                located = Locate(incident, round, answers);
            }

            scores.Add(Score.Of(incident.Truth, Prediction.From(located)));
        }

        return new(incident.Truth.Faults.Count, scores, detected ?? IncidentGenerator.Rounds, answers.Count, answers.Count(CostsTokens));
    }

    private static TimeSpan Round { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether a detector of the app alarms; it opens an incident when a component is accused, too.</summary>
    private static bool IsDetected(GeneratedIncident incident, FaultWatch watch, int round)
    {
        var now = Simulation.Start.AddMinutes(round);
        var seen = incident.File.Results.Where(result => result.StartedAt <= now && Symptoms.IsEvidence(result));
        return watch.Replay(DetectionState.Beginning(Simulation.Start), seen, Simulation.Start, Simulation.Start, now)
            .Live.Values.Any(group => group.IsFailing);
    }

    private static bool CostsTokens(Observation answer) => answer.Path is { Depth: ProbeDepth.Completion, Variant: ProbeVariant.Full };

    private static FaultLocalization Locate(GeneratedIncident incident, int rounds, List<Observation> answers)
    {
        var to = Simulation.Start.AddMinutes(rounds);
        return Localizer.Locate(incident.File with
        {
            Window = new(incident.File.Window.From, to),
            Results = [.. incident.File.Results.Concat(answers).Where(result => result.StartedAt <= to)],
        });
    }

    /// <summary>Each accused component is an incident that asks for itself.</summary>
    private static bool Ask(
        GeneratedIncident incident, FaultLocalization located, int round, List<Observation> answers, Dictionary<string, Incident> open)
    {
        var now = Simulation.Start.AddMinutes(round);
        var topology = new FleetTopology(incident.File.Vantages, incident.File.Routes);
        var judged = new JudgeCase
        {
            Open = [],
            Detection = DetectionState.Beginning(now),
            Observations = [.. incident.File.Results.Where(result => result.StartedAt <= now)],
            Vantages = incident.File.Vantages,
            Routes = incident.File.Routes,
            Round = Round,
            Window = TimeSpan.FromMinutes(IncidentGenerator.Rounds),
            Now = now,
        };
        var questions = new QuestionTransitions(judged, topology, located);
        var before = answers.Count;
        foreach (var suspect in located.Suspects.Where(one => one.Probability >= Accused || one.Component == located.Verdict.Component))
        {
            var own = open.GetValueOrDefault(suspect.Component.Name) ?? IncidentOf(incident, now);
            own = own with { Component = suspect.Component, Owner = suspect.Component.Owner, Confidence = suspect.Probability };
            if (questions.Next(own, [.. open.Values, own]) is { } next)
            {
                var asked = QuestionTransitions.Ask(own, next, now, byPerson: false);
                var question = asked.Waiting!;
                var seen = incident.Answer(
                    new(question.Vantage, question.Route, question.Depth, question.Variant), round - 1, answers.Count);
                answers.Add(seen);
                var answered = question with { State = QuestionState.Answered, Passed = seen.Outcome is ProbeOutcome.Passed };
                own = asked with { Questions = [.. asked.Questions.Where(one => one.Id != question.Id), answered] };
            }

            open[suspect.Component.Name] = own;
        }

        return answers.Count > before;
    }

    private static Incident IncidentOf(GeneratedIncident incident, DateTimeOffset now)
    {
        var failed = incident.File.Results.First(result => result.Outcome is ProbeOutcome.Failed);
        return new()
        {
            Id = Guid.CreateVersion7(now),
            State = IncidentState.Open,
            OpenedAt = now,
            UpdatedAt = now,
            Owner = Owner.Unknown,
            Confidence = 0,
            Summary = "",
            Affected =
            [
                new()
                {
                    Vantage = failed.Path.Vantage, Route = failed.Path.Route, RouteFingerprint = "", Depth = failed.Path.Depth,
                        Cause = failed.Cause,
                    FirstFailedAt = failed.StartedAt, LastFailedAt = failed.StartedAt, Failures = 1, LatestProbeId = Guid.Empty,
                },
            ],
        };
    }

    private static void Write(string name, IReadOnlyList<Story> stories)
    {
        var rights = stories.Select(story => (Story: story, From: story.RightFrom)).Where(one => one.From is not null).ToList();
        var sure = stories.Select(story => story.Scores[^1].Reliability[^1]).ToList();
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {MedianAndMean(rights.Select(one => one.From!.Value))} | "
            + $"{MedianAndMean(rights.Select(one => Math.Max(0, one.From!.Value - one.Story.Detected)))} | "
            + $"{1 - ((double)rights.Count / stories.Count):F3} | "
            + $"{Exact(stories, several: false):F3} / {Exact(stories, several: true):F3} | "
            + $"{stories.Average(story => story.Scores[^1].TopOne):F3} | {stories.Average(story => story.Scores[^1].CoarseOwner):F3} | "
            + $"{(double)sure.Sum(claims => claims.Right) / sure.Sum(claims => claims.Count):F3} | "
            + $"{stories.Average(story => story.Asked):F1} / {stories.Average(story => story.Paid):F1} |"));
    }

    private static string MedianAndMean(IEnumerable<int> rounds)
    {
        var ordered = rounds.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{ordered[ordered.Count / 2]} / {ordered.Average():F1}");
    }

    private static double Exact(IReadOnlyList<Story> stories, bool several) =>
        stories.Where(story => story.Faults > 1 == several).Select(story => story.Scores[^1].Exact).DefaultIfEmpty(double.NaN).Average();

    /// <summary>One incident over its rounds.</summary>
    /// <param name="Detected">The round after which a detector alarms.</param>
    /// <param name="Asked">How many probes were asked for.</param>
    /// <param name="Paid">How many of them cost tokens.</param>
    internal sealed record Story(int Faults, IReadOnlyList<Score> Scores, int Detected, int Asked, int Paid)
    {
        /// <summary>The round from which on the first suspect is right; null when it is not at the end.</summary>
        public int? RightFrom
        {
            get
            {
                var wrong = Scores.Select(score => score.TopOne > 0).ToList().LastIndexOf(false);
                return wrong == Scores.Count - 1 ? null : First + wrong + 1;
            }
        }
    }
}
