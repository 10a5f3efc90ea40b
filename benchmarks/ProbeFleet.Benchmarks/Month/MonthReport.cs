using System.Globalization;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Benchmarks.Month;

/// <summary>The figures of a month for one judge, and each miss of a goal by its name.</summary>
internal sealed class MonthReport
{
    private readonly MonthPlan _plan;
    private readonly ILookup<MonthFault, IncidentStory> _byFault;
    private readonly IReadOnlyList<MonthFault> _faults;
    private readonly IReadOnlyList<IncidentStory> _stories;

    public MonthReport(MonthPlan plan, MonthRecord record)
    {
        _plan = plan;
        _stories = [.. record.Stories.OrderBy(story => story.Opened.OpenedAt)];
        _byFault = _stories.Where(story => story.Fault is not null).ToLookup(story => story.Fault!);
        _faults = [.. plan.Faults.Where(fault => fault.IsNoticeable)];
    }

    private IEnumerable<IncidentStory> False => _stories.Where(story => story.Fault is null);

    private IEnumerable<MonthFault> Missed => _faults.Where(fault => !_byFault[fault].Any());

    private IEnumerable<MonthFault> Found => _faults.Where(fault => _byFault[fault].Any());

    /// <summary>The rows of the table: what, and the figure.</summary>
    public IEnumerable<(string What, string Figure)> Rows()
    {
        var days = _plan.Rounds / (24.0 * 60);
        var owners = Found.Select(fault => (Fault: fault, First: _byFault[fault].First())).ToList();
        var lasting = owners.Select(one => Rounds(one.First.LastingOwnerAt - one.First.Opened.OpenedAt)).ToList();
        var questions = _stories.SelectMany(story => story.Last.Questions).ToList();
        yield return ("faults that can be found, of these hard", $"{_faults.Count}, {_faults.Count(fault => fault.IsHard)}");
        yield return ("false incidents: all, a week, in 30 days",
            Text($"{False.Count()}, {False.Count() * 7 / days:0.0}, {False.Count() * 30 / days:0.0}"));
        yield return ("faults missed: hard, others", $"{Missed.Count(fault => fault.IsHard)}, {Missed.Count(fault => !fault.IsHard)}");
        yield return ("rounds from the first failure to the incident, hard faults", Spread(Detection(hard: true)));
        yield return ("the same, others", Spread(Detection(hard: false)));
        yield return ("rounds from the incident to the right owner, for the first time",
            Spread(owners.Select(one => Rounds(one.First.FirstOwnerAt - one.First.Opened.OpenedAt))));
        yield return ("rounds from the incident to the lasting right owner", Spread(lasting));
        yield return ("faults without a lasting right owner", $"{lasting.Count(rounds => rounds is null)}");
        yield return ("faults with exactly one notice of opening and one of closing, hard", One(hard: true));
        yield return ("the same, others", One(hard: false));
        foreach (var transition in Enum.GetValues<IncidentTransition>().Where(one => one is not IncidentTransition.VerificationRefused))
        {
            var count = _stories.Where(story => story.Fault is not null).Sum(story => story.Notices.Count(one => one == transition));
            yield return ($"notices a found fault: {WireWord.Of(transition)}", Text($"{(double)count / Math.Max(1, Found.Count()):0.00}"));
        }

        yield return ("incidents closed while their fault went on, hard", $"{Early(hard: true)}");
        yield return ("the same, others", $"{Early(hard: false)}");
        yield return ("incidents merged into one of another fault", $"{_stories.Count(IsMergedWrongly)}");
        yield return ("rounds from the fault's last failure to the closing", Spread(Found.Select(Closing)));
        yield return ("incidents never closed", $"{_stories.Count(story => story.Last.State is IncidentState.Open)}");
        var answered = questions.Count(one => one.State is QuestionState.Answered);
        yield return ("questions: asked, answered, a found fault",
            Text($"{questions.Count}, {answered}, {(double)questions.Count / Math.Max(1, Found.Count()):0.0}"));
        yield return ("questions that cost tokens", $"{questions.Count(Spends)}");
    }

    /// <summary>What misses a goal, one line each.</summary>
    public IEnumerable<string> Misses()
    {
        foreach (var story in False)
        {
            yield return $"false: {Describe(story)}";
        }

        foreach (var fault in Missed)
        {
            yield return $"missed{(fault.IsHard ? " (hard)" : "")}: {Describe(fault)}";
        }

        foreach (var fault in Found)
        {
            var stories = _byFault[fault].ToList();
            if (!IsOne(fault))
            {
                yield return $"not one opening and closing{(fault.IsHard ? " (hard)" : "")}: {Describe(fault)}";
                foreach (var story in stories)
                {
                    yield return $"    {Describe(story)}";
                }
            }

            if (Rounds(stories[0].LastingOwnerAt - stories[0].Opened.OpenedAt) is null or > 2)
            {
                yield return $"owner late or never{(fault.IsHard ? " (hard)" : "")}: {Describe(fault)}";
                yield return $"    {Describe(stories[0])}";
            }
        }
    }

    private static string Describe(MonthFault fault) => string.Create(CultureInfo.InvariantCulture,
        $"{fault.Recipe.Name} {fault.Recipe.Component.Name} {MonthProbes.StartOf(fault.From):dd HH:mm}–{MonthProbes.StartOf(fault.To):dd HH:mm} "
        + $"rate {fault.True.Rate:0.00} {fault.Failures} failures, first {fault.FirstFailedAt:HH:mm:ss}, last {fault.LastFailedAt:dd HH:mm:ss}");

    private static string Describe(IncidentStory story) => string.Create(CultureInfo.InvariantCulture,
        $"{story.Opened.OpenedAt:dd HH:mm:ss}–{story.Last.ClosedAt:dd HH:mm:ss} {(story.Last.ClosedBy is { } by ? WireWord.Of(by) : "open")} "
        + $"{string.Join(" > ", story.Named.Select(named => $"{named.At:HH:mm} {named.Component} ({WireWord.Of(named.Owner)})"))}; "
        + $"{story.Last.Affected.Count} pairs, not recovered: "
        + $"{string.Join(", ", story.Last.Affected.Where(one => one.RecoveredAt is null).Take(3).Select(one => $"{one.Vantage}/{one.Route}"))}; "
        + $"first {string.Join(", ", story.Opened.Affected.Take(4).Select(one => $"{one.Vantage}/{one.Route} {WireWord.Of(one.Cause)} {one.Failures}"))}");

    private IEnumerable<int?> Detection(bool hard) => Found.Where(fault => fault.IsHard == hard).Select(
        fault => Rounds(_byFault[fault].First().Opened.OpenedAt - fault.FirstFailedAt));

    private int? Closing(MonthFault fault) => Rounds(_byFault[fault].Select(story => story.Last.ClosedAt).Max() - fault.LastFailedAt);

    private bool IsOne(MonthFault fault) => _byFault[fault].SelectMany(story => story.Notices).ToList() is var told
        && told.Count(one => one is IncidentTransition.Opened) == 1 && told.Count(one => one is IncidentTransition.Closed) == 1;

    private string One(bool hard)
    {
        var some = Found.Where(fault => fault.IsHard == hard).ToList();
        return $"{some.Count(IsOne)} of {some.Count}";
    }

    private int Early(bool hard) => _stories.Count(story => story.Fault?.IsHard == hard && story.IsClosedTooEarly);

    private bool IsMergedWrongly(IncidentStory story) => story.Last.MergedInto is { } into
        && _stories.First(other => other.Opened.Id == into).Fault != story.Fault;

    private static bool Spends(IncidentQuestion question) => question is { State: QuestionState.Answered, Depth: ProbeDepth.Completion }
        && question.Variant is not (ProbeVariant.Keyless or ProbeVariant.ListModels);

    private static int? Rounds(TimeSpan? time) => time is { } known ? Math.Max(0, (int)Math.Ceiling(known.TotalMinutes)) : null;

    private static string Spread(IEnumerable<int?> rounds)
    {
        var known = rounds.OfType<int>().Order().ToList();
        return known is [] ? "–" : Text($"median {known[known.Count / 2]}, mean {known.Average():0.0}, 95 % {known[known.Count * 95 / 100]}, most {known[^1]}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
