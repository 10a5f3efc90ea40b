using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization.Generator;

/// <summary>A random fleet: networks with shared resolvers and proxies, image families, direct, Azure and gateway routes.</summary>
internal static class World
{
    private static readonly string[] Regions = ["swedencentral", "westeurope", "eastus2", "uksouth", "japaneast",
        "centralindia", "brazilsouth"];

    public static FleetTopology Draw(Draws draws, int vantages, int routes) =>
        new(DrawVantages(draws, vantages), DrawRoutes(draws, routes));

    private static List<FleetVantage> DrawVantages(Draws draws, int count)
    {
        List<FleetVantage> vantages = [];
        var images = Enumerable.Range(0, 1 + draws.Below(Math.Min(count, 4))).Select(index => $"image-{(char)('a' + index)}").ToList();
        while (vantages.Count < count)
        {
            var network = $"vnet-{vantages.Count}";
            var region = Regions[draws.Below(Math.Clamp((count / 3) + 1, 1, Regions.Length))];
            var proxy = draws.Chance(.4) ? (draws.Chance(.2) ? "proxy.corp:3128" : $"proxy-{network}:3128") : null;
            var resolver = draws.Chance(.1) ? "1.1.1.1" : null;
            for (var left = 1 + draws.Below(Math.Min(4, count - vantages.Count)); left > 0; left--)
            {
                vantages.Add(new()
                {
                    Name = new VantageName($"v{vantages.Count}"),
                    Region = region,
                    Network = $"{network}/probe",
                    Proxy = proxy,
                    Resolver = resolver,
                    Image = draws.Pick(images),
                });
            }
        }

        return vantages;
    }

    private static List<Route> DrawRoutes(Draws draws, int count)
    {
        List<Route> routes = [];
        while (routes.Count < count)
        {
            var name = new RouteName($"r{routes.Count}");
            var direct = routes.Where(route => route.Kind is not RouteKind.Gateway).ToList();
            var at = draws.Between(0, 1);
            routes.Add(at < .35 || (at >= .75 && direct is []) ? Direct(draws, name)
                : at < .75 ? Azure(draws, name)
                : Gateway(draws, name, direct));
        }

        return routes;
    }

    private static Route Direct(Draws draws, RouteName name)
    {
        var google = draws.Chance(.2);
        var key = $"{(google ? "google" : "openai")}-key-{draws.Below(2)}";
        return new()
        {
            Name = name,
            Kind = RouteKind.OpenAI,
            BaseUrl = new(google ? "https://generativelanguage.example/v1" : "https://api.openai.com/v1"),
            Model = $"model-{draws.Below(3)}",
            Credential = new CredentialSource.EnvironmentVariable(key),
            Declared = new()
            {
                CredentialId = key,
                QuotaScope = draws.Chance(.7) ? $"account-of-{key}" : null,
                Provider = google ? "google" : "openai",
            },
        };
    }

    private static Route Azure(Draws draws, RouteName name)
    {
        var region = Regions[draws.Below(4)];
        var host = $"res-{draws.Below(3)}-{region}.openai.azure.com";
        var identity = draws.Chance(.4);
        return new()
        {
            Name = name,
            Kind = RouteKind.AzureOpenAI,
            BaseUrl = new($"https://{host}"),
            Model = $"chat-{draws.Below(2)}",
            ApiVersion = "v1",
            Credential = identity ? new CredentialSource.ManagedIdentity() : new CredentialSource.EnvironmentVariable($"key-{host}"),
            Declared = new()
            {
                CredentialId = identity ? "identity-probe" : null,
                Provider = "azure-openai",
                ProviderRegion = region,
                IsPrivate = draws.Chance(.4),
            },
        };
    }

    private static Route Gateway(Draws draws, RouteName name, List<Route> direct)
    {
        var host = $"gateway-{draws.Below(3)}.example";
        var control = draws.Chance(.85) ? draws.Pick(direct) : null;
        return new()
        {
            Name = name,
            Kind = RouteKind.Gateway,
            BaseUrl = new($"https://{host}/v1"),
            Model = control?.Model ?? "any",
            Credential = new CredentialSource.EnvironmentVariable($"key-{host}"),
            Fronts = control?.Name,
        };
    }
}
