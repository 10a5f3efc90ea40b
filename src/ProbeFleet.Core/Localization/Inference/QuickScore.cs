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
    private readonly double[][] _gains;
    private readonly double[][] _gainsBehindGateways;
    private readonly double[][] _selectiveGains;
    private readonly double[][] _sharedGains;
    private readonly Suspicion[] _suspicions;
    private readonly int[] _touched;
    private readonly int _mostPassed;
    private readonly Dictionary<Component, int> _indexes = [];
    private readonly HeldFaults _held;

    public QuickScore(EvidenceMatrix evidence, LocalizerParameters parameters, SymptomTable table)
    {
        _evidence = evidence;
        _parameters = parameters;
        var kinds = Enum.GetValues<ComponentKind>();
        _gains = [.. kinds.Select(kind => GainsOf(kind, parameters.Priors, table, isBehindGateways: false))];
        _gainsBehindGateways = [.. kinds.Select(kind => GainsOf(kind, parameters.Priors, table, isBehindGateways: true))];
        (_selectiveGains, _sharedGains) = (OnlyWhat(Scope.CanSelect), OnlyWhat(Scope.CanShare));
        _suspicions = [.. Enumerable.Range(0, evidence.Components.Count).Select(component => Suspicion.From(evidence, component))];
        _touched = [.. Enumerable.Range(0, _suspicions.Length).Where(component => _suspicions[component].Failing(evidence).Length > 0)];
        _mostPassed = Math.Max(1, evidence.PassedOf.DefaultIfEmpty(0).Max());
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
            .Select(component => (component, Gain: GainOf(_suspicions[component], left)))
            .Where(item => item.Gain > 0).OrderByDescending(item => item.Gain))
        {
            if (best.Count >= count && best.TryPeek(out _, out var worst) && gain <= worst)
            {
                break;
            }

            var whole = Estimate(_suspicions[component], gain, left);
            Take(best, count, _suspicions[component], whole);
            foreach (var fronted in _held.Fronted(component))
            {
                Take(best, count, fronted, Estimate(fronted, left));
            }

            if (_held.Find(component, _selectiveGains[(int)_suspicions[component].Component.Kind], left) is { } held
                && Estimate(held, left) is var score && score > whole)
            {
                Take(best, count, held, score);
            }
        }

        foreach (var shared in _held.Shared(_gains, _sharedGains, left))
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

    /// <summary>Per kind: the gains of the symptoms that it can give, 0 of others.</summary>
    private double[][] OnlyWhat(Func<ComponentKind, Symptom, bool> canGive) =>
        [.. _gains.Select((gains, kind) => gains.Select((gain, look) =>
            canGive((ComponentKind)kind, (Symptom)(look % Symptoms.Count)) ? gain : 0).ToArray())];

    private double[] GainsOf(Suspicion suspicion) =>
        (suspicion.IsBehindGateways ? _gainsBehindGateways : _gains)[(int)suspicion.Component.Kind];

    private double GainOf(Suspicion suspicion, Unexplained left)
    {
        var (gains, looks) = (GainsOf(suspicion), _evidence.LookOf);
        var (open, foreseen) = (left.Open, left.Foreseen);
        var gain = 0.0;
        foreach (var at in suspicion.Failures(_evidence))
        {
            gain += Math.Max(0, gains[looks[at]] - foreseen[at]) * open[at];
        }

        return gain;
    }

    /// <summary>The estimate of what is no whole component, less its own price.</summary>
    private double Estimate(Suspicion suspicion, Unexplained left) =>
        Estimate(suspicion, GainOf(suspicion, left), left) - suspicion.Cost;

    private double Estimate(Suspicion suspicion, double gain, Unexplained left)
    {
        var (gains, looks) = (GainsOf(suspicion), _evidence.LookOf);
        Span<double> perRound = stackalloc double[_evidence.Rounds];
        perRound.Clear();
        var failures = 0.0;
        foreach (var at in suspicion.Failures(_evidence))
        {
            if (gains[looks[at]] > left.Foreseen[at])
            {
                failures += left.Open[at];
                perRound[_evidence.Failures[at].Round] += left.Open[at];
            }
        }

        return failures < _parameters.Thresholds.QuickFailures ? 0 : LessPassed(gain, suspicion, perRound, failures);
    }

    /// <summary>The gain less what the passes cost; 0 as soon as they cost all of it, for the rest of them can only cost more.</summary>
    private double LessPassed(double gain, Suspicion suspicion, ReadOnlySpan<double> perRound, double failures)
    {
        Span<(int From, int Before)> spans = stackalloc (int, int)[(perRound.Length + 1) / 2];
        var active = spans[..ActiveSpans(perRound, spans)];
        var (total, onFailing) = (0, 0);
        foreach (var (from, before) in active)
        {
            total += suspicion.PassedIn(_evidence, from, before);
            onFailing += suspicion.PassedOnFailingIn(_evidence, from, before);
        }

        var rate = Math.Clamp(failures / (failures + total), .02, .98);
        var (survives, most) = (-Math.Log(1 - rate), _parameters.Priors.UntouchedPathCost / _parameters.Priors.Tempering);
        var cost = -failures * Math.Log(rate);

        // No path has more passes than the one with most, so each of a path's passes costs at least its share of the price of setting that
        // one aside: mostly that is too much already. What rounding may add to a sum of millions is far less than the margin.
        var least = cost + (onFailing * survives) + ((total - onFailing) * Math.Min(survives, most / _mostPassed));
        if (least * (1 - 1e-9) >= gain)
        {
            return 0;
        }

        foreach (var path in suspicion.Paths)
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
    /// Per look of a failure: by how many nats a fault of the kind, its profile not fitted, explains it better than chance.
    /// </summary>
    private static double[] GainsOf(ComponentKind kind, Priors priors, SymptomTable table, bool isBehindGateways)
    {
        var misleading = SymptomTable.MisleadingShare(kind) * priors.Misleading;
        var flat = isBehindGateways ? table.MisleadingBehind(kind) : table.Misleading(kind);
        double[][] typical = [.. Enumerable.Range(0, SymptomTable.Views).Select(
            view => isBehindGateways ? table.TypicalBehind(kind, view) : table.Typical(kind, view))];
        var gains = new double[SymptomTable.Views * Symptoms.Count];
        for (var look = 0; look < gains.Length; look++)
        {
            var (view, symptom) = Math.DivRem(look, Symptoms.Count);
            var profile = ((1 - misleading) * typical[view][symptom]) + (misleading * flat[symptom]);
            gains[look] = Math.Max(0, Math.Log(Math.Max(profile, 1e-12) / (priors.Background * table.Background[symptom])));
        }

        return gains;
    }
}
