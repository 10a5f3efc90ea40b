using System.Text.Json.Nodes;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Cli.Inputs;

/// <summary>A route given on the command line instead of in a <c>fleet.json</c>; the same rules apply.</summary>
internal sealed record AdHocRoute
{
    private const int LongestName = 63;

    private static readonly Dictionary<string, string> OptionOf = new(StringComparer.Ordinal)
    {
        ["baseUrl"] = "--base-url",
        ["model"] = "--model",
        ["kind"] = "--kind",
        ["apiVersion"] = "--api-version",
        ["request"] = "--request",
        ["http"] = "--http",
        ["runtime"] = "--runtime",
        ["credential"] = "--credential",
    };

    /// <summary>The route's name; null for the name of its host.</summary>
    public string? Name { get; init; }

    public required string BaseUrl { get; init; }

    public string? Model { get; init; }

    public RouteKind? Kind { get; init; }

    public string? ApiVersion { get; init; }

    /// <summary>The call that the workload makes; null for a chat completion.</summary>
    public RequestKind? Request { get; init; }

    public string? Credential { get; init; }

    public RouteHttp? Http { get; init; }

    public WorkloadRuntime? Runtime { get; init; }

    /// <summary>Makes a configuration with this one route.</summary>
    /// <exception cref="UsageException">Parts are missing or invalid; the message lists all of them.</exception>
    public FleetConfiguration ToConfiguration()
    {
        var kind = Kind ?? KindOf(BaseUrl);
        var route = new JsonObject
        {
            ["name"] = Name ?? NameOf(BaseUrl),
            ["kind"] = WireWord.Of(kind),
            ["baseUrl"] = BaseUrl,
            ["model"] = Model ?? throw new UsageException(
                "--base-url needs --model NAME too: the model, or on Azure the deployment, that the workload calls."),
            ["credential"] = Credential ?? DefaultCredential(kind),
        };
        if (ApiVersion is not null || kind is RouteKind.AzureOpenAI)
        {
            route["apiVersion"] = ApiVersion ?? "v1";
        }

        if (Request is { } request)
        {
            route["request"] = WireWord.Of(request);
        }

        if (Http is { } http)
        {
            route["http"] = WireWord.Of(http);
        }

        if (Runtime is { } runtime)
        {
            route["runtime"] = WireWord.Of(runtime);
        }

        var reading = FleetConfigurationReader.Read(new JsonObject { ["routes"] = new JsonArray(route) }.ToJsonString());
        return reading.IsValid ? reading.Configuration : throw new UsageException(string.Join('\n', reading.Violations.Select(Shown)));
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

    private static string Shown(Violation violation)
    {
        var member = violation.Path[(violation.Path.LastIndexOf('.') + 1)..];
        return violation with { Path = OptionOf.GetValueOrDefault(member, violation.Path) } is var named ? named.ToString() : "";
    }
}
