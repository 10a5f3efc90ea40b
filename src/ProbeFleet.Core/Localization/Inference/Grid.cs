namespace ProbeFleet.Core.Localization.Inference;

/// <summary>A value per row and column, such as per member and round, in one array.</summary>
internal sealed class Grid<T>(int rows, int columns)
{
    private readonly T[] _values = new T[rows * columns];

    public int Rows => rows;

    public int Columns => columns;

    public T this[int row, int column]
    {
        get => _values[(row * columns) + column];
        set => _values[(row * columns) + column] = value;
    }

    public void Clear() => Array.Clear(_values);

    public Span<T> this[int row] => _values.AsSpan(row * columns, columns);
}
