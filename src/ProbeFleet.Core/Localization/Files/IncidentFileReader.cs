using System.Text.Json;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Localization.Files;

/// <summary>
/// Reads an incident file. Window, vantages and routes are read strictly; of each result only what localization needs is
/// looked at, so a full <see cref="ProbeResult"/> and a hand-written row are both fine.
/// </summary>
public static class IncidentFileReader
{
    /// <summary>Reads a file's text.</summary>
    /// <param name="json">The text.</param>
    public static IncidentFileReading Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        List<IncidentFileViolation> violations = [];
        if (JsonRepair.WithoutHalfSurrogates(json) != json)
        {
            return new(null, [new("$", "has half of a surrogate pair, which is no text: write both \\u escapes of the character or leave it out.")]);
        }

        try
        {
            using var document = JsonDocument.Parse(json, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                return new(null, [new("$", "must be an object with window, vantages, routes and results.")]);
            }

            var file = ReadFile(new(document.RootElement, "$", violations));
            return violations is [] ? new(file, []) : new(null, violations);
        }
        catch (JsonException error)
        {
            return new(null, [new("$", $"is not JSON (line {(error.LineNumber ?? 0) + 1}). Give an incident file as docs/cli.md describes it.")]);
        }
    }

    private static IncidentFile? ReadFile(JsonFields root)
    {
        root.AllowOnly("$schema", "window", "vantages", "routes", "results");
        var window = root.Object("window", required: true) is { } fields ? ReadWindow(fields) : null;
        IReadOnlyList<FleetVantage> vantages = [.. root.Objects("vantages").Select(ReadVantage).OfType<FleetVantage>()];
        IReadOnlyList<Route> routes = [.. root.Objects("routes").Select(ReadRoute).OfType<Route>()];
        RefuseTwice(root, "vantages", vantages.Select(vantage => vantage.Name.ToString()));
        RefuseTwice(root, "routes", routes.Select(route => route.Name.ToString()));
        var (knownVantages, knownRoutes) = (vantages.Select(v => v.Name).ToHashSet(), routes.Select(r => r.Name).ToHashSet());
        IReadOnlyList<Observation> results =
            [.. root.Objects("results").Select((result, index) => ReadResult(result, index, knownVantages, knownRoutes)).OfType<Observation>()];
        foreach (var route in routes.Where(route => route.Fronts is { } fronts && !knownRoutes.Contains(fronts)))
        {
            root.Refuse("routes", $"'{route.Name}' fronts '{route.Fronts}', which is no route of this file.");
        }

        return window is null ? null : new() { Window = window, Vantages = vantages, Routes = routes, Results = results };
    }

    private static void RefuseTwice(JsonFields root, string name, IEnumerable<string> names)
    {
        foreach (var twice in names.CountBy(item => item).Where(count => count.Value > 1))
        {
            root.Refuse(name, $"'{twice.Key}' is there {twice.Value} times; names are unique.");
        }
    }

    private static IncidentWindow? ReadWindow(JsonFields fields)
    {
        fields.AllowOnly("from", "to");
        var (from, to) = (fields.Instant("from"), fields.Instant("to"));
        if (from > to)
        {
            fields.Refuse("", "from is later than to.");
        }

        return from is { } first && to is { } last ? new(first, last) : null;
    }

    private static FleetVantage? ReadVantage(JsonFields fields)
    {
        fields.AllowOnly("name", "region", "network", "resolver", "proxy", "image", "runtime");
        return fields.Named<VantageName>("name", required: true) is { } name
            ? new()
            {
                Name = name,
                Region = fields.Text("region"),
                Network = fields.Text("network"),
                Resolver = fields.Text("resolver"),
                Proxy = fields.Text("proxy"),
                Image = fields.Text("image"),
            }
            : null;
    }

    private static Route? ReadRoute(JsonFields fields)
    {
        fields.AllowOnly("name", "kind", "baseUrl", "model", "apiVersion", "request", "credential", "fronts", "vantages", "proxy", "headers",
            "http", "runtime", "reuseEvery", "provider", "providerRegion", "quotaScope", "credentialId", "private");
        var name = fields.Named<RouteName>("name", required: true);
        var kind = fields.Choice("kind", ResultJson.Default.RouteKind, required: true);
        var url = fields.Text("baseUrl", required: true);
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"))
        {
            fields.Refuse("baseUrl", $"'{url}' is not an absolute http or https URL.");
            return null;
        }

        var model = fields.Text("model", required: true);
        if (name is null || kind is null || url is null || model is null)
        {
            return null;
        }

        var (version, credential) = (fields.Text("apiVersion"), ReadCredential(fields));
        var (fronts, vantages, proxy) = (fields.Named<RouteName>("fronts", required: false), fields.Texts("vantages"), fields.Text("proxy"));
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
            Runtime = fields.Choice("runtime", ResultJson.Default.WorkloadRuntime),
            Declared = new()
            {
                Provider = fields.Text("provider"),
                ProviderRegion = fields.Text("providerRegion"),
                QuotaScope = fields.Text("quotaScope"),
                CredentialId = fields.Text("credentialId"),
                Proxy = proxy is "none" ? null : proxy,
                IsPrivate = fields.Flag("private"),
            },
        };
    }

    private static CredentialSource ReadCredential(JsonFields fields)
    {
        var text = fields.Text("credential") ?? "none";
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
                fields.Refuse("credential", "must be env:NAME, managed-identity, managed-identity:CLIENT_ID, keyvault:SECRET_URI or none.");
                return new CredentialSource.None();
        }
    }

    private static Observation? ReadResult(JsonFields fields, int index, HashSet<VantageName> vantages, HashSet<RouteName> routes)
    {
        var vantage = fields.Object("vantage", required: true)?.Named<VantageName>("name", required: true);
        var route = fields.Object("route", required: true)?.Named<RouteName>("name", required: true);
        var outcome = fields.Choice("outcome", ResultJson.Default.ProbeOutcome, required: true);
        var startedAt = fields.Instant("startedAt");
        if (vantage is { } from && !vantages.Contains(from))
        {
            fields.Refuse("vantage.name", $"'{from}' is no vantage of this file.");
        }

        if (route is { } over && !routes.Contains(over))
        {
            fields.Refuse("route.name", $"'{over}' is no route of this file.");
        }

        var cause = ReadCause(fields, outcome);
        if (vantage is null || route is null || outcome is null || startedAt is null || cause is null)
        {
            return null;
        }

        var response = fields.Object("response");
        var depth = fields.Choice("depth", ResultJson.Default.ProbeDepth) ?? ProbeDepth.Completion;
        var stage = fields.Choice("break", ResultJson.Default.Stage);
        return new()
        {
            Id = fields.Text("id") ?? $"results[{index}]",
            Path = new(
                vantage.Value,
                route.Value,
                depth,
                fields.Choice("variant", ResultJson.Default.ProbeVariant) ?? ProbeVariant.Full),
            StartedAt = startedAt.Value,
            Outcome = outcome.Value,
            Break = stage,
            Cause = cause.Value,
            Slow = ReadSlow(fields),
            Responder = response?.Choice("responder", ResultJson.Default.Responder),
            Status = response?.Integer("status"),
            RequestId = response?.Text("requestId"),
            RouteFingerprint = fields.Object("fingerprint")?.Text("route"),
            Beside = outcome is ProbeOutcome.Failed && fields.Object("drillDown") is { } look
                ? SideLooks.Of(DrillDownFields.Read(look), depth, stage, cause.Value)
                : null,
        };
    }

    // A written file names the stage alone; a stored result has its times too.
    private static Stage? ReadSlow(JsonFields fields) =>
        fields.Has("slow", JsonValueKind.Object)
            ? fields.Object("slow")!.Choice("stage", ResultJson.Default.Stage, required: true)
            : fields.Choice("slow", ResultJson.Default.Stage);

    private static Cause? ReadCause(JsonFields fields, ProbeOutcome? outcome) =>
        outcome is ProbeOutcome.Passed
            ? Cause.Ok
            : fields.Object("diagnosis", required: true)?.Choice("cause", ResultJson.Default.Cause, required: true);
}
