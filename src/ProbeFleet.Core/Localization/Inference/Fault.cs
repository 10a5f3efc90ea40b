namespace ProbeFleet.Core.Localization.Inference;

/// <summary>One fault as fitted: how often it fails a probe that meets it, in which rounds, and what it looks like.</summary>
internal sealed record Fault(FailureRate Rate, Course Course, SymptomProfile Profile)
{
    public Growth Growth { get; init; } = Growth.Steady;

    /// <summary>How probable it is that it fails a probe of the round if it is active.</summary>
    public double WhileActive(int round) => Rate.Value * Growth.Share(round);

    /// <summary>How probable it is that it fails a probe of the round.</summary>
    public double Emission(int round) => Course.Active(round) * WhileActive(round);
}
