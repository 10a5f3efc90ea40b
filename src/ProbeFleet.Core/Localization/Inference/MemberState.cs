namespace ProbeFleet.Core.Localization.Inference;

/// <summary>What is fitted for one member of a hypothesis: how often it fails, when it is active, and what it looks like.</summary>
internal sealed class MemberState(Suspicion suspicion, int rounds, LocalizerSettings settings, SymptomTable table)
{
    public FailureRate Rate { get; } = new();

    public Course Course { get; } = new(rounds);

    public SymptomProfile Profile { get; } = new(suspicion, settings, table);

    /// <summary>Per round: how many failures are this member's.</summary>
    public double[] Failed { get; } = new double[rounds];

    /// <summary>How probable it is that it fails a probe of the round.</summary>
    public double Emission(int round) => Course.Active[round] * Rate.Value;

    public void Forget()
    {
        Profile.Forget();
        Array.Clear(Failed);
    }

    public void Take(int view, int symptom, int round, double share)
    {
        Profile.Take(view, symptom, share);
        Failed[round] += share;
    }
}
