namespace ProbeFleet.Deploy;

/// <summary>How one push to one app ended.</summary>
internal abstract record DeploymentOutcome
{
    private DeploymentOutcome()
    {
    }

    /// <summary>The app runs the package.</summary>
    public sealed record Deployed(string Detail) : DeploymentOutcome;

    /// <summary>
    /// It did not work, and the same push again may: a role not yet effective, another deployment, an overloaded or unreachable endpoint.
    /// </summary>
    /// <param name="Detail">What happened and what to do.</param>
    /// <param name="RetryAfter">How long the endpoint asked to wait.</param>
    public sealed record Transient(string Detail, TimeSpan? RetryAfter) : DeploymentOutcome;

    /// <summary>It did not work, and the same push again will not either.</summary>
    public sealed record Failed(string Detail) : DeploymentOutcome;
}
