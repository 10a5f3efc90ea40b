using System.Globalization;
using System.Text.Json.Nodes;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Tests.Configuration;

/// <summary>
/// fleet.schema.json and the reader say the same: the schema is walked, and at each place the reader is asked, by a text
/// that is wrong there, what it knows.
/// </summary>
public sealed class FleetSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(ConfigurationDrawer.RepositoryFile("fleet.schema.json")))!;

    private static readonly IReadOnlyList<Place> Places = [.. Walk(Schema, "$", value => value)];

    [Fact]
    public void Objects_MembersAndRequired_AreTheReadersOwn()
    {
        var objects = Places.Where(place => place.Schema["properties"] is not null).ToList();

        Assert.Equal(["$", "$.routes[0]", "$.probe", "$.incidents", "$.incidents.notify[0]"], objects.Select(place => place.Path));
        Assert.All(objects, place =>
        {
            var violations = place.Violations(new JsonObject { ["wwwwwwwwwwwwwwwwww"] = 1 });
            Assert.False(place.Schema["additionalProperties"]!.GetValue<bool>());
            Assert.Equal(
                place.Schema["properties"]!.AsObject().Select(property => property.Key),
                ListAfter("Known here: ", Assert.Single(violations, violation => violation.Path == $"{place.Path}.wwwwwwwwwwwwwwwwww")));
            Assert.Equal(
                place.Schema["required"]?.AsArray().Select(name => $"{place.Path}.{name}") ?? [],
                violations.Where(violation => violation.Message == "Is required and missing.").Select(violation => violation.Path)
                    .Where(path => path[..path.LastIndexOf('.')] == place.Path));
        });
    }

    [Fact]
    public void Enums_Values_AreTheReadersOwn()
    {
        var enums = Places.Where(place => place.Schema["enum"] is not null).ToList();

        Assert.Equal(
            ["$.routes[0].kind", "$.routes[0].request", "$.routes[0].runtime", "$.routes[0].http", "$.probe.depth",
                "$.incidents.notify[0].kind"],
            enums.Select(place => place.Path));
        Assert.All(enums, place => Assert.Equal(
            place.Schema["enum"]!.AsArray().Select(value => value!.GetValue<string>()),
            ListAfter("Must be one of: ", place.Violation("wwwwwwwwwwwwwwwwww"))));
    }

    [Fact]
    public void Integers_Ranges_AreTheReadersOwn()
    {
        var integers = Places.Where(place => place.Schema["type"]?.GetValue<string>() == "integer").ToList();

        Assert.Equal(3, integers.Count);
        Assert.All(integers, place => Assert.Equal(
            string.Create(CultureInfo.InvariantCulture,
                $"Must be a whole number from {place.Schema["minimum"]} to {place.Schema["maximum"]}."),
            place.Violation(int.MaxValue).Message));
    }

    [Fact]
    public void Durations_RangesInTheDescription_AreTheReadersOwn()
    {
        var durations = Places.Where(place => place.Schema["$ref"]?.GetValue<string>() == "#/$defs/duration").ToList();

        Assert.Equal(9, durations.Count);
        Assert.All(durations, place =>
        {
            var range = ListAfter("Must be from ", place.Violation("900.00:00:00"))[0].Split(" to ");
            var isStage = place.Path.EndsWith("Timeout", StringComparison.Ordinal)
                || place.Path.EndsWith("streamGap", StringComparison.Ordinal);
            Assert.Contains(
                isStage ? $"{range[0]} up to timeout" : $"{range[0]} to {range[1]}",
                place.Schema["description"]!.GetValue<string>(),
                StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Defaults_WrittenOut_AreTheReadersOwn()
    {
        var minimal = JsonNode.Parse(File.ReadAllText(ConfigurationDrawer.Good("minimal")))!.AsObject();
        minimal["probe"] = Defaults("$.probe.");
        minimal["incidents"] = Defaults("$.incidents.");
        minimal["retention"] = Schema["properties"]!["retention"]!["default"]!.DeepClone();

        var configuration = FleetConfigurationReader.Read(minimal.ToJsonString()).Configuration!;

        Assert.Equal(9, minimal["probe"]!.AsObject().Count);
        Assert.Equal(new ProbeSettings(), configuration.Probe);
        Assert.Equal(new IncidentSettings().Window, configuration.Incidents.Window);
        Assert.Equal(new FleetConfiguration { Routes = [] }.Retention, configuration.Retention);
    }

    [Fact]
    public void Members_InTheSchema_AreEachDescribed() => Assert.All(
        Places.Where(place => !place.Path.EndsWith(']') && place.Path != "$"),
        place => Assert.NotEmpty(place.Schema["description"]!.GetValue<string>()));

    [Fact]
    public void Members_InTheSchema_AreInTheDocumentation()
    {
        var documentation = File.ReadAllText(ConfigurationDrawer.RepositoryFile("docs/configuration.md"));

        Assert.All(
            Places.Where(place => !place.Path.EndsWith(']') && place.Path != "$"),
            place => Assert.Contains($"`{place.Path[(place.Path.LastIndexOf('.') + 1)..]}`", documentation, StringComparison.Ordinal));
    }

    private static JsonObject Defaults(string below) => new(Places
        .Where(place => place.Path.StartsWith(below, StringComparison.Ordinal) && place.Schema["default"] is not null)
        .Select(place => KeyValuePair.Create(place.Path[below.Length..], place.Schema["default"]?.DeepClone())));

    private static string[] ListAfter(string words, Violation violation)
    {
        Assert.StartsWith(words, violation.Message.Replace("Unknown member. ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        return violation.Message.Split(words)[1].TrimEnd('.').Split(", ");
    }

    private static IEnumerable<Place> Walk(JsonNode schema, string path, Func<JsonNode, JsonNode> around)
    {
        var members = schema["properties"]?.AsObject()
            .SelectMany(member => Walk(member.Value!, $"{path}.{member.Key}", value => around(new JsonObject { [member.Key] = value })));
        var items = schema["items"] is { } item ? Walk(item, $"{path}[0]", value => around(new JsonArray(value))) : null;
        return [new Place(path, schema, around), .. members ?? [], .. items ?? []];
    }

    private sealed record Place(string Path, JsonNode Schema, Func<JsonNode, JsonNode> Around)
    {
        public IReadOnlyList<Violation> Violations(JsonNode value) =>
            FleetConfigurationReader.Read(Around(value).ToJsonString()).Violations;

        public Violation Violation(JsonNode value) =>
            Assert.Single(Violations(value), violation => violation.Path == Path);
    }
}
