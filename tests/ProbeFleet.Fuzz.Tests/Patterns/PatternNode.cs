namespace ProbeFleet.Fuzz.Tests.Patterns;

/// <summary>A part of a regular expression, as a backtracking engine takes it.</summary>
internal abstract record PatternNode
{
    private PatternNode()
    {
    }

    /// <summary>One character of a set.</summary>
    public sealed record Set(Func<char, bool> Has, string Written) : PatternNode;

    /// <summary>One part after the other.</summary>
    public sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode;

    /// <summary>The first of the parts that leads on.</summary>
    public sealed record Choice(IReadOnlyList<PatternNode> Parts) : PatternNode;

    /// <summary>A part some times.</summary>
    public sealed record Loop(PatternNode Body, int Least, int Most, bool IsLazy) : PatternNode;

    /// <summary>A place, such as <c>\b</c>: the text and a position in it.</summary>
    public sealed record Place(Func<string, int, bool> Is) : PatternNode;

    /// <summary>What stands ahead.</summary>
    public sealed record Ahead(PatternNode Body, bool IsNegative) : PatternNode;

    /// <summary>What stands behind.</summary>
    public sealed record Behind(PatternNode Body, bool IsNegative) : PatternNode;

    /// <summary>A part that is never tried again.</summary>
    public sealed record Atomic(PatternNode Body) : PatternNode;
}
