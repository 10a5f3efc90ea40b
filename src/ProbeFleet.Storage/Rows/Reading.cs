namespace ProbeFleet.Storage.Rows;

/// <summary>The result of reading one row.</summary>
public abstract record Reading<T>
{
    private protected Reading()
    {
    }

    /// <summary>The row exists and is readable.</summary>
    public sealed record Found(T Value) : Reading<T>;

    /// <summary>There is no such row.</summary>
    public sealed record Absent : Reading<T>;

    /// <summary>The row exists, but this version cannot read it.</summary>
    public sealed record Unreadable(UnreadableRow Row) : Reading<T>;
}
