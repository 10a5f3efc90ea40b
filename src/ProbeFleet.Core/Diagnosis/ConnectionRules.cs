using System.Net.Sockets;
using ProbeFleet.Core.Diagnosis.Causes;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for breaks while a TCP connection was made.</summary>
internal static class ConnectionRules
{
    private const string MendIPv6 =
        "Take IPv6 away or make it work: correct the IPv6 route, or have DNS answer without AAAA records for this host.";

    public static Finding Find(DiagnosisContext context)
    {
        if (context.Proxy is { } proxy)
        {
            return ProxyRules.NotConnected(context, proxy);
        }

        var target = context.Attempts.LastOrDefault(attempt => attempt.Failure is not null)?.Endpoint ?? context.Host;
        var finding = context.Failure switch
        {
            FailureKind.Refused => Refused(context, target),
            FailureKind.Unreachable => Unreachable(context, target),
            FailureKind.Reset or FailureKind.Closed => Finding.Strong(
                Cause.TcpReset, $"The connection to {target} was reset before TLS{context.Detail}."),
            FailureKind.TimedOut => TimedOut(context, target),
            _ => ConfigurationRules.Unclassified(context),
        };
        return DescribeOtherResolver(context, finding);
    }

    private static Finding Refused(DiagnosisContext context, string target) => context switch
    {
        { IsOnThisMachine: true } => Finding.Proven(
            Cause.TcpRefused,
            $"{target} is this very {(context.InContainer ? "container" : "machine")}, and nothing listens on that port.")
            .OwnedBy(context.IsGatewayRoute ? Owner.RouteProvider : Owner.ConnectionPath)
            .Advise(
                "Start the server that the base URL means, and look in its log why it ended.",
                "Compare its port and address with the base URL: ss -ltnp shows what listens here.")
            .Warn("Do not look for a firewall: the connection never left this machine.", Advice.NothingArrived)
            .Or(
                Cause.ConfigBaseUrl,
                "If no server is meant to run here, the base URL is a leftover: a loopback address is nobody but the workload's own host."),
        { IsGatewayRoute: true } => RefusedElsewhere(target).Or(
            Cause.GatewayUnavailable,
            "Ask the gateway's operator whether it is running: from a host beside the gateway, connect to the same address and port."),
        _ => RefusedElsewhere(target),
    };

    private static Finding RefusedElsewhere(string target) => Finding.Proven(
        Cause.TcpRefused, $"{target} refused the connection: nothing listens there, or a firewall rejects it.");

    private static Finding TimedOut(DiagnosisContext context, string target)
    {
        var finding = Finding.Proven(Cause.TcpTimeout, $"{target} did not answer the connection attempt: something on the way drops it.");
        return OnlyIPv6Fails(context)
            ? finding.Note("An IPv4 address of the same host works: IPv6 is a black hole here, and .NET tries the addresses one after the "
                + "other, as Python does; Node from version 20 on and Go go on after 250 to 300 ms and pass.")
                .Do(MendIPv6)
            : finding;
    }

    private static Finding Unreachable(DiagnosisContext context, string target)
    {
        var finding = Finding.Proven(
            Cause.TcpUnreachable, $"This host has no way to {target}: no route, or its own rules forbid it{context.Detail}.");
        return OnlyIPv6Fails(context)
            ? finding.Note("An IPv4 address of the same host works: the client tried IPv6 only, which this network does not have.")
                .Do(MendIPv6)
            : finding;
    }

    /// <summary>Whether IPv6 attempts fail while an IPv4 attempt works.</summary>
    private static bool OnlyIPv6Fails(DiagnosisContext context)
    {
        var attempts = context.Attempts.ToArray();
        return attempts.Any(attempt => DiagnosisContext.FamilyOf(attempt.Endpoint) is AddressFamily.InterNetworkV6
            && attempt.Failure is not null)
            && attempts.Any(attempt => DiagnosisContext.FamilyOf(attempt.Endpoint) is AddressFamily.InterNetwork
                && attempt.Failure is null);
    }

    private static Finding DescribeOtherResolver(DiagnosisContext context, Finding finding) =>
        context.Reached(ProbeVariant.OtherResolver) is true
        ? finding.Note("With addresses from another resolver the API is reached: this network's DNS gives an address that does not work.")
            .Do("Compare the address with another resolver's: this network's DNS record is wrong or stale.")
        : finding;
}
