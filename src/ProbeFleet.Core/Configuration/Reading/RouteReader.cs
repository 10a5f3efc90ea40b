using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>The parts of a <c>routes</c> item that could be read, enough to check it against the other items.</summary>
/// <param name="Route">The route; null when a required part is missing or refused.</param>
internal sealed record RouteText(
    JsonCursor At, JsonCursor? NameAt, string? Name, RouteKind? Kind, JsonCursor? FrontsAt, string? Fronts, Route? Route = null);

/// <summary>Reads one item of <c>routes</c>.</summary>
internal static class RouteReader
{
    private static readonly string[] Members =
    [
        "name", "kind", "baseUrl", "model", "apiVersion", "request", "credential", "fronts", "vantages", "private", "proxy", "runtime",
        "headers", "http", "reuseEvery",
    ];

    public static RouteText? Read(JsonCursor at)
    {
        if (at.AsObject(Members) is not { } members)
        {
            return null;
        }

        var (nameAt, kind, frontsAt) = (members.Required("name"), members.Required("kind")?.AsOneOf<RouteKind>(), members["fronts"]);
        var text = new RouteText(at, nameAt, nameAt?.AsText(), kind, frontsAt, frontsAt?.AsText());
        return text with { Route = ReadRoute(members, text) };
    }

    private static Route? ReadRoute(JsonMembers members, RouteText text)
    {
        var name = ReadName(text);
        var baseUrl = BaseUrlReader.Read(members.Required("baseUrl"), text.Kind);
        var model = RouteParts.ReadModel(members.Required("model"));
        var apiVersion = RouteParts.ReadApiVersion(members, text.Kind);
        var request = RouteParts.ReadRequest(members["request"], apiVersion);
        var credential = CredentialReader.Read(members.Required("credential"), text.Kind, baseUrl);
        var vantages = RouteParts.ReadVantages(members["vantages"]);
        var isPrivate = members["private"]?.AsFlag() ?? false;
        var proxy = RouteParts.ReadProxy(members["proxy"]);
        var headers = HeadersReader.Read(members["headers"]);
        var http = members["http"]?.AsOneOf<RouteHttp>() ?? RouteHttp.Http11;
        var runtime = RouteParts.ReadRuntime(members["runtime"], http);
        var reuseEvery = RouteParts.ReadReuse(members["reuseEvery"], runtime);
        return name is null || text.Kind is null || baseUrl is null || model is null || credential is null
            ? null
            : new Route
            {
                Name = name.Value,
                Kind = text.Kind.Value,
                BaseUrl = baseUrl,
                Model = model,
                ApiVersion = apiVersion,
                Request = request,
                Credential = credential,
                Fronts = RouteName.IsValid(text.Fronts) ? new RouteName(text.Fronts!) : null,
                Vantages = vantages,
                IsPrivate = isPrivate,
                Proxy = proxy,
                Headers = headers,
                Http = http,
                Runtime = runtime,
                ReuseEvery = reuseEvery,
            };
    }

    private static RouteName? ReadName(RouteText text) =>
        text.Name is not { } name ? null
        : RouteName.IsValid(name) ? new RouteName(name)
        : text.NameAt?.Refuse<RouteName?>($"Must be {RouteName.Rule}");
}
