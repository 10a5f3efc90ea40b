using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization.Replay;

/// <summary>The words that the archive's cases are written in.</summary>
internal static class ReplayFleet
{
    public static Look ServerError { get; } = new(Cause.ServerError, Stage.Answer, 500, Responder.OpenAI);

    public static Look AzureError { get; } = new(Cause.ServerError, Stage.Answer, 500, Responder.AzureOpenAI);

    public static Look HeaderTimeout { get; } = new(Cause.HttpHeaderTimeout, Stage.Respond);

    public static Look TcpTimeout { get; } = new(Cause.TcpTimeout, Stage.Connect);

    public static Look UpstreamFailed { get; } = new(Cause.GatewayUpstreamFailed, Stage.Answer, 502, Responder.Gateway);

    public static Look GatewayError { get; } = new(Cause.GatewayError, Stage.Answer, 500, Responder.Gateway);

    public static IReadOnlyList<FleetVantage> Vantages { get; } =
    [
        Vantage("swe-a", "swedencentral", "vnet-swe", "dotnet-10"),
        Vantage("swe-b", "swedencentral", "vnet-swe-b", "dotnet-10"),
        Vantage("eus-a", "eastus2", "vnet-eus", "dotnet-10"),
        Vantage("uks-a", "uksouth", "vnet-uks", "alpine") with { Proxy = "proxy.uks:3128" },
        Vantage("lab-a", "westeurope", "vnet-lab", "alpine"),
    ];

    public static IReadOnlyList<Route> Routes { get; } =
    [
        OpenAIRoute("openai", "a"),
        OpenAIRoute("openai-b", "b"),
        AzureRoute("aoai-swe", "swedencentral"),
        AzureRoute("aoai-eus", "eastus2"),
        Gateway("gateway", "llm.contoso.com", "openai"),
    ];

    public static FleetVantage Vantage(string name, string region, string network, string image) =>
        new() { Name = new VantageName(name), Region = region, Network = network, Image = image };

    public static Route OpenAIRoute(string name, string account) => new()
    {
        Name = new RouteName(name),
        Kind = RouteKind.OpenAI,
        BaseUrl = new("https://api.openai.com/v1"),
        Model = "gpt-4.1-nano",
        Credential = new CredentialSource.EnvironmentVariable($"OPENAI_KEY_{account.ToUpperInvariant()}"),
        Declared = new() { QuotaScope = $"account-{account}" },
    };

    public static Route AzureRoute(string name, string region, string model = "chat", bool isPrivate = false) => new()
    {
        Name = new RouteName(name),
        Kind = RouteKind.AzureOpenAI,
        BaseUrl = new($"https://contoso-{region}.openai.azure.com"),
        Model = model,
        ApiVersion = "v1",
        Credential = new CredentialSource.EnvironmentVariable($"AOAI_{region.ToUpperInvariant()}"),
        Declared = new() { ProviderRegion = region, IsPrivate = isPrivate },
    };

    public static Route WithIdentity(string name, string region) => AzureRoute(name, region) with
    {
        Credential = new CredentialSource.ManagedIdentity(),
        Declared = new() { ProviderRegion = region, CredentialId = "identity-probe" },
    };

    public static Route Gateway(string name, string host, string? fronts, string? edge = null) => new()
    {
        Name = new RouteName(name),
        Kind = RouteKind.Gateway,
        BaseUrl = new($"https://{host}/v1"),
        Model = "gpt-4.1-nano",
        Credential = new CredentialSource.EnvironmentVariable($"{name.ToUpperInvariant().Replace('-', '_')}_KEY"),
        Fronts = fronts is null ? null : new RouteName(fronts),
        Declared = new() { Provider = edge },
    };

    public static double Always(double course) => 1;

    public static Func<double, double> At(double rate) => _ => rate;

    public static Func<double, double> Rising(double from, double to) => course => from + ((to - from) * course);

    /// <summary>Comes and goes: three rounds on, two off.</summary>
    public static double Waves(double course) => (int)(course * 10) % 5 < 3 ? .9 : 0;
}
