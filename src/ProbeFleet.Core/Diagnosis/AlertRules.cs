using ProbeFleet.Core.Diagnosis.Causes;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for TLS alerts, by number (RFC 8446 section 6).</summary>
internal static class AlertRules
{
    /// <summary>Judges an alert during the handshake, when no certificate has proved who sent it.</summary>
    public static Finding InHandshake(DiagnosisContext context)
    {
        var finding = OfNumber(context);
        return context.IsProvidersHost && finding.Cause is Cause.TlsProtocol && context.Alert is not (40 or 47 or 70 or 71 or 86)
            ? finding.Advise(TlsRules.WhoAnswersInstead(context))
            : finding;
    }

    private static Finding OfNumber(DiagnosisContext context) => context.Alert switch
    {
        112 => NameNotServed(context),
        42 or 43 or 44 or 45 or 46 or 48 => Finding.Likely(
            Cause.TlsClientCertificateRequired,
            $"{context.Host} ended the handshake with an alert about this side's certificate{context.Detail}, and none was sent."),
        40 or 47 or 70 or 71 or 86 => NothingInCommon(context),
        120 => Ended(context, "it speaks no HTTP version that this client offers.")
            .OwnedBy(OwnerOf(context))
            .Advise($"Have {context.Host} offer http/1.1 by ALPN, or let the workload's client offer h2 (httpx: http2=True)."),
        80 => Ended(context, "its own TLS end failed.")
            .OwnedBy(OwnerOf(context))
            .Advise($"Look in the TLS log of {context.Host} at {context.Time}: no certificate for the name and a full disk end so."),
        49 => Ended(context, "a rule, of its front or of a filter on the way, refuses this client or this name.")
            .Advise($"Ask the operator of {context.Host}, and then the network's, for a rule on this runtime's address or on the name."),
        _ => Ended(context, "no TLS version or cipher in common, or the name is not served."),
    };

    private static Finding Ended(DiagnosisContext context, string why) => Finding.Strong(
        Cause.TlsProtocol, $"{context.Host} ended the handshake with an alert{context.Detail}: {why}");

    /// <summary>Judges an alert on the agreed connection, which only the host itself can have sent.</summary>
    public static Finding AfterHandshake(DiagnosisContext context) => Finding.Strong(
        Cause.HttpClosed,
        $"{context.Host} itself ended the connection{context.Detail}: an alert comes from nobody but the end that holds the certificate.")
        .OwnedBy(context.OwnerOfServer)
        .Advise(
            $"Look in the log of the TLS end of {context.Host} at {context.Time}: it says why it sent the alert.")
        .Warn("Do not look at firewalls: the way to the host is open, and the host spoke.", Advice.NothingAnswered);

    private static Finding NameNotServed(DiagnosisContext context) =>
        Ended(context, $"the server at this address does not serve the name {context.Host}.")
        .OwnedBy(OwnerOf(context))
        .Advise(
            $"Have the operator bind the name {context.Host} and its certificate to that server (nginx: server_name; HAProxy: "
                + "crt-list; Front Door, APIM: custom domain).",
            $"Compare the address that {context.Host} gives with the right one: a stale DNS record leads to another server.",
            "Compare the base URL's host with the name that the operator gave out, letter by letter.")
        .Or(Cause.ConfigBaseUrl, "If the operator serves the API under another name, that name belongs in the base URL.");

    private static Finding NothingInCommon(DiagnosisContext context) =>
        Ended(context, "no TLS version or cipher suite in common with this runtime.")
        .OwnedBy(OwnerOf(context))
        .Advise(
            $"See what it offers: openssl s_client -connect {context.Host}:{context.BaseUrl?.Port} -tls1_2, and -tls1_1 -cipher "
                + "ALL:@SECLEVEL=0 for an old end.",
            context.IsProvidersHost
                ? "Compare what this runtime offers (OPENSSL_CONF: MinProtocol, CipherString): the provider's own end takes TLS 1.2 "
                    + "and 1.3."
                : $"Have the TLS end of {context.Host} take TLS 1.2 or 1.3 with an ECDHE suite.",
            "If other networks reach it, look for an old terminator or inspection on this network's way.")
        .Or(
            Cause.TlsProtocol,
            "If the same handshake works from another network, something on this network's way ends it; if not, it is the host's own end.",
            context.IsGatewayRoute ? Owner.ConnectionPath : Owner.ApiServer);

    /// <summary>The likely owner, as no certificate proved the sender: a provider's end knows its name and TLS 1.2 and 1.3.</summary>
    private static Owner OwnerOf(DiagnosisContext context) => context.IsGatewayRoute ? Owner.RouteProvider : Owner.ConnectionPath;
}
