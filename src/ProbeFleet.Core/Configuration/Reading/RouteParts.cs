using System.Globalization;
using System.Text.RegularExpressions;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>Reads the short parts of a route.</summary>
internal static partial class RouteParts
{
    // The first api-version of Azure OpenAI that has the operation.
    private static readonly DateOnly KnowsResponses = new(2025, 3, 1);

    public static string? ReadModel(JsonCursor? at) =>
        at?.AsText() is not { } model ? null
        : model.Length > 0 && model.Trim() == model && !model.Any(char.IsControl) ? model
        : at.Refuse<string>(
            "Must be the model, or the deployment on Azure, without control characters and without white space at its ends.");

    public static string? ReadApiVersion(JsonMembers members, RouteKind? kind)
    {
        var at = kind is RouteKind.AzureOpenAI ? members.Required("apiVersion") : members["apiVersion"];
        var version = at?.AsText();
        if (version is null || kind is null)
        {
            return version;
        }

        if (kind is not RouteKind.AzureOpenAI)
        {
            at?.Refuse("Only kind azure-openai has an apiVersion: remove it.");
        }
        else if (version != "v1" && DateOf(version) is null)
        {
            at?.Refuse("Must be \"v1\" or a dated version such as \"2024-10-21\" or \"2025-04-01-preview\".");
        }

        return version;
    }

    public static RequestKind ReadRequest(JsonCursor? at, string? apiVersion)
    {
        var request = at?.AsOneOf<RequestKind>() ?? RequestKind.Chat;
        if (request is RequestKind.Responses or RequestKind.ResponsesStream && DateOf(apiVersion) is { } version
            && version < KnowsResponses)
        {
            at?.Refuse("The responses operation came with apiVersion \"2025-03-01-preview\": write \"v1\" or a later version there, or "
                + "ask for \"chat\".");
        }

        return request;
    }

    /// <summary>Reads the workload's runtime, whose script makes every call over HTTP/1.1 only.</summary>
    public static WorkloadRuntime? ReadRuntime(JsonCursor? at, RouteHttp http)
    {
        var runtime = at?.AsOneOf<WorkloadRuntime>();
        if (runtime is not null && http is not RouteHttp.Http11)
        {
            at!.Refuse("A workload's runtime makes its call over HTTP/1.1: leave out \"http\", or leave this out.");
        }

        return runtime;
    }

    /// <summary>Reads how often the route's idle connections are checked; null to use the fleet's setting.</summary>
    public static TimeSpan? ReadReuse(JsonCursor? at, WorkloadRuntime? runtime)
    {
        if (runtime is not null)
        {
            at?.Refuse("A workload's runtime makes one call and keeps no connection: write it on the same route without \"runtime\".");
        }

        return at?.AsDuration(ProbeSettings.ShortestReuse, ProbeSettings.LongestReuse);
    }

    public static IReadOnlyList<string> ReadVantages(JsonCursor? at)
    {
        var items = at?.AsItems() ?? [];
        if (at is { IsList: true } && items is [])
        {
            at.Refuse("Must list at least one pattern; leave it out to probe the route from every vantage.");
        }

        return [.. items.Select(ReadPattern).OfType<string>()];
    }

    public static ProxyChoice ReadProxy(JsonCursor? at)
    {
        var fromEnvironment = new ProxyChoice.FromEnvironment();
        if (at?.AsText() is not { } text)
        {
            return fromEnvironment;
        }

        if (text is "none")
        {
            return new ProxyChoice.Direct();
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) && ProxyScheme.IsMatch(text))
        {
            at.Refuse(BaseUrlReader.Unreadable);
        }
        else if (url is not { Scheme: "http" or "https" or "socks5", Host.Length: > 0 })
        {
            at.Refuse(
                "Must be \"none\" or a URL such as \"http://proxy.contoso.com:3128\" (http, https or socks5); "
                + "leave it out to use the runtime's own environment.");
        }
        else if (url.UserInfo.Length > 0)
        {
            at.RefuseUnseen(
                "A proxy with a user name or password does not belong in fleet.json: put it in HTTPS_PROXY of the runtime "
                + "and leave this member out. Consider the password leaked.");
        }
        else if (url.PathAndQuery is not ("/" or "") || url.Fragment.Length > 0)
        {
            at.Refuse("A proxy URL ends after its host and port.");
        }
        else
        {
            return new ProxyChoice.Explicit(url);
        }

        return fromEnvironment;
    }

    private static string? ReadPattern(JsonCursor at) =>
        at.AsText() is not { } pattern ? null
        : VantagePattern.IsValid(pattern) ? pattern
        : at.Refuse<string>($"Must be {VantagePattern.Rule}");

    private static DateOnly? DateOf(string? version) =>
        DatedShape.Match(version ?? "") is { Success: true } match
        && DateOnly.TryParseExact(match.Groups[1].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    [GeneratedRegex(@"\A(https?|socks5)://.", RegexOptions.IgnoreCase)]
    private static partial Regex ProxyScheme { get; }

    [GeneratedRegex(@"\A([0-9]{4}-[0-9]{2}-[0-9]{2})(-preview)?\z")]
    private static partial Regex DatedShape { get; }
}
