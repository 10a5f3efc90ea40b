namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// One member of a hypothesis: something at fault and the paths that its fault can touch. Usually a declared component with
/// its declared paths; also a component with a path that was not declared, paths without a component, or what several
/// components have in common. It belongs to one window and keeps what it was asked of it.
/// </summary>
internal sealed class Suspicion(string key, Component component, int[] paths, double cost)
{
    private int[]? _failing;
    private int[]? _failures;
    private int[]? _passed;
    private int[]? _passedOnFailing;

    /// <summary>What makes two suspicions the same.</summary>
    public string Key => key;

    public Component Component => component;

    public int[] Paths => paths;

    /// <summary>The hosts, routes or vantages that its fault is held to; empty when it may touch all.</summary>
    public IReadOnlyList<string> HeldTo { get; init; } = [];

    /// <summary>Whether it has paths that are not declared to cross its component.</summary>
    public bool IsWidened { get; init; }

    /// <summary>Whether gateways that call its component are among its paths.</summary>
    public bool IsBehindGateways { get; init; }

    /// <summary>
    /// How probable it is that it looks the same in every view; certain for what has no component and is held together by nothing else.
    /// </summary>
    public double OneFace { get; init; } = .1;

    /// <summary>The prior cost in nats, beyond a component's usual prior.</summary>
    public double Cost => cost;

    /// <summary>Its paths on which something failed.</summary>
    public int[] Failing(EvidenceMatrix evidence) => _failing ??= evidence.FailingOf(paths);

    /// <summary>The failures on its paths, path by path, as indexes in the window.</summary>
    public int[] Failures(EvidenceMatrix evidence) => _failures ??= evidence.FailuresOn(Failing(evidence));

    /// <summary>How many observations on its paths passed from a round on and before another.</summary>
    public int PassedIn(EvidenceMatrix evidence, int from, int before)
    {
        _passed ??= evidence.PassedBeforeOn(paths);
        return _passed[before] - _passed[from];
    }

    /// <summary>The same for the paths on which something failed.</summary>
    public int PassedOnFailingIn(EvidenceMatrix evidence, int from, int before)
    {
        _passedOnFailing ??= evidence.PassedBeforeOn(Failing(evidence));
        return _passedOnFailing[before] - _passedOnFailing[from];
    }

    public static Suspicion From(EvidenceMatrix evidence, int component)
    {
        var (declared, paths) = (evidence.Components[component], evidence.PathsOf[component]);
        return new(declared.Name, declared, paths, Priors.CostOf(declared) + FalseAnswers.PriceOf(declared, paths, evidence));
    }
}
