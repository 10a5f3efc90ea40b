namespace ProbeFleet.Storage.Rows;

/// <summary>What came of reading one row.</summary>
/// <typeparam name="T">What the row holds.</typeparam>
public abstract record Reading<T>
{
    private protected Reading()
    {
    }

    /// <summary>The row is there and readable.</summary>
    /// <param name="Value">What it holds.</param>
    public sealed record Found(T Value) : Reading<T>;

    /// <summary>There is no such row.</summary>
    public sealed record Absent : Reading<T>;

    /// <summary>The row is there, and this version cannot read it.</summary>
    /// <param name="Row">Which row, and why.</param>
    public sealed record Unreadable(UnreadableRow Row) : Reading<T>;
}
