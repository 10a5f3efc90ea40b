namespace ProbeFleet.Storage.Baselines;

/// <summary>The baseline of a route from a vantage.</summary>
public sealed record RouteBaseline
{
    /// <summary>The last healthy result of its vantage and route: it passed and is no variant.</summary>
    /// <exception cref="ArgumentException">The result failed, or is a variant's.</exception>
    public required ProbeResult Healthy
    {
        get;
        init => field = value is { Outcome: ProbeOutcome.Passed, Variant: null }
            ? value
            : throw new ArgumentException("A baseline is made from a passed probe, and not from a variant of one.", nameof(value));
    }

    /// <summary>How long its stages usually take.</summary>
    public UsualTimes Usual { get; init; } = UsualTimes.None;
}
