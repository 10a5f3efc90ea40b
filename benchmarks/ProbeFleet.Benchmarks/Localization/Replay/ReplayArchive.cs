using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Packets;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization.Replay;

/// <summary>
/// Writes the archive of public incidents as incident files with their truth, for the tests: <c>-- replay DIRECTORY</c>. Deterministic;
/// nothing was tuned on it.
/// </summary>
internal static class ReplayArchive
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Plain) { WriteIndented = true };

    public static int Write(string directory)
    {
        foreach (var (index, incident) in ProviderCases.All.Concat(PathCases.All).Index())
        {
            var folder = Directory.CreateDirectory(Path.Combine(directory, incident.Name)).FullName;
            File.WriteAllText(Path.Combine(folder, "incident.json"), Text(incident, new Draws(700 + index)));
            JsonObject truth = new()
            {
                ["owner"] = Name(incident.Owner),
                ["components"] = new JsonArray([.. incident.Components.Select(component => JsonValue.Create(component))]),
                ["source"] = incident.Source,
            };
            File.WriteAllText(Path.Combine(folder, "truth.json"), truth.ToJsonString(Indented) + "\n");
        }

        return 0;
    }

    // One result a line: a change of the archive is then a readable diff.
    private static string Text(ReplayCase incident, Draws draws)
    {
        var lines = Results(incident, draws).Select(result => "    " + result.ToJsonString(Plain));
        return $$"""
            {
              "window": { "from": "{{Instant(0, 0)}}", "to": "{{Instant(incident.Rounds, 0)}}" },
              "vantages": [
            {{Lines(incident.Vantages.Select(VantageOf))}}
              ],
              "routes": [
            {{Lines(incident.Routes.Select(RouteOf))}}
              ],
              "results": [
            {{string.Join(",\n", lines)}}
              ]
            }

            """;
    }

    private static string Lines(IEnumerable<JsonObject> items) =>
        string.Join(",\n", items.Select(item => "    " + item.ToJsonString(Plain)));

    private static IEnumerable<JsonObject> Results(ReplayCase incident, Draws draws)
    {
        for (var round = 0; round < incident.Rounds; round++)
        {
            foreach (var (vantage, late) in incident.Vantages.Select((vantage, index) => (vantage, index * 3)))
            {
                foreach (var route in incident.Routes)
                {
                    if (draws.Chance(incident.Missing))
                    {
                        continue;
                    }

                    var course = round / (double)(incident.Rounds - 1);
                    var hit = incident.Hits.FirstOrDefault(
                        hit => hit.Touches(new(vantage.Name, route.Name)) && draws.Chance(hit.Rate(course)));
                    var look = hit is not null ? draws.Pick(hit.Looks) : draws.Chance(.006) ? ReplayFleet.HeaderTimeout : null;
                    yield return ResultOf(vantage, route, look, Instant(round, late + draws.Between(0, 4)));
                }
            }
        }
    }

    private static JsonObject ResultOf(FleetVantage vantage, Route route, Look? look, string at)
    {
        JsonObject result = new()
        {
            ["startedAt"] = at,
            ["vantage"] = new JsonObject { ["name"] = vantage.Name.ToString() },
            ["route"] = new JsonObject { ["name"] = route.Name.ToString() },
            ["outcome"] = look is null or { Slow: true } ? "passed" : "failed",
        };
        switch (look)
        {
            case { Slow: true }:
                result["slow"] = Name(look.Break);
                break;
            case not null:
                result["break"] = Name(look.Break);
                result["diagnosis"] = new JsonObject
                {
                    ["cause"] = JsonSerializer.SerializeToNode(look.Cause, ProbeFleetJson.Default.Cause),
                };
                result["response"] = look.Status is null ? null : ResponseOf(look);
                break;
        }

        return result;
    }

    private static JsonObject ResponseOf(Look look)
    {
        JsonObject response = new()
        {
            ["status"] = look.Status,
            ["responder"] = JsonSerializer.SerializeToNode(
            look.Responder!.Value, ProbeFleetJson.Default.Responder)
        };
        if (look.Responder is Responder.OpenAI or Responder.AzureOpenAI)
        {
            response["requestId"] = "req";
        }

        return response;
    }

    private static JsonObject VantageOf(FleetVantage vantage) => Without(new()
    {
        ["name"] = vantage.Name.ToString(),
        ["region"] = vantage.Region,
        ["network"] = vantage.Network,
        ["resolver"] = vantage.Resolver,
        ["proxy"] = vantage.Proxy,
        ["image"] = vantage.Image,
    });

    private static JsonObject RouteOf(Route route) => Without(new()
    {
        ["name"] = route.Name.ToString(),
        ["kind"] = JsonSerializer.SerializeToNode(route.Kind, ProbeFleetJson.Default.RouteKind),
        ["baseUrl"] = route.BaseUrl.OriginalString,
        ["model"] = route.Model,
        ["apiVersion"] = route.ApiVersion,
        ["credential"] = route.Credential.ToString(),
        ["fronts"] = route.Fronts?.ToString(),
        ["provider"] = route.Declared.Provider,
        ["providerRegion"] = route.Declared.ProviderRegion,
        ["quotaScope"] = route.Declared.QuotaScope,
        ["credentialId"] = route.Declared.CredentialId,
        ["private"] = route.Declared.IsPrivate ? true : null,
    });

    private static JsonObject Without(JsonObject item)
    {
        foreach (var name in item.Where(field => field.Value is null).Select(field => field.Key).ToList())
        {
            item.Remove(name);
        }

        return item;
    }

    private static string Instant(int round, double seconds) =>
        Simulation.Start.AddMinutes(round).AddSeconds(seconds).UtcDateTime.ToString(
            InstantConverter.Format, System.Globalization.CultureInfo.InvariantCulture);

    private static string Name(Stage stage) => JsonSerializer.Serialize(stage, ProbeFleetJson.Default.Stage).Trim('"');

    private static string Name(Owner owner) => JsonSerializer.Serialize(owner, ProbeFleetJson.Default.Owner).Trim('"');
}
