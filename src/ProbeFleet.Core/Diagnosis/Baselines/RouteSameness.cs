namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>The result of comparing the routes of two probes. The family is closed.</summary>
internal abstract record RouteSameness
{
    private protected RouteSameness()
    {
    }

    /// <summary>The fingerprints are equal.</summary>
    public sealed record Same : RouteSameness;

    /// <summary>Only the credential differs, and it was the cause: the change is the fix.</summary>
    /// <param name="Credential">How the credential changed; at least one fact, and never a secret.</param>
    public sealed record SameButCredential(IReadOnlyList<ChangedFact> Credential) : RouteSameness;

    /// <summary>The routes differ and are not comparable.</summary>
    /// <param name="Fields">The fields that differ; at least one.</param>
    public sealed record Different(IReadOnlyList<ChangedFact> Fields) : RouteSameness;
}
