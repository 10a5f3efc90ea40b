namespace ProbeFleet.Core.Model;

/// <summary>The judgement on one probe.</summary>
public sealed record ProbeDiagnosis
{
    /// <summary>The cause code.</summary>
    public required Cause Cause { get; init; }

    /// <summary>Who has to act.</summary>
    public required Owner Owner { get; init; }

    /// <summary>How sure, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>What happened, in one or two sentences with the facts of this probe.</summary>
    public required string Summary { get; init; }

    /// <summary>What to do next, in order.</summary>
    public IReadOnlyList<string> DoNext { get; init; } = [];

    /// <summary>What not to do, and why.</summary>
    public IReadOnlyList<string> DoNot { get; init; } = [];

    /// <summary>Causes that look the same from this probe, each with the check that tells; absent when there is none.</summary>
    public IReadOnlyList<AlternativeCause>? Alternatives { get; init; }

    /// <summary>
    /// The known difference between the workload's runtime and .NET that explains why the same request passes from one of them only; absent otherwise.
    /// </summary>
    public RuntimeDifference? Difference { get; init; }
}

/// <summary>Another cause that would look the same.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="Check">The check that tells it from the diagnosed one.</param>
public sealed record AlternativeCause(Cause Cause, Owner Owner, string Check);
