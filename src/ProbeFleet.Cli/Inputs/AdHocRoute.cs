using System.Text.Json;
using System.Text.Json.Nodes;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Cli.Inputs;

/// <summary>A route given on the command line instead of in a <c>fleet.json</c>; the same rules apply.</summary>
/// <param name="Request">The call that the workload makes; null for a chat completion.</param>
/// <param name="Name">The route's name; null for the name of its host.</param>
internal sealed record AdHocRoute(
    string BaseUrl, string? Model, RouteKind? Kind, string? ApiVersion, RequestKind? Request, string? Credential, RouteHttp? Http,
    string? Name = null, WorkloadRuntime? Runtime = null)
{
    private const int LongestName = 63;

    /// <summary>Makes a configuration with this one route.</summary>
    /// <exception cref="UsageException">Parts are missing or invalid; the message lists all of them.</exception>
    public FleetConfiguration ToConfiguration()
    {
        var kind = Kind ?? KindOf(BaseUrl);
        Dictionary<string, string?> members = new(StringComparer.Ordinal)
        {
            ["name"] = Name ?? NameOf(BaseUrl),
            ["kind"] = WireWord.Of(kind),
            ["baseUrl"] = BaseUrl,
            ["model"] = Model ?? throw new UsageException(
                "--base-url needs --model NAME too: the model, or on Azure the deployment, that the workload calls."),
            ["credential"] = Credential ?? DefaultCredential(kind),
            ["apiVersion"] = ApiVersion ?? (kind is RouteKind.AzureOpenAI ? "v1" : null),
            ["request"] = Request is { } request ? WireWord.Of(request) : null,
            ["http"] = Http is { } http ? WireWord.Of(http) : null,
            ["runtime"] = Runtime is { } runtime ? WireWord.Of(runtime) : null,
        };
        var stated = members.Where(member => member.Value is not null)
            .Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value));
        var reading = FleetConfigurationReader.Read(new JsonObject { ["routes"] = new JsonArray(new JsonObject(stated)) }.ToJsonString());
        return reading.IsValid
            ? reading.Configuration
            : throw new UsageException(string.Join('\n', reading.Violations.Select(Shown)));

        // Each member has an option of its name.
        Violation Shown(Violation violation)
        {
            var member = violation.Path[(violation.Path.LastIndexOf('.') + 1)..];
            return members.ContainsKey(member)
                ? violation with { Path = $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(member)}" }
                : violation;
        }
    }

    private static string DefaultCredential(RouteKind kind) => kind switch
    {
        RouteKind.AzureOpenAI => "env:AZURE_OPENAI_API_KEY",
        RouteKind.OpenAI or RouteKind.Gateway => "env:OPENAI_API_KEY",
    };

    private static RouteKind KindOf(string baseUrl) =>
        Uri.TryCreate(baseUrl, UriKind.Absolute, out var url) && AzureCloud.OfModelHost(url.IdnHost) is not null
            ? RouteKind.AzureOpenAI
            : RouteKind.OpenAI;

    /// <summary>The host as a route's name: an IPv6 address without its colons, a long name truncated.</summary>
    private static string NameOf(string baseUrl)
    {
        if (!Uri.TryCreate(baseUrl, UriKind.Absolute, out var url))
        {
            return "route";
        }

        var host = url.HostNameType is UriHostNameType.IPv6
            ? $"ipv6-{string.Join('-', url.IdnHost.Split([':', '%'], StringSplitOptions.RemoveEmptyEntries))}"
            : url.IdnHost;
        var name = host[..Math.Min(host.Length, LongestName)];
        return RouteName.IsValid(name) ? name : "route";
    }
}
