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
    private readonly LeftGains _gains;
    private readonly Suspicion[] _suspicions;
    private readonly int[] _touched;
    private readonly int _mostPassed;
    private readonly HeldFaults _held;

    // One for all hypotheses.
    private readonly PriorityQueue<int, (double Loss, int Component)> _gaining = new();

    public QuickScore(EvidenceMatrix evidence, LocalizerParameters parameters, SymptomTable table)
    {
        _evidence = evidence;
        _parameters = parameters;
        _gains = new(evidence, parameters.Priors, table);
        _suspicions = [.. Enumerable.Range(0, evidence.Components.Count).Select(component => Suspicion.From(evidence, component))];
        _touched = [.. Enumerable.Range(0, _suspicions.Length).Where(component => _suspicions[component].Failing(evidence).Length > 0)];
        _mostPassed = Math.Max(1, evidence.PassedOf.DefaultIfEmpty(0).Max());
        _held = new(evidence, parameters, _suspicions, _gains);
    }

    /// <summary>The best explainers of what a hypothesis leaves, best first; none of its own members.</summary>
    public IReadOnlyList<Suspicion> Best(Hypothesis parent, Unexplained left, int count)
    {
        _gains.Take(left);

        // The gain alone bounds the score from above: once it falls below the scores that are already found, nothing better follows.
        PriorityQueue<Suspicion, double> best = new();
        var open = Gaining(parent);
        while (open.TryDequeue(out var component, out var order))
        {
            if (best.Count >= count && best.TryPeek(out _, out var worst) && -order.Loss <= worst)
            {
                break;
            }

            var whole = Estimate(_suspicions[component], -order.Loss);
            Take(best, count, _suspicions[component], whole);
            if (_held.Fronted(component) is { } fronted)
            {
                Take(best, count, fronted, Estimate(fronted));
            }

            if (_held.Find(component) is { } held && Estimate(held) is var score && score > whole)
            {
                Take(best, count, held, score);
            }
        }

        foreach (var shared in _held.Shared())
        {
            Take(best, count, shared, Estimate(shared));
        }

        return [.. best.UnorderedItems.OrderByDescending(item => item.Priority).ThenBy(item => item.Element.Key, StringComparer.Ordinal)
            .Select(item => item.Element)];
    }

    /// <summary>
    /// The components that would explain anything, the one that would explain most first, of equals the first; none of the hypothesis'
    /// members.
    /// </summary>
    private PriorityQueue<int, (double Loss, int Component)> Gaining(Hypothesis parent)
    {
        _gaining.Clear();
        foreach (var component in _touched)
        {
            if (GainOf(_suspicions[component]) is > 0 and var gain && !Accuses(parent, _suspicions[component].Component))
            {
                _gaining.Enqueue(component, (-gain, component));
            }
        }

        return _gaining;
    }

    private static bool Accuses(Hypothesis hypothesis, Component component)
    {
        foreach (var member in hypothesis.Members)
        {
            if (member.Component == component)
            {
                return true;
            }
        }

        return false;
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

    private double GainOf(Suspicion suspicion) => _gains.Gain(suspicion.Component.Kind, suspicion.Failing(_evidence));

    /// <summary>The estimate of what is no whole component, less its own price.</summary>
    private double Estimate(Suspicion suspicion) => Estimate(suspicion, GainOf(suspicion)) - suspicion.Cost;

    private double Estimate(Suspicion suspicion, double gain)
    {
        Span<double> perRound = stackalloc double[_evidence.Rounds];
        perRound.Clear();
        var (kind, failures) = (suspicion.Component.Kind, 0.0);
        foreach (var path in suspicion.Failing(_evidence))
        {
            foreach (var at in _evidence.FailuresOf[path])
            {
                var open = _gains.Open(kind, at);
                failures += open;
                perRound[_evidence.Failures[at].Round] += open;
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
}
