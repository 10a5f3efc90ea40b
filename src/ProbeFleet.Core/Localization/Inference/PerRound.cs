namespace ProbeFleet.Core.Localization.Inference;

/// <summary>A number per row and round of time, in one array.</summary>
internal sealed class PerRound<T>(int rows, int rounds)
{
    private readonly T[] _values = new T[rows * rounds];

    public int Rounds => rounds;

    public T this[int row, int round]
    {
        get => _values[(row * rounds) + round];
        set => _values[(row * rounds) + round] = value;
    }

    public Span<T> this[int row] => _values.AsSpan(row * rounds, rounds);

    public void Clear() => Array.Clear(_values);
}
