using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Replaces placeholders in the catalog's steps, such as HOST and MODEL, with this probe's values for copying.</summary>
internal static partial class NamedThings
{
    public static string In(DiagnosisContext situation, string step) => Place.Replace(step, place => Resolve(situation, place.Value));

    private static string Resolve(DiagnosisContext situation, string place) => place switch
    {
        "HOST" => situation.Host,
        "PORT" => situation.BaseUrl?.Port.ToString(CultureInfo.InvariantCulture) ?? "its port",
        "NAME" => situation.Evidence.Find<ResolveEvidence>()?.Facts?.Host ?? situation.Host,
        "RESOLVER" => Resolvers(situation) is [{ } first, ..] ? first : place,
        "ADDRESS" => Address(situation) ?? "the address",
        "DESTINATION" => IPEndPoint.TryParse(Address(situation) ?? "", out var endpoint) ? endpoint.Address.ToString() : situation.Host,
        "ORIGIN" => situation.BaseUrl?.GetLeftPart(UriPartial.Authority) ?? situation.Host,
        "PROXY" => situation.Proxy ?? "the proxy",
        "MODEL" => situation.Evidence.Route.Model,
        "SOURCE" => situation.Evidence.Find<CredentialEvidence>()?.Facts?.Source ?? "its source",
        "TIME" => $"{situation.Evidence.StartedAt.UtcDateTime:HH:mm:ss}Z",
        _ => place,
    };

    private static IReadOnlyList<string>? Resolvers(DiagnosisContext situation) =>
        situation.Evidence.Find<ResolveEvidence>()?.Facts?.Resolvers ?? situation.DrillDown?.Resolver?.Servers;

    private static string? Address(DiagnosisContext situation) => situation.Attempts.LastOrDefault(attempt => attempt.Failure is not null)?.Endpoint
        ?? situation.Evidence.Find<ConnectEvidence>()?.Facts?.Remote;

    [GeneratedRegex(@"\b(?:HOST|PORT|NAME|RESOLVER|ADDRESS|DESTINATION|ORIGIN|PROXY|MODEL|SOURCE|TIME)\b")]
    private static partial Regex Place { get; }
}
