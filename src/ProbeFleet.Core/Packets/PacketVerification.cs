using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Packets;

/// <summary>Whether a later probe proves that what a packet reports is fixed.</summary>
public static class PacketVerification
{
    /// <summary>
    /// Judges one later probe against the packet's request for its vantage. Only a passed probe, later, from the same vantage,
    /// of the same route (<see cref="RouteComparability"/>) and at least the packet's depth verifies; a variant never does.
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

        var request = Array.Find(requests, request => request.RouteFingerprint == after.Fingerprint.Route)
            ?? Array.Find(requests, request => request.Route == after.Route.Name)
            ?? requests[0];
        var route = RouteComparability.Judge(packet.Diagnosis.Cause, IdentityOf(packet, request), RouteIdentity.Of(after));
        IReadOnlyList<ChangedFact> fields = [.. Shortcomings(packet, request, after), .. route is RouteSameness.Different different ? different.Fields : []];
        return fields switch
        {
            [_, ..] => new PacketVerdict.NotComparable(fields),
            _ when after.Outcome is ProbeOutcome.Failed => new PacketVerdict.StillFailing(after.Diagnosis),
            _ when StillSlow(packet.Slow, after) is { } slow => new PacketVerdict.StillSlow(slow),
            _ => new PacketVerdict.Verified(after.Id) { WithAnotherCredential = route is RouteSameness.SameButCredential },
        };
    }

    /// <summary>A single probe needs no detector: the stage is compared with the usual time that the packet names.</summary>
    private static SlowStage? StillSlow(SlowStage? reported, ProbeResult after) => reported is null ? null :
        UsualTimes.TimesOf(after).Where(stage => stage.Stage == reported.Stage && LatencyDetector.IsWorthAttention(stage.Time, reported.Usual))
            .Select(stage => reported with { Took = stage.Time }).FirstOrDefault();

    private static RouteIdentity IdentityOf(Packet packet, PacketRequest request) =>
        new() { Route = packet.Route, Sdk = packet.Vantage.Runtime.Sdk, Fingerprint = request.RouteFingerprint };

    private static IEnumerable<ChangedFact> Shortcomings(Packet packet, PacketRequest request, ProbeResult after)
    {
        if (after.StartedAt <= packet.ObservedAt)
        {
            yield return new("startedAt", $"after {packet.ObservedAt:O}", $"{after.StartedAt:O}");
        }

        if (after.Variant is not (null or ProbeVariant.Full))
        {
            yield return new("variant", null, JsonWord.Of(after.Variant.Value));
        }

        if (after.Depth < request.Depth)
        {
            yield return new("depth", JsonWord.Of(request.Depth), JsonWord.Of(after.Depth));
        }
    }
}

/// <summary>What a later probe proves about a packet. The family is closed.</summary>
public abstract record PacketVerdict
{
    private protected PacketVerdict()
    {
    }

    /// <summary>The same request passed: the packet may be closed.</summary>
    /// <param name="ProbeId">The probe that proves it.</param>
    public sealed record Verified(Guid ProbeId) : PacketVerdict
    {
        /// <summary>Whether it passed with another credential than the packet's: the credential was the fault, and this is the fix.</summary>
        public bool WithAnotherCredential { get; init; }
    }

    /// <summary>It was not the same request, so it proves nothing.</summary>
    /// <param name="Fields">What differs: was in the packet, is now.</param>
    public sealed record NotComparable(IReadOnlyList<ChangedFact> Fields) : PacketVerdict;

    /// <summary>The same request still fails.</summary>
    /// <param name="Diagnosis">How.</param>
    public sealed record StillFailing(ProbeDiagnosis Diagnosis) : PacketVerdict;

    /// <summary>The same request passed, and what the packet reports as slow still is.</summary>
    /// <param name="Stage">How slow.</param>
    public sealed record StillSlow(SlowStage Stage) : PacketVerdict;

    /// <summary>The probe ran somewhere else.</summary>
    /// <param name="Expected">Where it must run: one of these.</param>
    /// <param name="Actual">Where it ran.</param>
    public sealed record WrongVantage(IReadOnlyList<VantageName> Expected, VantageName Actual) : PacketVerdict;
}
