using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>What a later probe proves about a packet. The family is closed.</summary>
public abstract record PacketVerdict
{
    private protected PacketVerdict()
    {
    }

    /// <summary>The same request passed: the packet may be closed.</summary>
    /// <param name="ProbeId">The probe that proves it.</param>
    public sealed record Verified(Guid ProbeId) : PacketVerdict
    {
        /// <summary>Whether it passed with another credential than the packet's: the credential was the fault, and this is the fix.</summary>
        public bool WithAnotherCredential { get; init; }
    }

    /// <summary>It was not the same request, so it proves nothing.</summary>
    /// <param name="Fields">What differs: was in the packet, is now.</param>
    public sealed record NotComparable(IReadOnlyList<ChangedFact> Fields) : PacketVerdict;

    /// <summary>The same request still fails.</summary>
    /// <param name="Diagnosis">How.</param>
    public sealed record StillFailing(ProbeDiagnosis Diagnosis) : PacketVerdict;

    /// <summary>The same request passed, and what the packet reports as slow still is.</summary>
    /// <param name="Stage">How slow.</param>
    public sealed record StillSlow(SlowStage Stage) : PacketVerdict;

    /// <summary>The probe ran somewhere else.</summary>
    /// <param name="Expected">Where it must run: one of these.</param>
    /// <param name="Actual">Where it ran.</param>
    public sealed record WrongVantage(IReadOnlyList<VantageName> Expected, VantageName Actual) : PacketVerdict;
}
