using System.Text.Json;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Localization.Files;

/// <summary>
/// Reads an incident file. Window, vantages and routes are read strictly; of each result only what localization needs is
/// looked at, so a full <see cref="ProbeResult"/> and a hand-written row are both fine.
/// </summary>
public static class IncidentFileReader
{
    private static readonly string[] FileMembers = ["$schema", "window", "vantages", "routes", "results"];

    private static readonly string[] VantageMembers = ["name", "region", "network", "resolver", "proxy", "image", "runtime"];

    private static readonly string[] RouteMembers =
    [
        "name", "kind", "baseUrl", "model", "apiVersion", "request", "credential", "fronts", "vantages", "proxy", "headers",
        "http", "runtime", "reuseEvery", "provider", "providerRegion", "quotaScope", "credentialId", "private",
    ];

    /// <summary>Reads a file's text.</summary>
    public static IncidentFileReading Read(string json)
    {
        List<Violation> violations = [];
        if (JsonRepair.WithoutHalfSurrogates(json) != json)
        {
            return new(null, [new(
                "$", "has half of a surrogate pair, which is no text: write both \\u escapes of the character or leave it out.")]);
        }

        try
        {
            using var document = JsonDocument.Parse(json, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                return new(null, [new("$", "must be an object with window, vantages, routes and results.")]);
            }

            var file = ReadFile(new JsonCursor(document.RootElement, "$", violations, ReadingRules.Lenient).AsObject(FileMembers)!);
            return violations is [] ? new(file, []) : new(null, violations);
        }
        catch (JsonException error)
        {
            return new(null, [new(
                "$", $"is not JSON (line {(error.LineNumber ?? 0) + 1}). Give an incident file as docs/cli.md describes it.")]);
        }
    }

    private static IncidentFile? ReadFile(JsonMembers file)
    {
        var window = ReadWindow(file.Required("window", "an object"));
        IReadOnlyList<FleetVantage> vantages = [.. ItemsOf(file, "vantages").Select(ReadVantage).OfType<FleetVantage>()];
        IReadOnlyList<Route> routes = [.. ItemsOf(file, "routes").Select(ReadRoute).OfType<Route>()];
        RefuseTwice(file["vantages"], vantages.Select(vantage => vantage.Name.ToString()));
        RefuseTwice(file["routes"], routes.Select(route => route.Name.ToString()));
        var (knownVantages, knownRoutes) = (vantages.Select(v => v.Name).ToHashSet(), routes.Select(r => r.Name).ToHashSet());
        IReadOnlyList<Observation> results =
        [
            .. ItemsOf(file, "results").Select((result, index) => ReadResult(result, index, knownVantages, knownRoutes))
                .OfType<Observation>(),
        ];
        foreach (var route in routes.Where(route => route.Fronts is { } fronts && !knownRoutes.Contains(fronts)))
        {
            file["routes"]?.Refuse($"'{route.Name}' fronts '{route.Fronts}', which is no route of this file.");
        }

        return window is null ? null : new() { Window = window, Vantages = vantages, Routes = routes, Results = results };
    }

    private static IReadOnlyList<JsonCursor> ItemsOf(JsonMembers file, string name) => file.Required(name, "an array")?.AsItems() ?? [];

    private static void RefuseTwice(JsonCursor? at, IEnumerable<string> names)
    {
        foreach (var twice in names.CountBy(item => item).Where(count => count.Value > 1))
        {
            at?.Refuse($"'{twice.Key}' is there {twice.Value} times; names are unique.");
        }
    }

    private static IncidentWindow? ReadWindow(JsonCursor? at)
    {
        if (at?.AsObject(["from", "to"]) is not { } members)
        {
            return null;
        }

        var (from, to) = (members.Required("from")?.AsInstant(), members.Required("to")?.AsInstant());
        if (from > to)
        {
            at.Refuse("from is later than to.");
        }

        return from is { } first && to is { } last ? new(first, last) : null;
    }

    private static FleetVantage? ReadVantage(JsonCursor at) =>
        at.AsObject(VantageMembers) is { } members && members.Required("name")?.AsName<VantageName>() is { } name
            ? new()
            {
                Name = name,
                Region = members["region"]?.AsText(),
                Network = members["network"]?.AsText(),
                Resolver = members["resolver"]?.AsText(),
                Proxy = members["proxy"]?.AsText(),
                Image = members["image"]?.AsText(),
            }
            : null;

    private static Route? ReadRoute(JsonCursor at)
    {
        if (at.AsObject(RouteMembers) is not { } members)
        {
            return null;
        }

        var name = members.Required("name")?.AsName<RouteName>();
        var kind = members.Required("kind")?.AsOneOf<RouteKind>();
        var url = members.Required("baseUrl")?.AsText();
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"))
        {
            members["baseUrl"]!.Refuse($"'{url}' is not an absolute http or https URL.");
            return null;
        }

        var model = members.Required("model")?.AsText();
        if (name is null || kind is null || url is null || model is null)
        {
            return null;
        }

        var (version, credential) = (members["apiVersion"]?.AsText(), ReadCredential(members["credential"]));
        var fronts = members["fronts"]?.AsName<RouteName>();
        IReadOnlyList<string> vantages = [.. (members["vantages"]?.AsItems() ?? []).Select(item => item.AsText()).OfType<string>()];
        var proxy = members["proxy"]?.AsText();
        return new()
        {
            Name = name.Value,
            Kind = kind.Value,
            BaseUrl = new Uri(url),
            Model = model,
            ApiVersion = version,
            Credential = credential,
            Fronts = fronts,
            Vantages = vantages,
            Proxy = proxy is "none" ? new ProxyChoice.Direct() : new ProxyChoice.FromEnvironment(),
            Runtime = members["runtime"]?.AsOneOf<WorkloadRuntime>(),
            Declared = new()
            {
                Provider = members["provider"]?.AsText(),
                ProviderRegion = members["providerRegion"]?.AsText(),
                QuotaScope = members["quotaScope"]?.AsText(),
                CredentialId = members["credentialId"]?.AsText(),
                Proxy = proxy is "none" ? null : proxy,
                IsPrivate = members["private"]?.AsFlag() ?? false,
            },
        };
    }

    private static CredentialSource ReadCredential(JsonCursor? at)
    {
        var text = at?.AsText() ?? "none";
        if (text is "none")
        {
            return new CredentialSource.None();
        }

        if (text is "managed-identity")
        {
            return new CredentialSource.ManagedIdentity();
        }

        switch (text.Split(':', 2))
        {
            case ["env", var name]:
                return new CredentialSource.EnvironmentVariable(name);
            case ["managed-identity", var clientId]:
                return new CredentialSource.ManagedIdentity(clientId);
            case ["keyvault", var secret] when Uri.TryCreate(secret, UriKind.Absolute, out var url):
                return new CredentialSource.KeyVaultSecret(url);
            default:
                // The text may be a literal key: it is not repeated.
                at!.RefuseUnseen("must be env:NAME, managed-identity, managed-identity:CLIENT_ID, keyvault:SECRET_URI or none.");
                return new CredentialSource.None();
        }
    }

    private static Observation? ReadResult(JsonCursor at, int index, HashSet<VantageName> vantages, HashSet<RouteName> routes)
    {
        if (at.AsObject() is not { } members)
        {
            return null;
        }

        var vantageAt = NameOf(members, "vantage");
        var vantage = vantageAt?.AsName<VantageName>();
        var routeAt = NameOf(members, "route");
        var route = routeAt?.AsName<RouteName>();
        var outcome = members.Required("outcome")?.AsOneOf<ProbeOutcome>();
        var startedAt = members.Required("startedAt")?.AsInstant();
        if (vantage is { } from && !vantages.Contains(from))
        {
            vantageAt!.Refuse($"'{from}' is no vantage of this file.");
        }

        if (route is { } over && !routes.Contains(over))
        {
            routeAt!.Refuse($"'{over}' is no route of this file.");
        }

        var cause = outcome is ProbeOutcome.Passed
            ? Cause.Ok
            : members.Required("diagnosis", "an object")?.AsObject()?.Required("cause")?.AsOneOf<Cause>();
        if (vantage is null || route is null || outcome is null || startedAt is null || cause is null)
        {
            return null;
        }

        var response = members["response"]?.AsObject();
        var runtime = members["vantage"] is { IsObject: true } place ? place.AsObject()!["runtime"] : null;
        var depth = members["depth"]?.AsOneOf<ProbeDepth>() ?? ProbeDepth.Completion;
        var stage = members["break"]?.AsOneOf<Stage>();
        var status = response?["status"]?.AsInteger();
        return new()
        {
            Id = members["id"]?.AsText() ?? $"results[{index}]",
            Path = new(vantage.Value, route.Value, depth, members["variant"]?.AsOneOf<ProbeVariant>() ?? ProbeVariant.Full),
            StartedAt = startedAt.Value,
            Outcome = outcome.Value,
            Break = stage,
            Cause = cause.Value,
            Slow = ReadSlow(members["slow"]),
            Responder = response?["responder"]?.AsOneOf<Responder>(),
            Status = status,
            RequestId = response?["requestId"]?.AsText(),
            Model = outcome is ProbeOutcome.Passed ? response?["model"]?.AsText() : null,
            Instance = Observation.InstanceOf(runtime is { IsObject: true } ? runtime.AsObject()!["instance"]?.AsText() : null),
            RouteFingerprint = members["fingerprint"]?.AsObject()?["route"]?.AsText(),
            Beside = outcome is ProbeOutcome.Failed && members["drillDown"]?.AsObject() is { } look
                ? SideLooks.Find(DrillDownReader.Read(look), depth, stage, cause.Value, status)
                : null,
        };
    }

    private static JsonCursor? NameOf(JsonMembers result, string member) =>
        result.Required(member, "an object")?.AsObject()?.Required("name");

    // A written file names the stage alone; a stored result has its times too.
    private static Stage? ReadSlow(JsonCursor? at) =>
        at is { IsObject: true } ? at.AsObject()!.Required("stage")?.AsOneOf<Stage>() : at?.AsOneOf<Stage>();
}
