namespace ProbeFleet.Core.Localization;

/// <summary>The few numbers of the localizer that are beliefs; chosen on the benchmark's training incidents.</summary>
public sealed record LocalizerSettings
{
    /// <summary>How probable it is that a probe fails by chance; 0.0001 to 0.2. Default 0.01.</summary>
    public double Background { get; init; } = .01;

    /// <summary>
    /// The share of the evidence that is believed: probes of one round and cell are not independent of each other
    /// (tempering); above 0, to 1.
    /// </summary>
    public double Tempering { get; init; } = .6;

    /// <summary>The log-odds that a given component is at fault before anything is seen, in nats; negative.</summary>
    public double PriorLogOdds { get; init; } = -5;

    /// <summary>The cost in nats of "the fault does not touch this one path that crosses the component".</summary>
    public double UntouchedPathCost { get; init; } = 4;

    /// <summary>The cost in nats of "the fault also touches this one path that is not declared to cross the component".</summary>
    public double UndeclaredPathCost { get; init; } = 4;

    /// <summary>Rounds in which a component must fail before it is accused rather than called a blip; at least 1. Default 2.</summary>
    public int PersistentRounds { get; init; } = 2;

    /// <summary>Scales the share of faults with misleading symptoms; 0 turns them off. Default 1.</summary>
    public double Misleading { get; init; } = 1;

    /// <summary>The strength of the belief in typical symptoms, as a number of observations (the Dirichlet's κ); above 0.</summary>
    public double SymptomStrength { get; init; } = 3;

    /// <summary>
    /// How far score differences between hypotheses are believed when they become probabilities: no model is as sure of itself as it
    /// computes. Above 0, to 1; changes no ranking of hypotheses.
    /// </summary>
    public double Sharpness { get; init; } = .8;

    /// <summary>The highest probability that is ever claimed.</summary>
    public double MostConfidence { get; init; } = .99;
}
