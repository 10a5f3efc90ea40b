using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// A cheap estimate of how much a component would explain of what a hypothesis leaves: decides which are worth a full score. It is the
/// gain of each failure over chance, log (share of the symptom / chance), less what the passes in the failures' rounds cost at the rate
/// f / (f + m): f log rate + m log (1 − rate), a path without a failure at most the price of setting it aside.
/// </summary>
internal sealed class QuickScore
{
    private readonly EvidenceMatrix _evidence;
    private readonly LocalizerParameters _parameters;
    private readonly Grid<double>[] _gains;
    private readonly Suspicion[] _suspicions;
    private readonly int[][] _failing;
    private readonly int[] _touched;
    private readonly Dictionary<Component, int> _indexes = [];
    private readonly HeldFaults _held;

    public QuickScore(EvidenceMatrix evidence, LocalizerParameters parameters, SymptomTable table)
    {
        _evidence = evidence;
        _parameters = parameters;
        _gains = [.. Enum.GetValues<ComponentKind>().Select(kind => GainsOf(kind, parameters.Priors, table))];
        _suspicions = [.. Enumerable.Range(0, evidence.Components.Count).Select(component => Suspicion.From(evidence, component))];
        _failing = [.. evidence.PathsOf.Select(FailingOf)];
        _touched = [.. Enumerable.Range(0, evidence.Components.Count).Where(component => _failing[component].Length > 0)];
        foreach (var (index, component) in evidence.Components.Index())
        {
            _indexes[component] = index;
        }

        _held = new(evidence, parameters, _suspicions);
    }

    /// <summary>The best explainers of what a hypothesis leaves to be explained, best first; none of its own members.</summary>
    public IReadOnlyList<Suspicion> Best(Hypothesis parent, Unexplained left, int count)
    {
        // The gain alone bounds the score from above: once it falls below the scores that are already found, nothing better follows.
        PriorityQueue<Suspicion, double> best = new();
        var members = parent.Members.Select(member => _indexes.GetValueOrDefault(member.Component, -1)).ToHashSet();
        foreach (var (component, gain) in _touched.Where(component => !members.Contains(component))
            .Select(component => (component, Gain: GainOf(_suspicions[component], _failing[component], left)))
            .Where(item => item.Gain > 0).OrderByDescending(item => item.Gain))
        {
            if (best.Count >= count && best.TryPeek(out _, out var worst) && gain <= worst)
            {
                break;
            }

            var whole = Estimate(_suspicions[component], _failing[component], gain, left);
            Take(best, count, _suspicions[component], whole);
            if (_held.Fronted(component) is { } fronted)
            {
                Take(best, count, fronted, Estimate(fronted, left));
            }

            if (_held.Find(component, GainsOf(_suspicions[component]), left) is { } held
                && Estimate(held, left) is var score && score > whole)
            {
                Take(best, count, held, score);
            }
        }

        foreach (var shared in _held.Shared(_gains, left))
        {
            Take(best, count, shared, Estimate(shared, left));
        }

        return [.. best.UnorderedItems.OrderByDescending(item => item.Priority).ThenBy(item => item.Element.Key, StringComparer.Ordinal)
            .Select(item => item.Element)];
    }

    /// <summary>The components all of whose paths are among these.</summary>
    public IEnumerable<Suspicion> Within(IReadOnlySet<int> paths) =>
        _touched.Where(component => _evidence.PathsOf[component].All(paths.Contains)).Select(component => _suspicions[component]);

    private static void Take(PriorityQueue<Suspicion, double> best, int count, Suspicion suspicion, double score)
    {
        if (score > 0)
        {
            best.Enqueue(suspicion, score);
            if (best.Count > count)
            {
                best.Dequeue();
            }
        }
    }

    private Grid<double> GainsOf(Suspicion suspicion) => _gains[(int)suspicion.Component.Kind];

    private int[] FailingOf(int[] paths) => Array.FindAll(paths, path => _evidence.FailuresOf[path].Length > 0);

    private double GainOf(Suspicion suspicion, int[] failing, Unexplained left)
    {
        var gains = GainsOf(suspicion);
        var gain = 0.0;
        foreach (var path in failing)
        {
            var ofView = gains[_evidence.View[path]];
            foreach (var at in _evidence.FailuresOf[path])
            {
                gain += Math.Max(0, ofView[_evidence.Failures[at].Symptom] - left.Foreseen[at]) * left.Open[at];
            }
        }

        return gain;
    }

    /// <summary>The estimate of what is no whole component, less its own price.</summary>
    private double Estimate(Suspicion suspicion, Unexplained left)
    {
        var failing = FailingOf(suspicion.Paths);
        return Estimate(suspicion, failing, GainOf(suspicion, failing, left), left) - suspicion.Cost;
    }

    private double Estimate(Suspicion suspicion, int[] failing, double gain, Unexplained left)
    {
        var gains = GainsOf(suspicion);
        Span<double> perRound = stackalloc double[_evidence.Rounds];
        perRound.Clear();
        var failures = 0.0;
        foreach (var path in failing)
        {
            var ofView = gains[_evidence.View[path]];
            foreach (var at in _evidence.FailuresOf[path])
            {
                if (ofView[_evidence.Failures[at].Symptom] > left.Foreseen[at])
                {
                    failures += left.Open[at];
                    perRound[_evidence.Failures[at].Round] += left.Open[at];
                }
            }
        }

        return failures < _parameters.Thresholds.QuickFailures ? 0 : LessPassed(gain, suspicion.Paths, perRound, failures);
    }

    /// <summary>The gain less what the passes cost; 0 as soon as they cost all of it, for the rest of them can only cost more.</summary>
    private double LessPassed(double gain, int[] paths, ReadOnlySpan<double> perRound, double failures)
    {
        Span<(int From, int Before)> spans = stackalloc (int, int)[(perRound.Length + 1) / 2];
        var active = spans[..ActiveSpans(perRound, spans)];
        var total = 0;
        foreach (var path in paths)
        {
            total += PassedWhile(active, path);
        }

        var rate = Math.Clamp(failures / (failures + total), .02, .98);
        var (survives, most) = (-Math.Log(1 - rate), _parameters.Priors.UntouchedPathCost / _parameters.Priors.Tempering);
        var cost = -failures * Math.Log(rate);
        foreach (var path in paths)
        {
            var each = PassedWhile(active, path) * survives;
            cost += _evidence.FailuresOf[path].Length == 0 ? Math.Min(each, most) : each;
            if (cost >= gain)
            {
                return 0;
            }
        }

        return gain - cost;
    }

    /// <summary>The spans of rounds in which enough failed, each from its first round to the one after its last.</summary>
    /// <returns>How many.</returns>
    private int ActiveSpans(ReadOnlySpan<double> perRound, Span<(int From, int Before)> spans)
    {
        var count = 0;
        for (var round = 0; round < perRound.Length; round++)
        {
            if (perRound[round] <= _parameters.Thresholds.QuickActive)
            {
                continue;
            }

            if (count > 0 && spans[count - 1].Before == round)
            {
                spans[count - 1].Before++;
            }
            else
            {
                spans[count++] = (round, round + 1);
            }
        }

        return count;
    }

    private int PassedWhile(ReadOnlySpan<(int From, int Before)> active, int path)
    {
        var passed = 0;
        foreach (var (from, before) in active)
        {
            passed += _evidence.PassedIn(path, from, before);
        }

        return passed;
    }

    /// <summary>
    /// Per view and symptom: by how many nats a fault of the kind, its profile not fitted, explains it better than chance.
    /// </summary>
    private static Grid<double> GainsOf(ComponentKind kind, Priors priors, SymptomTable table)
    {
        var misleading = SymptomTable.MisleadingShare(kind) * priors.Misleading;
        var flat = table.Misleading(kind);
        Grid<double> gains = new(SymptomTable.Views, Symptoms.Count);
        for (var view = 0; view < SymptomTable.Views; view++)
        {
            for (var symptom = 0; symptom < Symptoms.Count; symptom++)
            {
                var profile = ((1 - misleading) * table.Typical(kind, view)[symptom]) + (misleading * flat[symptom]);
                gains[view, symptom] = Math.Max(0, Math.Log(Math.Max(profile, 1e-12) / (priors.Background * table.Background[symptom])));
            }
        }

        return gains;
    }
}
