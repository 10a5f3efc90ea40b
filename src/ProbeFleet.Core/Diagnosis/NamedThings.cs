using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Replaces placeholders in the catalog's steps, such as HOST and MODEL, with this probe's values for copying.</summary>
internal static partial class NamedThings
{
    public static string In(DiagnosisContext context, string step) => Place.Replace(step, place => Resolve(context, place.Value));

    private static string Resolve(DiagnosisContext context, string place) => place switch
    {
        "HOST" => context.Host,
        "PORT" => context.BaseUrl?.Port.ToString(CultureInfo.InvariantCulture) ?? "its port",
        "NAME" => context.Evidence.Facts<ResolveFacts>()?.Host ?? context.Host,
        "RESOLVER" => Resolvers(context) is [{ } first, ..] ? first : place,
        "ADDRESS" => Address(context) ?? "the address",
        "DESTINATION" => IPEndPoint.TryParse(Address(context) ?? "", out var endpoint) ? endpoint.Address.ToString() : context.Host,
        "ORIGIN" => Origin(context),
        "REQUEST" => Request(context),
        "PROXY" => context.Proxy ?? "the proxy",
        "MODEL" => context.Evidence.Route.Model,
        "SOURCE" => context.Evidence.Facts<CredentialFacts>()?.Source ?? "its source",
        "TIME" => context.Time,
        _ => place,
    };

    /// <summary>The request's method and URL as arguments of curl.</summary>
    public static string Request(DiagnosisContext context) =>
        context.Evidence.Facts<ConfigureFacts>()?.Request.Split(' ', 2) is [var method, var url]
            ? $"{(method is "GET" ? "" : $"-X {method} ")}'{url}'"
            : Origin(context);

    private static string Origin(DiagnosisContext context) => context.BaseUrl?.GetLeftPart(UriPartial.Authority) ?? context.Host;

    private static IReadOnlyList<string>? Resolvers(DiagnosisContext context) =>
        context.Evidence.Facts<ResolveFacts>()?.Resolvers ?? context.DrillDown?.Resolver?.Servers;

    private static string? Address(DiagnosisContext context) =>
        context.Attempts.LastOrDefault(attempt => attempt.Failure is not null)?.Endpoint
        ?? context.Evidence.Facts<ConnectFacts>()?.Remote;

    [GeneratedRegex(@"\b(?:HOST|PORT|NAME|RESOLVER|ADDRESS|DESTINATION|ORIGIN|REQUEST|PROXY|MODEL|SOURCE|TIME)\b")]
    private static partial Regex Place { get; }
}
