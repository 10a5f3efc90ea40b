namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Chooses the next probe: the one whose outcome is expected to lower the doubt among the hypotheses most (de Kleer and Williams
/// 1987), a cheaper kind first when two tell equally much.
/// </summary>
internal sealed class ProbePlanner(FleetTopology topology, EvidenceMatrix evidence, Posterior posterior, LocalizerParameters parameters)
{
    /// <summary>What is at fault beyond doubt: no probe needs to tell it from another suspect.</summary>
    private const double Certain = .95;

    /// <summary>
    /// Of ways that tell as much, the earlier one is asked for. Only the full probe spends tokens; what replaces a part of the way needs no
    /// completion.
    /// </summary>
    private static readonly (ProbeVariant Variant, ProbeDepth Depth)[] CheapestFirst =
    [
        (ProbeVariant.Keyless, ProbeDepth.Completion), (ProbeVariant.ListModels, ProbeDepth.Completion),
        (ProbeVariant.Full, ProbeDepth.Completion),
        (ProbeVariant.NoProxy, ProbeDepth.Authenticated), (ProbeVariant.OtherResolver, ProbeDepth.Authenticated),
        (ProbeVariant.SystemTrust, ProbeDepth.Authenticated),
    ];

    private readonly IReadOnlyList<Hypothesis> _planned = [.. posterior.Hypotheses.Take(parameters.Search.PlannedHypotheses)];

    /// <summary>The probes worth asking for, the most telling first; of equal ones the cheaper.</summary>
    public IReadOnlyList<NextProbe> Ranked()
    {
        Suspicion[] suspicions = [.. _planned.SelectMany(AccusedOf).DistinctBy(suspicion => suspicion.Key)];
        var cells = CellsOf(suspicions);
        Dictionary<(int Group, ProbeVariant Variant, int View), double> told = [];
        List<(ProbedPath Path, double Bits)> worth = [];
        foreach (var (variant, depth) in CheapestFirst)
        {
            foreach (var cell in cells)
            {
                if (!cell.IsFeasible(variant))
                {
                    continue;
                }

                ProbedPath path = new(cell.Vantage.Name, cell.Route.Name, depth, variant);
                var view = EvidenceMatrix.ViewOf(path, cell.Route, cell.IsProxied);
                if (!told.TryGetValue((cell.Group, variant, view), out var bits))
                {
                    var touched = cell.Met.Where(one => FleetTopology.Meets(path, one.Component.Kind)).Select(one => one.Key).ToHashSet();
                    bits = told[(cell.Group, variant, view)] = Information(touched, view, SideLooks.Replaces(variant));
                }

                if (bits > parameters.Thresholds.WorthBits)
                {
                    worth.Add((path, Math.Round(bits, 9)));
                }
            }
        }

        return [.. worth.OrderByDescending(item => item.Bits).Take(parameters.Search.PlannedProbes)
            .Select(item => Explain(item.Path, item.Bits))];
    }

    private static IEnumerable<Suspicion> AccusedOf(Hypothesis hypothesis) =>
        hypothesis.Members.Where((_, member) => hypothesis.Accused[member]);

    /// <summary>
    /// Whether a whole completion of the path's vantage over its route meets the fault: it crosses the component, within what the fault is
    /// held to; or the fault has failed that cell without being declared to.
    /// </summary>
    private bool Touches(Suspicion suspicion, ProbedPath path)
    {
        var component = suspicion.Component;
        var isDeclared = topology.CanMeet(component, path.Vantage, path.Route)
            && (component.Kind is not ComponentKind.Upstream || !evidence.Uncontrolled.Contains(path.Route))
            && (suspicion.HeldTo is [] || suspicion.HeldTo.Contains(Scope.GroupOf(component.Kind, path, topology)));
        return isDeclared || ((suspicion.IsWidened || component == Component.Other) && Array.Exists(
            suspicion.Paths, at => (evidence.Paths[at].Vantage, evidence.Paths[at].Route) == (path.Vantage, path.Route)));
    }

    private bool Meets(ProbedPath path, Component component) =>
        FleetTopology.Meets(path, component.Kind) && topology.CanMeet(component, path.Vantage, path.Route);

    /// <summary>A vantage and a route that it probes.</summary>
    /// <param name="Met">The suspicions that a whole completion meets.</param>
    /// <param name="Group">A number that it shares with the cells that meet the same.</param>
    private sealed record Cell(FleetVantage Vantage, Route Route, bool IsProxied, Suspicion[] Met, int Group)
    {
        public bool IsFeasible(ProbeVariant variant) => !Vantage.Forbids.Contains(variant)
            && (IsProxied || variant is not ProbeVariant.NoProxy)
            // Only the vantage's own process takes another resolver or trust store.
            && (Route.Runtime is null || variant is not (ProbeVariant.OtherResolver or ProbeVariant.SystemTrust));
    }

    private List<Cell> CellsOf(Suspicion[] suspicions)
    {
        List<Cell> cells = [];
        Dictionary<string, int> groups = [];
        foreach (var route in topology.Routes)
        {
            foreach (var vantage in topology.Vantages.Where(vantage => route.IsProbedFrom(vantage.Name)))
            {
                var met = Array.FindAll(suspicions, one => Touches(one, new(vantage.Name, route.Name)));
                var key = string.Join('|', met.Select(one => one.Key));
                var group = groups.TryGetValue(key, out var known) ? known : groups[key] = groups.Count;
                cells.Add(new(vantage, route, FleetTopology.ProxyOf(vantage, route) is not null, met, group));
            }
        }

        return cells;
    }

    private double Information(HashSet<string> touched, int view, bool replaces)
    {
        var mix = new double[Symptoms.Count + 1];
        var (expected, weights) = (0.0, 0.0);
        for (var index = 0; index < _planned.Count; index++)
        {
            var outcome = Outcome(_planned[index], touched, view);
            if (replaces)
            {
                // That it fails says nothing: only whether it passes counts.
                var passes = parameters.Priors.OpenWay * outcome[^1];
                Array.Clear(outcome);
                (outcome[0], outcome[^1]) = (1 - passes, passes);
            }

            weights += posterior.Weights[index];
            expected += posterior.Weights[index] * Entropy(outcome);
            for (var at = 0; at < mix.Length; at++)
            {
                mix[at] += posterior.Weights[index] * outcome[at];
            }
        }

        for (var at = 0; at < mix.Length; at++)
        {
            mix[at] /= weights;
        }

        return Entropy(mix) - (expected / weights);
    }

    /// <summary>What the hypothesis expects of a probe now: each symptom's probability, and last that it passes.</summary>
    private double[] Outcome(Hypothesis hypothesis, HashSet<string> touched, int view)
    {
        var outcome = new double[Symptoms.Count + 1];
        var clear = 1.0;
        for (var member = 0; member < hypothesis.Members.Count; member++)
        {
            if (!hypothesis.Accused[member] || !touched.Contains(hypothesis.Members[member].Key))
            {
                continue;
            }

            var fault = hypothesis.Faults[member];
            var emission = fault.Emission(evidence.Rounds - 1);
            for (var symptom = 0; symptom < Symptoms.Count; symptom++)
            {
                outcome[symptom] += clear * emission * fault.Profile.Share(view, symptom);
            }

            clear *= 1 - emission;
        }

        for (var symptom = 0; symptom < Symptoms.Count; symptom++)
        {
            outcome[symptom] += clear * parameters.Priors.Background * SymptomTable.Default.Background[symptom];
        }

        outcome[^1] = Math.Max(0, 1 - outcome.Sum());
        return outcome;
    }

    private static double Entropy(double[] shares)
    {
        var entropy = 0.0;
        foreach (var share in shares)
        {
            entropy -= share > 1e-12 ? share * Math.Log2(share) : 0;
        }

        return entropy;
    }

    private NextProbe Explain(ProbedPath path, double bits)
    {
        var suspects = posterior.Marginals.Where(item => item.Value > .02).OrderByDescending(item => item.Value)
            .ThenBy(item => item.Key, StringComparer.Ordinal).Take(5).ToList();
        var doubted = suspects.Where(item => item.Value < Certain).ToList();
        var met = (doubted is [] ? suspects : doubted).Select(item => item.Key).ToLookup(name => Meets(path, posterior.Components[name]));
        var (on, off) = (met[true].ToList(), met[false].ToList());
        var why = (on, off) switch
        {
            ([], _) => $"It crosses none of the suspects: a failure would point elsewhere.",
            _ when doubted is [] => $"It crosses {string.Join(", ", on)}: whether it fails too tells how far that fault reaches.",
            (_, []) => $"It crosses {string.Join(", ", on)}: how it fails, or that it passes, tells between them.",
            _ => $"It crosses {string.Join(", ", on)} and not {string.Join(", ", off)}: if it fails the former, if it passes the latter.",
        };
        return new()
        {
            Vantage = path.Vantage.ToString(),
            Route = path.Route.ToString(),
            Variant = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(path.Variant.ToString()),
            Depth = path.Depth,
            Bits = Math.Round(bits, 3),
            Why = why,
        };
    }
}
