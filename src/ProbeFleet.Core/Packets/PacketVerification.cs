using ProbeFleet.Core.Diagnosis.Baselines;

namespace ProbeFleet.Core.Packets;

/// <summary>Decides whether a later probe proves that a packet's fault is fixed.</summary>
public static class PacketVerification
{
    /// <summary>
    /// Compares a later probe with the packet's request for its vantage. Only a later, passed probe from the same vantage, of the same
    /// route (<see cref="RouteComparability"/>) and at least the packet's depth verifies the fix; a variant never does.
    /// </summary>
    public static VerificationVerdict Judge(Packet packet, ProbeResult after)
    {
        var requests = packet.Verification.Requests.Where(request => request.Vantage == after.Vantage.Name).ToArray();
        if (requests is [])
        {
            return new VerificationVerdict.WrongVantage(
                [.. packet.Verification.Requests.Select(request => request.Vantage).Distinct()], after.Vantage.Name);
        }

        var request = Array.Find(requests, request => request.RouteFingerprint == after.Fingerprint.Route)
            ?? Array.Find(requests, request => request.Route == after.Route.Name)
            ?? requests[0];
        return FixComparer.Judge(Reported(packet, request), after);
    }

    private static ReportedProbe Reported(Packet packet, PacketRequest request) => new(
        request.Vantage, new(packet.Route, packet.Vantage.Runtime.Sdk, request.RouteFingerprint), request.Depth, packet.ObservedAt,
        packet.Diagnosis.Cause, packet.Break, packet.Slow);
}
