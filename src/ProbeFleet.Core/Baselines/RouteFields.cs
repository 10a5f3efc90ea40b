using System.Text.Json;
using ProbeFleet.Core.Evidence;

namespace ProbeFleet.Core.Baselines;

/// <summary>The fields that <see cref="Fingerprint.Route"/> covers, as a result states them.</summary>
internal static class RouteFields
{
    public static IReadOnlyList<ChangedFact> Differing(ProbeResult baseline, ProbeResult now)
    {
        ChangedFact[] differing =
        [
            .. Read(baseline).Zip(Read(now), (was, isNow) => new ChangedFact(was.Name, was.Value, isNow.Value)).Where(fact => fact.Was != fact.Now),
        ];
        return differing is [] ? [new("fingerprint.route", baseline.Fingerprint.Route, now.Fingerprint.Route)] : differing;
    }

    private static (string Name, string? Value)[] Read(ProbeResult result)
    {
        var credential = result.Find<CredentialEvidence>()?.Facts;
        return
        [
            ("route.kind", JsonSerializer.Serialize(result.Route.Kind).Trim('"')),
            ("route.baseUrl", result.Route.BaseUrl),
            ("route.model", result.Route.Model),
            ("route.apiVersion", result.Route.ApiVersion),
            ("credential.source", credential?.Source),
            ("credential.identity", credential?.Identity),
            ("runtime.sdk", result.Vantage.Runtime.Sdk),
        ];
    }
}
