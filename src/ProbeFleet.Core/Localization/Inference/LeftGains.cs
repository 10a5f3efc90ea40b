namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// What a fault of each kind would explain of what a hypothesis leaves, summed per path: by how many nats a fault, its profile not fitted,
/// explains a failure better than chance, less what is foreseen of it.
/// </summary>
internal sealed class LeftGains
{
    private readonly EvidenceMatrix _evidence;
    private readonly int[] _failing;

    // Per path its place among the failing ones, per look and kind a failure's gain.
    private readonly int[] _placeOf;
    private readonly Grid<double> _gains;

    // Per kind and failing path: the sums while nothing is explained, and those of the hypothesis.
    private readonly Grid<(double Gain, double Open)> _atFirst;
    private readonly Grid<(double Gain, double Open)> _left;
    private Unexplained _of;

    public LeftGains(EvidenceMatrix evidence, Priors priors, SymptomTable table)
    {
        var kinds = Enum.GetValues<ComponentKind>();
        _evidence = evidence;
        _failing = evidence.FailingOf([.. Enumerable.Range(0, evidence.Paths.Count)]);
        _placeOf = new int[evidence.Paths.Count];
        _gains = new(SymptomTable.Views * Symptoms.Count, kinds.Length);
        foreach (var kind in kinds)
        {
            Fill(kind, priors, table);
        }

        (_atFirst, _left) = (new(kinds.Length, _failing.Length), new(kinds.Length, _failing.Length));
        _of = new([.. Enumerable.Repeat(1.0, evidence.Failures.Length)], new double[evidence.Failures.Length]);
        foreach (var (place, path) in _failing.Index())
        {
            _placeOf[path] = place;
            Sum(place, _atFirst);
        }
    }

    /// <summary>Looks at what another hypothesis leaves.</summary>
    public void Take(Unexplained left)
    {
        _of = left;
        _atFirst.CopyTo(_left);
        for (var place = 0; place < _failing.Length; place++)
        {
            if (IsChanged(_failing[place]))
            {
                Sum(place, _left);
            }
        }
    }

    /// <summary>How much of the failure is to be explained, as far as a fault of the kind explains it.</summary>
    public double Open(ComponentKind kind, int failure) =>
        _gains[_evidence.LookOf[failure], (int)kind] > _of.Foreseen[failure] ? _of.Open[failure] : 0;

    /// <summary>The same for all failures of a path.</summary>
    public double OpenOn(ComponentKind kind, int path) => _left[(int)kind, _placeOf[path]].Open;

    /// <summary>What a fault of the kind would explain on these paths, in nats.</summary>
    /// <param name="failing">Paths on which something failed.</param>
    public double Gain(ComponentKind kind, int[] failing)
    {
        var gains = _left[(int)kind];
        var sum = 0.0;
        foreach (var path in failing)
        {
            sum += gains[_placeOf[path]].Gain;
        }

        return sum;
    }

    private bool IsChanged(int path)
    {
        foreach (var failure in _evidence.FailuresOf[path])
        {
            if (_of.Open[failure] < 1 || _of.Foreseen[failure] != 0)
            {
                return true;
            }
        }

        return false;
    }

    private void Sum(int place, Grid<(double Gain, double Open)> sums)
    {
        for (var kind = 0; kind < sums.Rows; kind++)
        {
            sums[kind, place] = default;
        }

        foreach (var failure in _evidence.FailuresOf[_failing[place]])
        {
            var (open, foreseen) = (_of.Open[failure], _of.Foreseen[failure]);
            var gains = _gains[_evidence.LookOf[failure]];
            for (var kind = 0; kind < gains.Length; kind++)
            {
                if (gains[kind] > foreseen)
                {
                    var (gain, opened) = sums[kind, place];
                    sums[kind, place] = (gain + ((gains[kind] - foreseen) * open), opened + open);
                }
            }
        }
    }

    private void Fill(ComponentKind kind, Priors priors, SymptomTable table)
    {
        var misleading = SymptomTable.MisleadingShare(kind) * priors.Misleading;
        var flat = table.Misleading(kind);
        for (var look = 0; look < _gains.Rows; look++)
        {
            var (view, symptom) = Math.DivRem(look, Symptoms.Count);
            var profile = ((1 - misleading) * table.Typical(kind, view)[symptom]) + (misleading * flat[symptom]);
            _gains[look, (int)kind] = Math.Max(0, Math.Log(Math.Max(profile, 1e-12) / (priors.Background * table.Background[symptom])));
        }
    }
}
