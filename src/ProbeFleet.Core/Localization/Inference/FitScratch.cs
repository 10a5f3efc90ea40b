namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Arrays that every fit needs for a moment, made once for all fits of a window: one for each would be most of what a localization
/// allocates. Who uses <see cref="Bits"/> and <see cref="Numbers"/> leaves them as it found them, all 0.
/// </summary>
internal sealed class FitScratch(EvidenceMatrix evidence)
{
    private int[] _numbers = [];

    /// <summary>Per path.</summary>
    public int[] Bits { get; } = new int[evidence.Paths.Count];

    /// <summary>Per failure; whoever uses it fills it first.</summary>
    public int[] Makers { get; } = new int[evidence.Failures.Length];

    /// <summary>Per set of members, round and look of a failure.</summary>
    public Span<int> Numbers(int sets)
    {
        var count = sets * evidence.Rounds * SymptomTable.Views * Symptoms.Count;
        if (_numbers.Length < count)
        {
            _numbers = new int[Math.Max(count, 2 * _numbers.Length)];
        }

        return _numbers;
    }
}
