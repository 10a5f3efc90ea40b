using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Localization;

/// <summary>Three vantages and four routes, of which one is a gateway before the first; a test says what failed where.</summary>
internal static class SmallFleet
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<FleetVantage> Vantages { get; } =
    [
        new() { Name = new("swe"), Region = "swedencentral", Network = "vnet-swe", Image = "new" },
        new() { Name = new("eus"), Region = "eastus2", Network = "vnet-eus", Image = "new" },
        new() { Name = new("uks"), Region = "uksouth", Network = "vnet-uks", Image = "old", Proxy = "proxy.uks:3128" },
    ];

    public static IReadOnlyList<Route> Routes { get; } =
    [
        new()
        {
            Name = new("openai"), Kind = RouteKind.OpenAI, BaseUrl = new("https://api.openai.com/v1"), Model = "m",
            Credential = Key("OPENAI_API_KEY"),
        },
        new()
        {
            Name = new("gateway"), Kind = RouteKind.Gateway, BaseUrl = new("https://llm.contoso.com/v1"), Model = "m",
            Credential = Key("GATEWAY_KEY"), Fronts = new RouteName("openai"),
        },
        new()
        {
            Name = new("aoai-swe"), Kind = RouteKind.AzureOpenAI, BaseUrl = new("https://contoso-swe.openai.azure.com"), Model = "chat",
            ApiVersion = "v1", Credential = Key("AOAI_KEY"), Declared = new() { ProviderRegion = "swedencentral" },
        },
        new()
        {
            Name = new("aoai-eus"), Kind = RouteKind.AzureOpenAI, BaseUrl = new("https://contoso-eus.openai.azure.com"), Model = "chat",
            ApiVersion = "v1", Credential = Key("AOAI_EUS_KEY"), Declared = new() { ProviderRegion = "eastus2" },
        },
    ];

    /// <summary>What the fleet saw in eight one-minute rounds.</summary>
    /// <param name="cause">The cause that a probe of this vantage and route failed with in this round; null when it passed.</param>
    public static IncidentFile Saw(Func<string, string, int, Cause?> cause) => Saw(Routes, cause);

    /// <summary>The same over other routes.</summary>
    public static IncidentFile Saw(IReadOnlyList<Route> routes, Func<string, string, int, Cause?> cause) => Saw(Vantages, routes, cause);

    /// <summary>The same from other vantages.</summary>
    public static IncidentFile Saw(
        IReadOnlyList<FleetVantage> vantages, IReadOnlyList<Route> routes, Func<string, string, int, Cause?> cause) => new()
        {
            Window = new(Start, Start.AddMinutes(8)),
            Vantages = vantages,
            Routes = routes,
            Results =
        [
            .. from round in Enumerable.Range(0, 8)
               from vantage in vantages
               from route in routes
               select Observed(vantage.Name, route.Name, round, cause(vantage.Name.ToString(), route.Name.ToString(), round)),
        ],
        };

    public static Observation Observed(VantageName vantage, RouteName route, int round, Cause? cause) => new()
    {
        Id = $"{vantage}-{route}-{round}",
        Path = new(vantage, route),
        StartedAt = Start.AddMinutes(round),
        Outcome = cause is null ? ProbeOutcome.Passed : ProbeOutcome.Failed,
        Cause = cause ?? Cause.Ok,
        RequestId = cause is Cause.ServerError ? "req_1" : null,
    };

    private static CredentialSource.EnvironmentVariable Key(string variable) => new(variable);
}
