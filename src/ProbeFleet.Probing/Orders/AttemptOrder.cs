namespace ProbeFleet.Probing.Orders;

internal sealed record AttemptOrder
{
    public required Route Route { get; init; }

    public required ProbeDepth Depth { get; init; }

    public required ProbeBudget Budget { get; init; }

    public ProbeVariant Variant { get; init; } = ProbeVariant.Full;

    /// <summary>How long the connection is left idle after the answer, before the same request is sent again; null for never.</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>The changes to the usual request.</summary>
    public IReadOnlyList<ShapeChange> Shape { get; init; } = [];

    /// <summary>The interpreter's file for a route with a runtime; null for the one on the path.</summary>
    public string? Interpreter { get; init; }

    /// <summary>Why this attempt repeats an earlier one; null for the first.</summary>
    public string? Repeated { get; init; }
}
