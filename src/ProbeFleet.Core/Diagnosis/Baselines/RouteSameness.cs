using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>Whether two probes are of the same route. The family is closed.</summary>
public abstract record RouteSameness
{
    private protected RouteSameness()
    {
    }

    /// <summary>The fingerprints are equal.</summary>
    public sealed record Same : RouteSameness;

    /// <summary>All is equal but the credential's identity, and the cause was the credential: the change is the fix.</summary>
    /// <param name="Credential">How it changed; at least one fact, and never a secret.</param>
    public sealed record SameButCredential(IReadOnlyList<ChangedFact> Credential) : RouteSameness;

    /// <summary>Another route: the two are not comparable.</summary>
    /// <param name="Fields">What differs; at least one field.</param>
    public sealed record Different(IReadOnlyList<ChangedFact> Fields) : RouteSameness;
}
