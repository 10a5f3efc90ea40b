namespace ProbeFleet.Probing.StatusPages;

/// <summary>The URLs of the providers' status pages.</summary>
internal sealed record StatusPageSources
{
    /// <summary>OpenAI's status page; its machine-readable parts are below <c>/api/v2/</c>.</summary>
    public Uri OpenAI { get; init; } = new("https://status.openai.com/");

    /// <summary>Azure's public status feed: broad incidents only, no items when healthy.</summary>
    public Uri Azure { get; init; } = new("https://azure.status.microsoft/en-us/status/feed/");

    /// <summary>The page of a kind's provider; null for a gateway, which has no public page.</summary>
    public Uri? PageOf(RouteKind kind) => kind switch
    {
        RouteKind.OpenAI => OpenAI,
        RouteKind.AzureOpenAI => Azure,
        RouteKind.Gateway => null,
    };
}
