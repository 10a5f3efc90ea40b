namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Arrays that every fit needs for a moment, made once for all fits of a window: one for each would be most of what a localization
/// allocates. What a fit keeps in them is lost with the next fit. Who uses <see cref="Bits"/>, <see cref="Numbers"/> and
/// <see cref="Looks"/> leaves them as it found them, all 0.
/// </summary>
internal sealed class FitScratch(EvidenceMatrix evidence)
{
    private int[] _numbers = [];

    /// <summary>Per path.</summary>
    public int[] Bits { get; } = new int[evidence.Paths.Count];

    /// <summary>Per touched path: the path.</summary>
    public int[] Paths { get; } = new int[evidence.Paths.Count];

    /// <summary>Per touched path: its set of members.</summary>
    public int[] Sets { get; } = new int[evidence.Paths.Count];

    /// <summary>Per touched path.</summary>
    public bool[] IsUntouched { get; } = new bool[evidence.Paths.Count];

    /// <summary>Per touched path.</summary>
    public bool[] IsHit { get; } = new bool[evidence.Paths.Count];

    /// <summary>The touched paths on which something failed.</summary>
    public List<int> Failing { get; } = [];

    /// <summary>Per failure on a touched path, path by path: its group.</summary>
    public int[] GroupOf { get; } = new int[evidence.Failures.Length];

    public List<FailureGroup> Groups { get; } = [];

    /// <summary>Per group: its place among the numbers.</summary>
    public List<int> Keys { get; } = [];

    /// <summary>Per failure; whoever uses it fills it first.</summary>
    public int[] Makers { get; } = new int[evidence.Failures.Length];

    /// <summary>Per look of a failure.</summary>
    public int[] Looks { get; } = new int[SymptomTable.Views * Symptoms.Count];

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
