using ProbeFleet.Core.Localization;

namespace ProbeFleet.Core.Incidents;

/// <summary>
/// Chooses the next probe that an incident orders, and judges the answers. It asks one question at a time until nothing is in doubt, no
/// probe tells enough, or the budget is spent. The rules are in <c>docs/incidents.md</c>.
/// </summary>
internal sealed class QuestionTransitions
{
    private const int Budget = 10;
    private const double Sure = .95;
    private const double Possible = .03;
    private const double WorthTokens = .1;
    private static readonly TimeSpan AnotherSample = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan CompletionPause = TimeSpan.FromMinutes(5);

    private readonly JudgeCase _case;
    private readonly FleetTopology _topology;
    private readonly FaultLocalization? _localization;
    private readonly HashSet<RouteName> _limited;

    public QuestionTransitions(JudgeCase given, FleetTopology topology, FaultLocalization? localization)
    {
        (_case, _topology, _localization) = (given, topology, localization);
        _limited = [.. given.Observations.Where(IsLimited).Select(item => item.Path.Route)];
    }

    public static Incident Ask(Incident incident, NextProbe next, DateTimeOffset now, bool byPerson)
    {
        var question = new IncidentQuestion
        {
            Id = DerivedId.Derive(now, $"{incident.Id} asks {next.Vantage} {next.Route} {next.Variant}"),
            AskedAt = now,
            Deadline = now + Patience,
            ByPerson = byPerson,
            Vantage = new(next.Vantage),
            Route = new(next.Route),
            Variant = VariantOf(next),
            Depth = next.Depth,
            Bits = next.Bits,
            Why = next.Why,
            Suspected = incident.Component?.Name,
            Confidence = incident.Confidence,
            State = QuestionState.Waiting,
        };
        var asked = incident with
        {
            UpdatedAt = now,
            Questions = Kept([.. incident.Questions, question]),
        };
        return asked.With([About(question, now, TimelineKind.Asked,
            $"{(byPerson ? "A person asked" : "Asked")} {question.Vantage} to probe {question.Route}{Way(question.Variant)}. "
                + $"{question.Why}")]);
    }

    // The judge's own are kept longest: its budget counts them.
    private static List<IncidentQuestion> Kept(List<IncidentQuestion> questions)
    {
        while (questions.Count > Incident.MostQuestions)
        {
            questions.Remove(questions.Find(one => one is { ByPerson: true, State: not QuestionState.Waiting }) ?? questions[0]);
        }

        return questions;
    }

    /// <summary>Handles the answer to the waiting question, or its absence.</summary>
    public void Attach(JudgedIncident judged)
    {
        if (judged.Incident.Waiting is not { } question)
        {
            return;
        }

        var progress = _case.Questions.GetValueOrDefault(question.Id) ?? new(null, IsFinished: false);
        if (progress.Answer is null && !progress.IsFinished && _case.Now < question.Deadline)
        {
            return;
        }

        var settled = progress.Answer is { } seen ? Settled(question, seen, judged.Incident)
            : progress.IsFinished
                ? "It may not probe that way, so nothing is settled."
                : "It did not answer in time, so nothing is settled.";
        var after = question with
        {
            State = progress.Answer is null ? QuestionState.Unanswered : QuestionState.Answered,
            ProbeId = Guid.TryParse(progress.Answer?.Id, out var id) ? id : null,
            Passed = progress.Answer is { } answer ? answer.Outcome is ProbeOutcome.Passed : null,
            Settled = settled,
        };
        judged.Set(incident => incident with { Questions = [.. incident.Questions.Select(one => one.Id == after.Id ? after : one)] });
        judged.Note(About(
            after, _case.Now, TimelineKind.Answered, $"{Said(question, progress.Answer)} {settled}") with
        {
            ProbeId = after.ProbeId,
        });
    }

    /// <summary>The probe to order now; null for none.</summary>
    public NextProbe? Next(Incident incident, IReadOnlyCollection<Incident> open)
    {
        if (_localization is null
            || incident is not { State: IncidentState.Open, Component: { } component }
            || incident.Waiting is not null
            || incident.Questions.Count(question => !question.ByPerson) >= Budget
            || incident.Affected.All(affected => affected.RecoveredAt is not null)
            || Doubtful(incident, component, open) is not { Count: > 0 } doubtful)
        {
            return null;
        }

        return _localization.Candidates
            .Where(next => next.Bits > WorthTokens || !Spends(next.Depth, VariantOf(next)))
            .Where(next => IsAllowed(next, open) && Crosses(next, doubtful))
            .OrderByDescending(Worth)
            .ThenBy(next => incident.Questions.Count(asked => IsOf(asked, next)))
            .FirstOrDefault();
    }

    /// <summary>
    /// What is still to be told: the incident's own fault until it is sure, and, by the oldest open incident alone, whatever else may be at
    /// fault beside all of them.
    /// </summary>
    private List<Component> Doubtful(Incident incident, Component component, IReadOnlyCollection<Incident> open)
    {
        var known = open.Select(other => other.Component?.Name).ToHashSet();
        var isOldest = !open.Any(other => (other.OpenedAt, other.Id).CompareTo((incident.OpenedAt, incident.Id)) < 0);
        var groups = _localization!.Indistinguishable.Where(group => group.Contains(component.Name)).ToList();
        var rivals = groups.SelectMany(group => group).ToHashSet();
        var isSure = groups is [] && (incident.Confidence >= Sure
            || (_localization.Verdict is { OwnerConfidence: >= Sure } verdict && verdict.Owner == incident.Owner));
        var others = _localization.Suspects.Where(suspect => suspect.Component.Name != component.Name
            && (rivals.Contains(suspect.Component.Name)
                || (isOldest && suspect.Probability is >= Possible and < Sure && !known.Contains(suspect.Component.Name))));
        return [.. isSure ? [] : new[] { component }, .. others.Select(suspect => suspect.Component)];
    }

    private bool IsAllowed(NextProbe next, IReadOnlyCollection<Incident> open)
    {
        var (route, variant) = (new RouteName(next.Route), VariantOf(next));
        return !_limited.Contains(route)
            && !_localization!.Silent.Contains(next.Vantage)
            && !open.SelectMany(incident => incident.Questions).Any(asked =>
                (IsOf(asked, next) && (asked.State is not QuestionState.Answered || _case.Now - asked.AskedAt < AnotherSample
                    || IsLost(asked)))
                || IsClosedWay(asked, next)
                || (Spends(next.Depth, variant) && asked.Route == route && Spends(asked.Depth, asked.Variant)
                    && _case.Now - asked.AskedAt < CompletionPause));
    }

    /// <summary>Whether the answer told nothing, being of another configuration or no evidence: the next would tell no more.</summary>
    private bool IsLost(IncidentQuestion asked) => asked.ProbeId?.ToString() is { } id
        && (_localization!.NotComparable.Contains(id)
            || _case.Observations.Any(item => item.Id == id && !Symptoms.IsEvidence(item)));

    private static bool IsOf(IncidentQuestion asked, NextProbe next) =>
        asked.Vantage.ToString() == next.Vantage && asked.Route.ToString() == next.Route && asked.Variant == VariantOf(next);

    /// <summary>Whether the way around a component was closed or forbidden over one route, and so for the vantage's others.</summary>
    private static bool IsClosedWay(IncidentQuestion asked, NextProbe next) =>
        SideLooks.Replaces(asked.Variant) && asked.Variant == VariantOf(next) && asked.Vantage.ToString() == next.Vantage
        && asked is { State: QuestionState.Unanswered } or { Passed: false };

    private bool Crosses(NextProbe next, List<Component> doubtful)
    {
        ProbedPath path = new(new(next.Vantage), new(next.Route), next.Depth, VariantOf(next));
        return doubtful.Exists(component => _topology.CanMeet(component, path.Vantage, path.Route)
            && (SideLooks.Replaces(path.Variant) || FleetTopology.Meets(path, component.Kind)));
    }

    /// <summary>The bits of a probe, reduced if it costs tokens or if a network's policy may object to it.</summary>
    private static double Worth(NextProbe next) =>
        next.Bits * (Spends(next.Depth, VariantOf(next)) ? .8 : SideLooks.Replaces(VariantOf(next)) ? .9 : 1);

    private static bool Spends(ProbeDepth depth, ProbeVariant variant) =>
        depth is ProbeDepth.Completion && variant is not (ProbeVariant.Keyless or ProbeVariant.ListModels);

    private static bool IsLimited(Observation item) =>
        item is { Outcome: ProbeOutcome.Failed } and ({ Status: 429 } or { Cause: Cause.QuotaRate or Cause.QuotaGatewayLimit });

    private static ProbeVariant VariantOf(NextProbe next) => WireWord.Read<ProbeVariant>("variant", next.Variant);

    private static TimelineEntry About(IncidentQuestion question, DateTimeOffset at, TimelineKind kind, string text) =>
        new(at, kind, text) { Vantage = question.Vantage, Route = question.Route };

    private static string Said(IncidentQuestion question, Observation? seen) => seen switch
    {
        null => $"{question.Vantage} was to probe {question.Route}{Way(question.Variant)}.",
        { Outcome: ProbeOutcome.Passed } => $"{question.Route} passed from {question.Vantage}{Way(question.Variant)}.",
        _ => $"{question.Route} failed from {question.Vantage}{Way(question.Variant)}: {WireWord.Of(seen.Cause)}.",
    };

    private static string Settled(IncidentQuestion question, Observation seen, Incident incident)
    {
        var (name, now, was) = (incident.Component?.Name ?? "nothing", incident.Confidence, question.Confidence);
        return !Symptoms.IsEvidence(seen) ? "That way may never have been open, so nothing is settled."
            : name != question.Suspected ? $"Now {name} is suspected most, and no more {question.Suspected ?? "nothing"}."
            : now >= Sure && was < Sure ? $"That settles it: it is {name}."
            : Math.Abs(now - was) >= .02 ? $"{name} is {(now > was ? "more" : "less")} probable than before."
            : $"{name} is as probable as before.";
    }

    private static string Way(ProbeVariant variant) => variant switch
    {
        ProbeVariant.Keyless => " without a key",
        ProbeVariant.ListModels => " for its list of models only",
        ProbeVariant.NoProxy => " past the proxy",
        ProbeVariant.OtherResolver => " by another resolver",
        ProbeVariant.SystemTrust => " with the system's own trusted roots",
        ProbeVariant.WithoutSdk => " without the SDK",
        _ => "",
    };
}
