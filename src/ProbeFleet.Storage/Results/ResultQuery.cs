namespace ProbeFleet.Storage.Results;

/// <summary>Selects stored results.</summary>
public sealed record ResultQuery
{
    /// <summary>The maximum number of results of one page.</summary>
    public const int MostTop = 1000;

    /// <summary>Only results of this vantage; null for all known vantages.</summary>
    public VantageName? Vantage { get; init; }

    /// <summary>Only results of this route; null for all routes.</summary>
    public RouteName? Route { get; init; }

    /// <summary>Results that began at this instant or later.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Results that began before this instant.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The maximum number of results of the page; 1 to <see cref="MostTop"/>. Default 100.</summary>
    public int Top { get; init; } = 100;

    /// <summary>Where the page begins: <see cref="ResultPage.Next"/> of the previous page; null for the first.</summary>
    public string? After { get; init; }
}
