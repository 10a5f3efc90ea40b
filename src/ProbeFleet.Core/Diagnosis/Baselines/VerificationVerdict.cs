namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>What a later probe proves about a packet's fault. The family is closed.</summary>
public abstract record VerificationVerdict
{
    private protected VerificationVerdict()
    {
    }

    /// <summary>The same request passed, so the packet may be closed.</summary>
    public sealed record Verified(Guid ProbeId) : VerificationVerdict
    {
        /// <summary>Whether the probe used another credential than the packet: the credential was at fault, and this is the fix.</summary>
        public bool WithAnotherCredential { get; init; }
    }

    /// <summary>The probe made another request, so it proves nothing.</summary>
    /// <param name="Fields">The fields that differ, with the packet's value and the probe's.</param>
    public sealed record NotComparable(IReadOnlyList<ChangedFact> Fields) : VerificationVerdict;

    /// <summary>The same request still fails.</summary>
    public sealed record StillFailing(ProbeDiagnosis Diagnosis) : VerificationVerdict;

    /// <summary>The probe ended before it sent anything, as without a credential; the reported one had not: it proves nothing.</summary>
    /// <param name="Diagnosis">Why nothing was sent.</param>
    public sealed record NothingSent(ProbeDiagnosis Diagnosis) : VerificationVerdict;

    /// <summary>The same request passed, but the stage that the packet reports as slow still is.</summary>
    public sealed record StillSlow(SlowStage Stage) : VerificationVerdict;

    /// <summary>The probe ran at another vantage.</summary>
    public sealed record WrongVantage(IReadOnlyList<VantageName> Expected, VantageName Actual) : VerificationVerdict;
}
