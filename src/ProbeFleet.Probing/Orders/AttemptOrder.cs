using ProbeFleet.Core.Model;

namespace ProbeFleet.Probing.Orders;

/// <summary>What one attempt is to do.</summary>
internal sealed record AttemptOrder
{
    public required Route Route { get; init; }

    public required ProbeDepth Depth { get; init; }

    public required ProbeBudget Budget { get; init; }

    public ProbeVariant Variant { get; init; } = ProbeVariant.Full;

    /// <summary>How long the connection is left idle after the answer, before the same request is sent on it again; null for not at all.</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>How the request is to differ from the usual one.</summary>
    public IReadOnlyList<ShapeChange> Shape { get; init; } = [];

    /// <summary>The interpreter's file for a route with a runtime; null for the one on the path.</summary>
    public string? Interpreter { get; init; }

    /// <summary>Why an attempt was made before this one; null for the first.</summary>
    public string? Repeated { get; init; }
}
