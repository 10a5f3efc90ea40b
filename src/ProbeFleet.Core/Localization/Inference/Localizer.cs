namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Says where the fault is: a pure function of a fleet and what its probes saw. The method, its sources and its measured quality
/// are in <c>docs/localization.md</c>.
/// </summary>
public static class Localizer
{
    private const int MostIds = 20;

    /// <summary>Localizes with the default parameters.</summary>
    public static FaultLocalization Locate(IncidentFile file) => Locate(file, new LocalizerParameters());

    internal static FaultLocalization Locate(IncidentFile file, LocalizerParameters parameters)
    {
        var topology = new FleetTopology(file.Vantages, file.Routes);
        var evidence = EvidenceMatrix.From(file, topology);
        var heard = evidence.Paths.Select(path => path.Vantage).ToHashSet();
        IReadOnlyList<string> silent =
            [.. file.Vantages.Where(vantage => !heard.Contains(vantage.Name)).Select(vantage => vantage.Name.ToString())];
        if (evidence.Evidence is [])
        {
            return NoData(file, silent, evidence);
        }

        var posterior = new Posterior(new HypothesisSearch(evidence, parameters, SymptomTable.Default).Run(), parameters.Priors.Sharpness);
        var suspects = Suspects(evidence, posterior, parameters, topology);
        var owners = posterior.Owners();
        IReadOnlyList<NextProbe> next = suspects is [] ? [] : new ProbePlanner(topology, evidence, posterior, parameters).Ranked();
        return new()
        {
            Window = file.Window,
            Verdict = owners[0].Owner is Owner.None && IsAllBroken(evidence)
                ? NotYet(silent)
                : Verdict(posterior, suspects, owners, parameters, silent),
            Suspects = suspects,
            CredibleSet = posterior.CredibleSet(),
            Indistinguishable = IndistinguishableGroups.Groups(posterior, parameters.Thresholds),
            NextProbe = next is [var best, ..] ? best : null,
            Candidates = next,
            Owners = [.. owners.Where(owner => owner.Probability >= parameters.Thresholds.Named)
                .Select(owner => owner with { Probability = Math.Round(owner.Probability, 4) })],
            NoFault = Math.Round(posterior.NoFault, 4),
            Blips = [.. posterior.Hypotheses[0].Members.Where((_, index) => !posterior.Hypotheses[0].Accused[index]).Select(
                member => member.Component.Name)],
            Silent = silent,
            NotComparable = Ids(evidence.NotComparable),
        };
    }

    private static FaultLocalization NoData(IncidentFile file, IReadOnlyList<string> silent, EvidenceMatrix evidence) => new()
    {
        Window = file.Window,
        Verdict = new()
        {
            Owner = Owner.Unknown,
            OwnerConfidence = 0,
            Confidence = 0,
            Summary = "No probe reported in this window. No data is not healthy: look at the silent vantages first.",
        },
        Suspects = [],
        CredibleSet = [],
        Indistinguishable = [],
        Owners = [],
        NoFault = 0,
        Silent = silent,
        NotComparable = Ids(evidence.NotComparable),
    };

    /// <summary>Whether each vantage and route failed when it was last probed.</summary>
    private static bool IsAllBroken(EvidenceMatrix evidence)
    {
        HashSet<(VantageName, RouteName)> known = [];
        return evidence.Evidence.Where(item => item.Path is { Variant: ProbeVariant.Full, OnlyConnects: false })
            .OrderByDescending(item => item.StartedAt).Where(item => known.Add((item.Path.Vantage, item.Path.Route)))
            .All(item => item.Outcome is ProbeOutcome.Failed) && known.Count > 0;
    }

    private static LocalizationVerdict NotYet(IReadOnlyList<string> silent) => new()
    {
        Owner = Owner.Unknown,
        OwnerConfidence = 0,
        Confidence = 0,
        Summary = "Every route failed when it was last probed, and what fails in one round accuses nobody: probe again, and localize then."
            + VerdictSummary.Silence(silent),
    };

    private static IReadOnlyList<Suspect> Suspects(
        EvidenceMatrix evidence, Posterior posterior, LocalizerParameters parameters, FleetTopology topology) =>
        [.. posterior.Marginals.Where(item => item.Value >= parameters.Thresholds.Named)
            .OrderByDescending(item => item.Value).ThenBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => SuspectOf(
                evidence, posterior, topology, item.Key, Math.Round(Math.Min(item.Value, parameters.Thresholds.MostConfidence), 4)))];

    private static Suspect SuspectOf(EvidenceMatrix evidence, Posterior posterior, FleetTopology topology, string name, double probability)
    {
        var best = posterior.Hypotheses.First(item => Posterior.AccusedOf(item).Any(component => component.Name == name));
        var member = best.Members.First(item => item.Component.Name == name);
        var crosses = new bool[evidence.Paths.Count];
        foreach (var path in member.Paths)
        {
            crosses[path] = true;
        }

        var possible = SymptomTable.Default.Possible(member.Component.Kind);
        List<Observation> speaksFor = [];
        List<Observation> speaksAgainst = [];
        for (var at = evidence.Evidence.Count - 1; at >= 0; at--)
        {
            var item = evidence.Evidence[at];
            var side = !crosses[evidence.PathOf[at]] ? null
                : Symptoms.From(item) is not { } symptom ? speaksAgainst
                : possible[(int)symptom] && !item.Id.Contains('#', StringComparison.Ordinal) ? speaksFor
                : null;
            if (side is { Count: < MostIds })
            {
                side.Add(item);
                if (speaksFor.Count == MostIds && speaksAgainst.Count == MostIds)
                {
                    break;
                }
            }
        }

        return new()
        {
            Component = member.Component,
            Words = PlainWords.Sentence(member.Component, speaksFor, topology),
            Probability = probability,
            For = Ids(speaksFor),
            Slow = SlowStageOf(speaksFor),
            Against = Ids(speaksAgainst),
            HeldTo = member.HeldTo,
            Beyond = !member.IsWidened ? new HashSet<(VantageName, RouteName)>() : member.Paths.Select(path => evidence.Paths[path])
                .Select(path => (path.Vantage, path.Route))
                .Where(cell => !topology.CanMeet(member.Component, cell.Vantage, cell.Route)).ToHashSet(),
        };
    }

    /// <summary>The stage that most of them found slow; null when one failed.</summary>
    private static Stage? SlowStageOf(List<Observation> seen) =>
        seen is not [] && seen.All(item => item.Slow is not null)
            ? seen.CountBy(item => item.Slow!.Value).MaxBy(stage => stage.Value).Key
            : null;

    private static IReadOnlyList<string> Ids(IEnumerable<Observation> observations) =>
        [.. observations.OrderByDescending(item => item.StartedAt).ThenBy(
            item => item.Id, StringComparer.Ordinal).Take(MostIds).Select(item => item.Id)];

    private static LocalizationVerdict Verdict(
        Posterior posterior, IReadOnlyList<Suspect> suspects, IReadOnlyList<OwnerShare> owners, LocalizerParameters parameters,
        IReadOnlyList<string> silent)
    {
        var owner = owners[0];
        var component = suspects.FirstOrDefault(suspect => suspect.Component.Owner == owner.Owner);
        var sure = Math.Round(Math.Min(owner.Probability, parameters.Thresholds.MostConfidence), 4);
        return new()
        {
            Owner = owner.Owner,
            OwnerConfidence = sure,
            Component = component?.Component,
            Confidence = component?.Probability ?? sure,
            Summary = VerdictSummary.Write(owner.Owner, component, suspects, posterior, silent),
        };
    }
}
