namespace ProbeFleet.Core.Configuration;

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
