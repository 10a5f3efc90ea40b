namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Every number of the localizer that is a choice. "Training" means: chosen on the benchmark's training incidents, by log score and exact
/// sets, and checked on its validation incidents; "convention" means: no figure depends on it closely.
/// </summary>
internal sealed record LocalizerParameters
{
    public Priors Priors { get; init; } = new();

    public Thresholds Thresholds { get; init; } = new();

    public SearchLimits Search { get; init; } = new();
}

/// <summary>What is believed before anything is seen. Costs and log-odds are in nats.</summary>
internal sealed record Priors
{
    /// <summary>How probable it is that a probe fails by chance; .0001 to .2. What quiet fleets show.</summary>
    public double Background { get; init; } = .01;

    /// <summary>How many probes <see cref="Background"/> counts for beside the window's own; convention.</summary>
    public double BackgroundStrength { get; init; } = 200;

    /// <summary>How many stray failures the usual symptoms of stray failures count for; convention.</summary>
    public double BackgroundSymptomStrength { get; init; } = 30;

    /// <summary>The rates of chance failures that are believed; convention.</summary>
    public (double Least, double Most) BackgroundRange { get; init; } = (.003, .05);

    /// <summary>The share of the evidence that is believed: probes of one round are not independent (tempering); training.</summary>
    public double Tempering { get; init; } = .6;

    /// <summary>How far differences of scores are believed as probabilities; changes no ranking; training, by log score.</summary>
    public double Sharpness { get; init; } = .8;

    /// <summary>The log-odds that a given component is at fault; between −5.5 and −5 the log score is flat; training.</summary>
    public double FaultLogOdds { get; init; } = -5;

    /// <summary>The log-odds of a passing disturbance of a component, which is commoner than a fault; training.</summary>
    public double BlipLogOdds { get; init; } = -4;

    /// <summary>The cost of "the fault does not touch this one route or vantage that crosses the component"; training.</summary>
    public double UntouchedPathCost { get; init; } = 4;

    /// <summary>
    /// The cost of "the fault also touches this one cell, or this one gateway, that is not declared to cross the component"; training.
    /// </summary>
    public double UndeclaredPathCost { get; init; } = 4;

    /// <summary>The cost of something undeclared, and of each cell that it touches; training.</summary>
    public (double Fixed, double PerCell) OtherCost { get; init; } = (2, 3);

    /// <summary>The cost of one undeclared cause behind several components, and of each of them beside its own; training.</summary>
    public (double Fixed, double PerMember) JoinCost { get; init; } = (3, .5);

    /// <summary>The cost of one model's engine behind several deployments, beside the choice of them; training.</summary>
    public double EngineCost { get; init; } = 4;

    /// <summary>What it costs in nats that a fault's rate grows; training.</summary>
    public double GrowthCost { get; init; } = 5;

    /// <summary>The cost of a deployment or quota whose fault the gateways before it show too; convention.</summary>
    public double FrontedCost { get; init; } = 1;

    /// <summary>What two faults that one event usually causes together gain; training.</summary>
    public double RelatedBonus { get; init; } = 2.5;

    /// <summary>Scales the share of faults with misleading symptoms; 0 turns them off.</summary>
    public double Misleading { get; init; } = 1;

    /// <summary>The Dirichlet's κ: how many observations the belief in typical symptoms counts for; training.</summary>
    public double SymptomStrength { get; init; } = 3;

    /// <summary>How probable it is that a joined cause looks the same in every view; training.</summary>
    public double JoinedOneFace { get; init; } = .8;

    /// <summary>
    /// What is added to failures and to trials when a rate is fitted. It lies between the mode and the mean of <see cref="RateBeta"/>:
    /// the mode is 1 after one failure, the mean too low for a fault that fails always; training.
    /// </summary>
    public (double Failures, double Trials) RateSmoothing { get; init; } = (.9, 1.3);

    /// <summary>The Beta prior of a fault's rate, which leans to 1: faults mostly fail always or often; training.</summary>
    public (double Failures, double Passes) RateBeta { get; init; } = (1.5, .7);

    /// <summary>The rates that are believed: below the first it is chance; a lower top asks for second faults in long windows.</summary>
    public (double Least, double Most) RateRange { get; init; } = (.1, .9999);

    /// <summary>How probably a fault stays as it is from round to round, and each length's own probability; convention.</summary>
    public IReadOnlyList<(double Stays, double Weight)> CourseLengths { get; init; } = [(.88, .5), (.97, .25), (.995, .25)];

    /// <summary>How often a way in place of a part is open at all: in many networks none is; convention.</summary>
    public double OpenWay { get; init; } = .5;

    /// <summary>
    /// What a component costs beyond a fault's odds: of what there is one per vantage and destination, each is rarer; training.
    /// </summary>
    public static double CostOf(Component component) => component switch
    {
        { Kind: ComponentKind.Credential, IsNarrow: true } => 3,
        { IsNarrow: true } => 1.5,
        { IsNetwork: true } => 3,
        { Kind: ComponentKind.GatewayUpstream } => 2,
        _ => 0,
    };

    /// <summary>The cost of each further domain in which a resolver's answers are false; training.</summary>
    public const double FalseAnswerCost = 3;

    /// <summary>What a fault costs for being held to some hosts, routes or vantages, beside the choice of them; training.</summary>
    public static double HeldCostOf(ComponentKind kind) => kind switch
    {
        ComponentKind.Proxy or ComponentKind.Quota => 1,
        ComponentKind.Dns or ComponentKind.GatewayUpstream or ComponentKind.Credential => 2,
        _ => 3,
    };
}

/// <summary>From where on something counts.</summary>
internal sealed record Thresholds
{
    /// <summary>Rounds in which a component must fail to be accused rather than called a blip; at least 1. The detector's rule.</summary>
    public int PersistentRounds { get; init; } = 2;

    /// <summary>How many rounds' time one disturbance can take: late timers put it into two; convention.</summary>
    public double BlipRounds { get; init; } = 1.15;

    /// <summary>How many rounds' time lie at least between two turns of one path; convention.</summary>
    public double TurnRounds { get; init; } = .5;

    /// <summary>The share of a fault's failures that lie beyond one disturbance; training.</summary>
    public double BeyondBlip { get; init; } = .25;

    /// <summary>The share of the probes between its first failure and its last that a fault fails at least; convention.</summary>
    public double LeastShare { get; init; } = .07;

    /// <summary>The highest probability that is ever claimed.</summary>
    public double MostConfidence { get; init; } = .99;

    /// <summary>How probable a component or an owner must be to be named.</summary>
    public double Named { get; init; } = .01;

    /// <summary>How probable a rival must be to stand beside a fault as one that explains the same; convention.</summary>
    public double Rival { get; init; } = .03;

    /// <summary>The bits that make a next probe worth naming; convention.</summary>
    public double WorthBits { get; init; } = .02;

    /// <summary>How many failures a quick estimate wants to be explained; convention.</summary>
    public double QuickFailures { get; init; } = .3;

    /// <summary>In a quick estimate: how many failures make a round an active one; convention.</summary>
    public double QuickActive { get; init; } = .3;

    /// <summary>The failures of what a fault is held to, and its rate as a share of the worst one's; training.</summary>
    public (double Failures, double ShareOfWorst) Held { get; init; } = (1.5, .3);
}

/// <summary>How far the search goes: higher numbers cost time and, on training incidents, found nothing more.</summary>
internal sealed record SearchLimits
{
    /// <summary>The steps of one fit; more were not better on training incidents.</summary>
    public int FitSteps { get; init; } = 4;

    /// <summary>Single explainers that are weighed.</summary>
    public int Singles { get; init; } = 24;

    /// <summary>Sets of each size that are extended, while sets are small; then only the best.</summary>
    public int Beam { get; init; } = 5;

    /// <summary>The size up to which <see cref="Beam"/> holds.</summary>
    public int BeamSize { get; init; } = 4;

    /// <summary>Explainers of what a set leaves.</summary>
    public int Extensions { get; init; } = 6;

    /// <summary>Explainers of what a set explains only with a fitted profile.</summary>
    public int HiddenExtensions { get; init; } = 3;

    /// <summary>Rivals of a member when it is exchanged.</summary>
    public int Exchanges { get; init; } = 8;

    /// <summary>Rivals that are extended when a member is split.</summary>
    public int SplitRivals { get; init; } = 4;

    /// <summary>The largest set whose members are exchanged or split.</summary>
    public int ExchangeSize { get; init; } = 4;

    /// <summary>The largest set; at most 31, for sets are bits of a number.</summary>
    public int MostMembers { get; init; } = 16;

    /// <summary>Sets that score this many nats less than the best are not extended.</summary>
    public double HopelessGap { get; init; } = 25;

    /// <summary>The most probable sets that the next probe is to tell apart.</summary>
    public int PlannedHypotheses { get; init; } = 30;

    /// <summary>The next probes that are ranked.</summary>
    public int PlannedProbes { get; init; } = 100;
}
