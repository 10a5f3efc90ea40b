using System.Globalization;
using System.Net.Sockets;
using ProbeFleet.Core.Diagnosis.Causes;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for connections cut after the handshake, judged by other answered requests, the last record and the time.</summary>
internal static class CutRules
{
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(1);

    public static Finding Describe(DiagnosisContext context, Finding finding) => context switch
    {
        { IsAnsweredToOthers: true } => ExchangeRules.OfTheServer(
            context, finding with { Confidence = Confidence.Likely },
            "A small request on the same way was answered: this one is what is cut."),
        { EndedBy: ConnectionEnd.Alert } => OfTheEnd(context, finding),
        { IsOnThisMachine: true, IsProven: false } => OnThisMachine(context, finding),
        { IsGatewayRoute: true, IsProven: true } => SuspectIPv6(context, Hedged(context, finding)),
        _ => SuspectIPv6(context, OnTheWay(context, finding)),
    };

    /// <summary>Judges a cut where no network lies between.</summary>
    public static Finding OnThisMachine(DiagnosisContext context, Finding finding) => finding
        .Note("The server is on this machine, so no network lies between: it ended the connection itself, or crashed.")
        .OwnedBy(context.OwnerOfServer)
        .Advise(
            $"Look in the log of what listens on port {context.BaseUrl?.Port} here for this request at {context.Time}, and for a crash "
                + "or a restart.",
            "Send it a small request by hand (curl): if that is answered, this request's content or size is what ends it.")
        .Warn("Do not look at DNS or firewalls: nothing of them is in use.", Advice.NothingAnswered);

    /// <summary>Judges an alert, which only the TLS end can send.</summary>
    private static Finding OfTheEnd(DiagnosisContext context, Finding finding) => finding
        .Note($"Its last record was a TLS alert, which nobody but the end that holds the certificate can send: {context.Host} "
            + "itself ended it.")
        .OwnedBy(context.OwnerOfServer)
        .Advise(
            $"Look for this request in the log of {context.Host} at {context.Time}: its TLS end was reached and closed.",
            "Look for a rule there that ends requests without an answer (HAProxy: reject, silent-drop; nginx: return 444), and for a "
                + "restart at this time.",
            "See whether it speaks HTTP/2 only: curl --http2 answers and curl --http1.1 does not "
                + $"({context.BaseUrl?.GetLeftPart(UriPartial.Authority)}).")
        .Warn("Do not look at DNS or firewalls: the connection and its TLS were agreed with the host itself.", Advice.NothingAnswered);

    /// <summary>Judges a bare FIN or RST after a gateway's certificate: most likely its TLS end, whose backend is gone.</summary>
    private static Finding Hedged(DiagnosisContext context, Finding finding)
    {
        var limit = RepeatedLimit(context);
        var hedged = (finding with { Confidence = Confidence.Weak })
            .OwnedBy(context.OwnerOfServer)
            .Advise(
                limit is { } seconds
                    ? $"Look for an idle limit of {seconds} s at the TLS end of {context.Host} and behind it (stunnel: TIMEOUTidle; "
                        + "HAProxy: timeout server; "
                        + "nginx: proxy_read_timeout; cloud load balancers: idle timeout), and set it longer than the model thinks."
                    : $"Ask the operator of {context.Host} what its TLS end passes requests on to: one whose backend is down ends "
                        + "connections just so.",
                $"Look for this connection in its log at {context.Time}.",
                "Send the same from another network: if it is answered there, something on this network's way cuts.")
            .Warn(Advice.NothingAnswered)
            .Or(finding.Cause, "If its log has no such connection, or another network is answered, something on this network's way "
                + "cuts.", Owner.ConnectionPath);
        return limit is { } all
            ? hedged.Note($"It was cut after the same {all} s with other requests too: an idle limit, of the host or of what stands "
                + "behind it.")
            : context.SameBreaks.Count > 0
                ? hedged.Note("The other requests that were tried were cut in the same way, so it is not this request's content; "
                    + "the TLS end, or what is behind it, is likeliest.")
                : hedged;
    }

    private static Finding OnTheWay(DiagnosisContext context, Finding finding) => RepeatedLimit(context) is { } seconds
        ? finding
            .Note($"It was cut after the same {seconds} s with other requests too: an idle limit.")
            .Do($"Look for an idle limit of {seconds} s on the way: NAT gateway, firewall, proxy, load balancer.")
        : context.IsGatewayRoute
            ? finding.Or(Cause.GatewayError, "Read the gateway's log for this time: if the request is there, the gateway ended it.")
            : ExchangeRules.KeylessToo(context) is { } known
                ? finding.Note(known).Or(
                    Cause.ServerError, "Send the same from another network: if it is cut there too, it is the server.")
                : finding.Or(
                    Cause.ServerError,
                    "Run the probe several times with --variant keyless: if its 401 always comes, the path is open and only this "
                        + "request is cut.");

    /// <summary>The seconds after which the probe and another request were both cut; null when at once or at different times.</summary>
    private static string? RepeatedLimit(DiagnosisContext context)
    {
        if (context.Broken?.Duration is not { } waited || waited < ShortestLimit)
        {
            return null;
        }

        var tolerance = TimeSpan.FromSeconds(Math.Max(0.3, waited.TotalSeconds * 0.05));
        return context.SameBreaks.Any(outcome => (outcome.Duration - waited).Duration() < tolerance)
            ? waited.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)
            : null;
    }

    private static Finding SuspectIPv6(DiagnosisContext context, Finding finding) =>
        context.Evidence.Facts<ConnectFacts>()?.Remote is { } remote
        && DiagnosisContext.FamilyOf(remote) is AddressFamily.InterNetworkV6
            ? finding.Or(Cause.TcpTimeout,
                $"The connection went over IPv6 ({remote}): if the same call over IPv4 works, this network's IPv6 is at fault.")
            : finding;
}
