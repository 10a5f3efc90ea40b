using ProbeFleet.Core.Configuration;

namespace ProbeFleet.Probing.Orders;

/// <summary>The request for one probe.</summary>
public sealed record ProbeRequest
{
    /// <summary>The route.</summary>
    public required Route Route { get; init; }

    /// <summary>The vantage that runs the probe.</summary>
    public required Vantage Vantage { get; init; }

    /// <summary>The depth. Default <see cref="ProbeDepth.Completion"/>.</summary>
    public ProbeDepth Depth { get; init; } = ProbeDepth.Completion;

    /// <summary>How long each part may take.</summary>
    public ProbeBudget Budget { get; init; } = ProbeBudget.From(new ProbeSettings());

    /// <summary>The variant: what is taken out of the path. Default nothing.</summary>
    public ProbeVariant Variant { get; init; } = ProbeVariant.Full;

    /// <summary>For <see cref="ProbeVariant.Reuse"/>: the longest that a connection is left idle; above zero. Default 305 s.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(305);

    /// <summary>For a route with a runtime: the interpreter's file. Default null: the one on the path.</summary>
    public string? Interpreter { get; init; }

    /// <summary>Whether a break without a response is explained by a drill-down. Default true.</summary>
    public bool Explain { get; init; } = true;

    /// <summary>Whether the provider's status page is read when the probe fails. Default false.</summary>
    public bool ReadStatusPage { get; init; }

    /// <summary>A page's origin (<c>https://app.example</c>) to test what a browser would make of this route; null for no test.</summary>
    public Uri? Origin { get; init; }

    /// <summary>A healthy result to compare with of the same route and vantage; null when there is none.</summary>
    public ProbeResult? Baseline { get; init; }

    /// <summary>The usual stage times of the route from this vantage; null when unknown.</summary>
    public UsualTimes? Usual { get; init; }

    /// <summary>The changes to the usual request.</summary>
    internal IReadOnlyList<ShapeChange> Shape { get; init; } = [];

    /// <summary>Why this attempt repeats an earlier one; null for the first.</summary>
    internal string? Repeated { get; init; }
}

/// <summary>How long each part of a probe may take.</summary>
/// <param name="Connect">DNS and TCP together, and a proxy's CONNECT.</param>
/// <param name="Tls">The TLS handshake.</param>
/// <param name="Headers">From the request written to the response's headers.</param>
/// <param name="Total">The whole probe: the call, and after a break the closer look in the time that is left.</param>
/// <exception cref="ArgumentOutOfRangeException">A part is not above zero, or longer than an hour.</exception>
public sealed record ProbeBudget(TimeSpan Connect, TimeSpan Tls, TimeSpan Headers, TimeSpan Total)
{
    /// <inheritdoc cref="ProbeBudget(TimeSpan, TimeSpan, TimeSpan, TimeSpan)"/>
    public TimeSpan Connect { get; init => field = InRange(value); } = InRange(Connect);

    /// <inheritdoc cref="ProbeBudget(TimeSpan, TimeSpan, TimeSpan, TimeSpan)"/>
    public TimeSpan Tls { get; init => field = InRange(value); } = InRange(Tls);

    /// <inheritdoc cref="ProbeBudget(TimeSpan, TimeSpan, TimeSpan, TimeSpan)"/>
    public TimeSpan Headers { get; init => field = InRange(value); } = InRange(Headers);

    /// <inheritdoc cref="ProbeBudget(TimeSpan, TimeSpan, TimeSpan, TimeSpan)"/>
    public TimeSpan Total { get; init => field = InRange(value); } = InRange(Total);

    /// <summary>The time between two pieces of a stream, and before its first. Default 15 s.</summary>
    public TimeSpan StreamGap { get; init => field = InRange(value); } = TimeSpan.FromSeconds(15);

    /// <summary>Creates the budget of a configuration.</summary>
    public static ProbeBudget From(ProbeSettings settings) =>
        new(settings.ConnectTimeout, settings.TlsTimeout, settings.HeaderTimeout, settings.Timeout) { StreamGap = settings.StreamGap };

    private static TimeSpan InRange(TimeSpan part) => part > TimeSpan.Zero && part <= TimeSpan.FromHours(1)
        ? part
        : throw new ArgumentOutOfRangeException(nameof(part), part, "A part of a probe's budget is above zero and at most an hour.");
}
