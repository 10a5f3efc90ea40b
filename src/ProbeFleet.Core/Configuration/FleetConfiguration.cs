namespace ProbeFleet.Core.Configuration;

/// <summary>The content of <c>fleet.json</c>, shared by the whole fleet.</summary>
public sealed record FleetConfiguration
{
    /// <summary>The routes; at least one, names unique.</summary>
    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>The settings of probes.</summary>
    public ProbeSettings Probe { get; init; } = new();

    /// <summary>The settings of incidents and notifications.</summary>
    public IncidentSettings Incidents { get; init; } = new();

    /// <summary>How long results are kept; 1 to 400 days. Default 30 days.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>The <c>probe</c> part of <c>fleet.json</c>.</summary>
public sealed record ProbeSettings
{
    /// <summary>How far a probe goes. Default <see cref="ProbeDepth.Completion"/>.</summary>
    public ProbeDepth Depth { get; init; } = ProbeDepth.Completion;

    /// <summary>The whole probe's budget without the drill-down; 1 s to 5 min. Default 20 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The budget of DNS and TCP together, and of a proxy's CONNECT; 100 ms up to <see cref="Timeout"/>. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The TLS handshake's budget; 100 ms up to <see cref="Timeout"/>. Default 5 s.</summary>
    public TimeSpan TlsTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The budget from the end of the request to the response headers; 100 ms up to <see cref="Timeout"/>. Default 15 s.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest wait between two pieces of a stream; 100 ms up to <see cref="Timeout"/>. Default 15 s.</summary>
    public TimeSpan StreamGap { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The number of probes of one route in one round; 1 to 5. Default 1.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The number of routes probed at the same time; 1 to 64. Default 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>One in N rounds spends tokens, the rest use <see cref="ProbeDepth.Authenticated"/>. 1 to 1000. Default 5.</summary>
    public int CompletionEvery { get; init; } = 5;

    /// <summary>How often a vantage checks a route's idle connections; 1 hour to 30 days. Default null: never.</summary>
    public TimeSpan? ReuseEvery { get; init; }

    /// <summary>The shortest <see cref="ReuseEvery"/>, because one check takes minutes.</summary>
    public static TimeSpan ShortestReuse { get; } = TimeSpan.FromHours(1);

    /// <summary>The longest <see cref="ReuseEvery"/>.</summary>
    public static TimeSpan LongestReuse { get; } = TimeSpan.FromDays(30);
}

/// <summary>The <c>incidents</c> part of <c>fleet.json</c>.</summary>
public sealed record IncidentSettings
{
    /// <summary>The window of results that a localization looks at; 1 min to 24 h. Default 15 min.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The receivers of incident notifications.</summary>
    public IReadOnlyList<NotificationTarget> Notify { get; init; } = [];
}

/// <summary>One receiver of incident notifications.</summary>
public sealed record NotificationTarget
{
    /// <summary>The kind of message: <c>webhook</c> (generic JSON), <c>slack</c> or <c>teams</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The environment variable that holds the webhook's URL, because such URLs are secrets.</summary>
    public required CredentialSource.EnvironmentVariable Url { get; init; }

    /// <summary>The environment variable that holds the key for signing messages; null sends them unsigned.</summary>
    public CredentialSource.EnvironmentVariable? Secret { get; init; }
}
