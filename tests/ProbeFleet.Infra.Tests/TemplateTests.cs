using System.Text.Json;

namespace ProbeFleet.Infra.Tests;

/// <summary>The templates before the real compiler, without a network.</summary>
public sealed class TemplateTests
{
    private const string Main = "infra/main.bicep";
    private const string Remake =
        "If the change is meant: dotnet build tests/ProbeFleet.Infra.Tests -t:RemakeSnapshot, and review the difference.";

    [Fact]
    public async Task Build_OfAllTemplates_SaysNothing()
    {
        var build = await Bicep.RunAsync(BuildFacts.Root, "build", Main, "--stdout");

        Assert.Equal((0, ""), (build.ExitCode, build.Messages));
        using var template = JsonDocument.Parse(build.Output);
        AssertOrder(template.RootElement.GetProperty("resources"));
        AssertSealed(template.RootElement.GetProperty("definitions"));
    }

    [Fact]
    public async Task Lint_OfAllTemplates_SaysNothing()
    {
        var lint = await Bicep.RunAsync(BuildFacts.Root, "lint", Main);

        Assert.Equal((0, "", ""), (lint.ExitCode, lint.Output, lint.Messages));
    }

    [Fact]
    public async Task Snapshot_OfOneVantageOfEachKind_IsTheCommittedOne()
    {
        var validated = await Bicep.SnapshotAsync(BuildFacts.Root, TemplateCopy.Parameters, "validate");

        Assert.True(validated is { ExitCode: 0, Messages: "" }, $"{validated.Output}\n{validated.Messages}\n{Remake}");
    }

    [Fact]
    public void Sites_OfVantagesWithPrivateEndpoints_TakeNoCallsFromOutside()
    {
        var said = Predicted("Microsoft.Web/sites")
            .Select(site => (Name: Text(site, "name"), Config: site.GetProperty("properties").GetProperty("siteConfig")))
            .Select(site => $"{site.Name.Split('-')[1]}: {Text(site.Config, "ipSecurityRestrictionsDefaultAction")}");

        Assert.Equal(["flex: Deny", "premium: Allow"], said.Order());
    }

    [Fact]
    public void VaultAndResults_WhoReadASecretOrWroteARow_IsKept()
    {
        var said = Predicted("Microsoft.Insights/diagnosticSettings").Select(setting =>
        {
            var logs = setting.GetProperty("properties").GetProperty("logs").EnumerateArray().Where(
                log => log.GetProperty("enabled").GetBoolean());
            return $"{Text(setting, "id").Split('/')[^5]}: {string.Join(' ', logs.Select(log => Text(log, "category")))}";
        });

        Assert.Equal(["default: StorageWrite StorageDelete", "kv-gna4xyoe: AuditEvent"], said.Order());
    }

    [Fact]
    public async Task Snapshot_OfAnUnsafeTemplate_IsAnother()
    {
        using var copy = new TemplateCopy();
        copy.Change("infra/modules/host-storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: true");

        var validated = await Bicep.SnapshotAsync(copy.Folder, TemplateCopy.Parameters, "validate");

        Assert.NotEqual(0, validated.ExitCode);
        Assert.Contains("allowSharedKeyAccess", validated.Output + validated.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_OfWhatOnlyWarns_SaysSo()
    {
        using var copy = new TemplateCopy();
        copy.Write("infra/small.bicep", "var idle = 1");

        var build = await Bicep.RunAsync(copy.Folder, "build", "infra/small.bicep", "--stdout");

        Assert.Equal(0, build.ExitCode);
        Assert.Contains("no-unused-vars", build.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snapshot_OfAFleetThatCannotWork_NamesEveryMistakeAtOnce()
    {
        using var copy = new TemplateCopy();
        copy.Write("bad.bicepparam", """
            using 'infra/main.bicep'

            param environmentName = 'prod'
            param location = 'swedencentral'
            param publicNetworkAccess = 'Disabled'
            param fleet = [
              { name: 'UPPER', location: 'x', network: { addressSpace: '10.0.0.0/24', privateEndpoints: true } }
              { name: 'edge-', location: 'x', network: { addressSpace: '10.0.0.0/24', privateEndpoints: true } }
              { name: 'twin', location: 'x', network: { addressSpace: '10.0.0.0/24', privateEndpoints: true } }
              { name: 'twin', location: 'x', network: { addressSpace: '10.0.0.0/24', privateEndpoints: true } }
              { name: 'none', location: 'x', network: { privateEndpoints: true } }
              { name: 'both', location: 'x', network: { addressSpace: '10.0.0.0/24', subnetId: '/a/b' } }
              { name: 'gateway', location: 'x', network: { subnetId: '/a/b', natGateway: true } }
              { name: 'placeless', location: 'x', network: { subnetId: '/a/b', privateEndpoints: true } }
              { name: 'placed', location: 'x', network: { addressSpace: '10.0.0.0/24', privateEndpointSubnetId: '/a/b' } }
            ]
            """);

        var snapshot = await Bicep.SnapshotAsync(copy.Folder, "bad.bicepparam", "overwrite");

        Assert.NotEqual(0, snapshot.ExitCode);
        string[] said =
        [
            "UPPER, edge-: name must be",
            "twin: name must be of one vantage only",
            "none, both: network needs either addressSpace",
            "gateway: network.natGateway",
            "placeless: network.privateEndpoints with subnetId needs",
            "placed: network.privateEndpointSubnetId",
            "both, gateway, placed: publicNetworkAccess is Disabled",
        ];
        Assert.All(said, part => Assert.Contains($" {part}", snapshot.Messages, StringComparison.Ordinal));
    }

    private static IEnumerable<JsonElement> Predicted(string type)
    {
        var snapshot = JsonElement.Parse(
            File.ReadAllText(Path.Combine(BuildFacts.Root, Path.ChangeExtension(TemplateCopy.Parameters, "snapshot.json"))));
        return snapshot.GetProperty("predictedResources").EnumerateArray().Where(resource => Text(resource, "type") == type);
    }

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;

    /// <summary>
    /// What no snapshot shows: results and vault take one private endpoint at a time, and an app starts when its roles and endpoints are
    /// there.
    /// </summary>
    private static void AssertOrder(JsonElement resources)
    {
        var copy = resources.GetProperty("sharedEndpoints").GetProperty("copy");
        Assert.Equal(("serial", 1), (copy.GetProperty("mode").GetString(), copy.GetProperty("batchSize").GetInt32()));
        var before = resources.GetProperty("vantages").GetProperty("dependsOn").EnumerateArray().Select(item => item.GetString()).ToList();
        Assert.Contains("[format('sharedEndpoints[{0}]', copyIndex())]", before);
        Assert.Contains("[format('sharedRoles[{0}]', copyIndex())]", before);
        var inside = resources.GetProperty("vantages").GetProperty("properties").GetProperty("template").GetProperty("resources");
        Assert.Contains("endpoint", inside.GetProperty("app").GetProperty("dependsOn").EnumerateArray().Select(item => item.GetString()));
    }

    /// <summary>azd passes JSON, which no editor checks: a misspelt field must be refused, not ignored.</summary>
    private static void AssertSealed(JsonElement definitions)
    {
        var open = definitions.EnumerateObject()
            .Where(type => !type.Value.TryGetProperty("additionalProperties", out var more) || more.ValueKind != JsonValueKind.False)
            .Select(type => type.Name);
        Assert.Empty(open);
    }
}
