namespace ProbeFleet.Core.Localization.Inference;

/// <summary>What a hypothesis leaves to be explained.</summary>
/// <param name="Open">Per failure: how much of it is to be explained.</param>
/// <param name="Foreseen">Per failure: the nats by which it is explained already.</param>
internal readonly record struct Unexplained(double[] Open, double[] Foreseen)
{
    /// <summary>What its members do not explain.</summary>
    public static Unexplained By(Hypothesis hypothesis) => new(hypothesis.Unexplained, new double[hypothesis.Unexplained.Length]);

    /// <summary>What its members explain only with profiles that were fitted to it: faults may hide behind them.</summary>
    public static Unexplained BeforeProfilesOf(Hypothesis hypothesis)
    {
        var open = new double[hypothesis.Foreseen.Length];
        Array.Fill(open, 1);
        return new(open, hypothesis.Foreseen);
    }
}
