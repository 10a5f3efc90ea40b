namespace ProbeFleet.Core.Localization;

/// <summary>The judgement over many probes: where the fault is, how sure that is, and what cannot be told.</summary>
public sealed record FaultLocalization
{
    /// <summary>The window that was looked at.</summary>
    public required IncidentWindow Window { get; init; }

    /// <summary>The one answer.</summary>
    public required LocalizationVerdict Verdict { get; init; }

    /// <summary>The components under suspicion, most probable first, down to 0.01.</summary>
    public required IReadOnlyList<Suspect> Suspects { get; init; }

    /// <summary>
    /// The smallest set of names, most probable first, that holds the fault with a probability of 0.95 or more; <c>none</c> and
    /// <c>other</c> can be among them. Empty when there is no evidence.
    /// </summary>
    public required IReadOnlyList<string> CredibleSet { get; init; }

    /// <summary>Groups of components that the evidence cannot tell from each other: each group holds one fault.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Indistinguishable { get; init; }

    /// <summary>The probe that would tell most; absent when no probe of this matrix would tell anything.</summary>
    public NextProbe? NextProbe { get; init; }

    /// <summary>The probes worth asking for, the most telling first, at most 100; kept by nobody.</summary>
    [JsonIgnore]
    public IReadOnlyList<NextProbe> Candidates { get; init; } = [];

    /// <summary>Each possible owner with its probability, most probable first, down to 0.01.</summary>
    public required IReadOnlyList<OwnerShare> Owners { get; init; }

    /// <summary>How probable it is that nothing is at fault.</summary>
    public required double NoFault { get; init; }

    /// <summary>Components that failed in one round only: seen, kept as evidence, not accused.</summary>
    public IReadOnlyList<string> Blips { get; init => field = value ?? []; } = [];

    /// <summary>Whether results of the window may be missing, since storage could not tell of all; absent when it could.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPartial { get; init; }

    /// <summary>Vantages of which results of the window could not be read, or none of them; absent when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public IReadOnlyList<VantageName>? UnreadableVantages { get; init; }

    /// <summary>Vantages of which the window has no result; silence is not health.</summary>
    public IReadOnlyList<string> Silent { get; init => field = value ?? []; } = [];

    /// <summary>Probes that were set aside because their route's fingerprint differs; they were not compared.</summary>
    public IReadOnlyList<string> NotComparable { get; init => field = value ?? []; } = [];

    /// <summary>The same localization, which says what its window lacked.</summary>
    /// <param name="isPartial">Whether results of the window may be missing.</param>
    /// <param name="unreadable">The vantages of which results cannot be read; with any, results are missing.</param>
    public FaultLocalization WithMissing(bool isPartial, IReadOnlyList<VantageName> unreadable) => this with
    {
        IsPartial = isPartial || unreadable is not [],
        UnreadableVantages = unreadable is [] ? null : unreadable,
    };
}

/// <summary>The one answer of a localization.</summary>
public sealed record LocalizationVerdict
{
    /// <summary>Who has to act: the most probable owner; <c>none</c> when nothing is at fault, <c>unknown</c> without evidence.</summary>
    public required Owner Owner { get; init; }

    /// <summary>How probable the owner is, 0 to 0.99.</summary>
    public required double OwnerConfidence { get; init; }

    /// <summary>The owner's most probable component; null when nothing is at fault or nothing is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Component? Component { get; init; }

    /// <summary>How probable the component is, 0 to 0.99; without one, how probable "nothing is at fault" is.</summary>
    public required double Confidence { get; init; }

    /// <summary>The answer in plain words, then the component's name; how probable it is stands beside it.</summary>
    public required string Summary { get; init; }
}

/// <summary>A component under suspicion.</summary>
public sealed record Suspect
{
    /// <summary>The component.</summary>
    public required Component Component { get; init; }

    /// <summary>What its fault does to whom, in plain words, such as <c>The proxy of prod-west refuses api.openai.com</c>.</summary>
    public string Words { get; init; } = "";

    /// <summary>How probable it is that it is at fault, 0 to 0.99.</summary>
    public required double Probability { get; init; }

    /// <summary>Failed and slow probes that crossed it and that its fault would explain, latest first, at most 20.</summary>
    public required IReadOnlyList<string> For { get; init; }

    /// <summary>The hosts, routes or vantages that its fault is held to; empty when it touches all that cross it.</summary>
    public IReadOnlyList<string> HeldTo { get; init => field = value ?? []; } = [];

    /// <summary>The vantages and routes that its fault fails too although they are not declared to cross it.</summary>
    internal IReadOnlySet<(VantageName Vantage, RouteName Route)> Beyond { get; init; } = new HashSet<(VantageName, RouteName)>();

    /// <summary>The stage that most of <see cref="For"/> found slow; absent when one of them failed.</summary>
    public Stage? Slow { get; init; }

    /// <summary>Passed probes that crossed it and were not slow, latest first, at most 20.</summary>
    public required IReadOnlyList<string> Against { get; init; }
}

/// <summary>An owner with its probability.</summary>
/// <param name="Probability">How probable it is, 0 to 1.</param>
public sealed record OwnerShare(Owner Owner, double Probability);

/// <summary>The probe that would tell most.</summary>
public sealed record NextProbe
{
    /// <summary>From where.</summary>
    public required string Vantage { get; init; }

    /// <summary>Over which route.</summary>
    public required string Route { get; init; }

    /// <summary>Which variant; <c>full</c> for the probe itself.</summary>
    public required string Variant { get; init; }

    /// <summary>How far it goes.</summary>
    public ProbeDepth Depth { get; init; } = ProbeDepth.Completion;

    /// <summary>How much it is expected to tell, in bits.</summary>
    public required double Bits { get; init; }

    /// <summary>Which suspects it tells apart and how.</summary>
    public required string Why { get; init; }
}
