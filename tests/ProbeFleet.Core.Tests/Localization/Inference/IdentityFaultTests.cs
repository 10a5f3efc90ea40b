using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Localization.Inference;

/// <summary>What gives tokens, and what refuses a caller for where it calls from.</summary>
public sealed class IdentityFaultTests
{
    private static readonly string[] Regions = ["swedencentral", "eastus2"];

    [Theory]
    [InlineData("swe-1", "credential:managed-identity@swe-1")]
    [InlineData("swe", "token-service:swedencentral")]
    public void Locate_NoTokensForADeclaredIdentityAndAVault_IsTheVantagesIdentityOrTheRegionsTokens(string where, string expected)
    {
        var located = Localizer.Locate(Saw((vantage, route) =>
            vantage.StartsWith(where, StringComparison.Ordinal) && route is "identity" or "vaulted" ? Cause.CredentialRefused : null));

        Assert.Equal(expected, located.Verdict.Component?.Name);
        Assert.Equal(Owner.Authentication, located.Verdict.Owner);
    }

    [Fact]
    public void Locate_RegionIsNotServed_IsNotTheKey()
    {
        var file = Saw((_, route) => route is "gateway" ? Cause.AuthRegionUnsupported : null);

        var located = Localizer.Locate(file with
        {
            Results =
            [
                .. file.Results.Where(item =>
                    $"{item.Path.Route}" is not "gateway" || $"{item.Path.Vantage}".StartsWith("swe", StringComparison.Ordinal)),
            ],
        });

        Assert.NotEqual(Owner.Authentication, located.Verdict.Owner);
    }

    private static IncidentFile Saw(Func<string, string, Cause?> cause)
    {
        FleetVantage[] vantages =
        [
            .. from region in Regions
               from number in Enumerable.Range(1, 3)
               select new FleetVantage
               {
                   Name = new($"{region[..3]}-{number}"), Region = region, Network = $"vnet-{region}-{number}", Image = $"image-{number}",
               },
        ];
        Route[] routes =
        [
            .. SmallFleet.Routes.Where(route => route.Kind is not RouteKind.AzureOpenAI),
            SmallFleet.Routes[2] with
            {
                Name = new("identity"), Credential = new CredentialSource.ManagedIdentity(null),
                Declared = new() { ProviderRegion = "swedencentral", CredentialId = "fleet" },
            },
            SmallFleet.Routes[3] with
            {
                Name = new("vaulted"),
                Credential = new CredentialSource.KeyVaultSecret(new("https://keys.vault.azure.net/secrets/aoai")),
            },
        ];
        return SmallFleet.Saw(vantages, routes, (vantage, route, round) => round < 2 ? null : cause(vantage, route));
    }
}
