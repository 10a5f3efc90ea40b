namespace ProbeFleet.Deploy;

/// <summary>The deadlines and pauses of a push, and the pauses of the other hook.</summary>
/// <param name="Poll">Between two looks at a running deployment, unless the endpoint asks for longer.</param>
/// <param name="Deployment">For one deployment, from the accepted package to its end.</param>
/// <param name="Request">For one request; the upload has ten times as long.</param>
/// <param name="Retry">Before the second attempt; twice that before the third, and so on.</param>
/// <param name="Attempts">Pushes per app, and writes of fleet.json, the first included.</param>
internal sealed record DeploymentTimings(TimeSpan Poll, TimeSpan Deployment, TimeSpan Request, TimeSpan Retry, int Attempts)
{
    /// <summary>One second is what the service asks clients to poll at; new role assignments may take minutes to be effective.</summary>
    public static DeploymentTimings Default { get; } =
        new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(20), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20), Attempts: 5);

    /// <summary>The longest pause that an endpoint can ask for.</summary>
    public TimeSpan LongestPause { get; } = TimeSpan.FromMinutes(2);
}
