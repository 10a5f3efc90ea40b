using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Vantages;

namespace ProbeFleet.Core.Packets;

/// <summary>Whether a later probe proves that what a packet reports is fixed.</summary>
public static class PacketVerification
{
    /// <summary>
    /// Judges one later probe against the packet's request for its vantage. Only a passed probe, later, from the same vantage,
    /// with an equal route fingerprint and at least the packet's depth verifies; a variant never does.
    /// </summary>
    /// <param name="packet">The packet.</param>
    /// <param name="after">The later probe.</param>
    public static PacketVerdict Judge(Packet packet, ProbeResult after)
    {
        ArgumentNullException.ThrowIfNull(packet);
        ArgumentNullException.ThrowIfNull(after);
        var requests = packet.Verification.Requests.Where(request => request.Vantage == after.Vantage.Name).ToArray();
        if (requests is [])
        {
            return new PacketVerdict.WrongVantage([.. packet.Verification.Requests.Select(request => request.Vantage).Distinct()], after.Vantage.Name);
        }

        var request = Array.Find(requests, request => request.RouteFingerprint == after.Fingerprint.Route) ?? requests[0];
        return Differences(packet, request, after) switch
        {
            [_, ..] fields => new PacketVerdict.NotComparable(fields),
            _ when after.Outcome is ProbeOutcome.Passed => new PacketVerdict.Verified(after.Id),
            _ => new PacketVerdict.StillFailing(after.Diagnosis),
        };
    }

    private static List<ChangedFact> Differences(Packet packet, PacketRequest request, ProbeResult after)
    {
        List<ChangedFact> fields = [];
        if (after.StartedAt <= packet.ObservedAt)
        {
            fields.Add(new("startedAt", $"after {packet.ObservedAt:O}", $"{after.StartedAt:O}"));
        }

        if (after.Variant is not (null or ProbeVariant.Full))
        {
            fields.Add(new("variant", null, JsonWord.Of(after.Variant.Value)));
        }

        if (after.Depth < request.Depth)
        {
            fields.Add(new("depth", JsonWord.Of(request.Depth), JsonWord.Of(after.Depth)));
        }

        if (after.Fingerprint.Route != request.RouteFingerprint)
        {
            fields.AddRange(RouteFields(packet, after) is [_, ..] route
                ? route
                : [new("route.fingerprint (the credential's identity)", request.RouteFingerprint, after.Fingerprint.Route)]);
        }

        return fields;
    }

    private static List<ChangedFact> RouteFields(Packet packet, ProbeResult after) =>
        new ChangedFact[]
        {
            new("route.kind", JsonWord.Of(packet.Route.Kind), JsonWord.Of(after.Route.Kind)),
            new("route.baseUrl", packet.Route.BaseUrl, after.Route.BaseUrl),
            new("route.model", packet.Route.Model, after.Route.Model),
            new("route.apiVersion", packet.Route.ApiVersion, after.Route.ApiVersion),
            new("sdk", packet.Vantage.Runtime.Sdk, after.Vantage.Runtime.Sdk),
        }.Where(field => field.Was != field.Now).ToList();
}

/// <summary>What a later probe proves about a packet. The family is closed.</summary>
public abstract record PacketVerdict
{
    private protected PacketVerdict()
    {
    }

    /// <summary>The same request passed: the packet may be closed.</summary>
    /// <param name="ProbeId">The probe that proves it.</param>
    public sealed record Verified(Guid ProbeId) : PacketVerdict;

    /// <summary>It was not the same request, so it proves nothing.</summary>
    /// <param name="Fields">What differs: was in the packet, is now.</param>
    public sealed record NotComparable(IReadOnlyList<ChangedFact> Fields) : PacketVerdict;

    /// <summary>The same request still fails.</summary>
    /// <param name="Diagnosis">How.</param>
    public sealed record StillFailing(ProbeDiagnosis Diagnosis) : PacketVerdict;

    /// <summary>The probe ran somewhere else.</summary>
    /// <param name="Expected">Where it must run: one of these.</param>
    /// <param name="Actual">Where it ran.</param>
    public sealed record WrongVantage(IReadOnlyList<VantageName> Expected, VantageName Actual) : PacketVerdict;
}
