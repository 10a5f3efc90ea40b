using System.Globalization;
using ProbeFleet.Core.Diagnosis.Causes;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for certificates that this runtime does not accept: whose they are decides who has to act.</summary>
internal static class CertificateRules
{
    public static Finding Find(DiagnosisContext context)
    {
        var tls = context.Tls ?? new();
        var status = tls.ChainStatus ?? [];
        var finding =
            IsDecryptedByProxy(context, tls) ? Decrypted(context, tls)
            : IsPlaceholder(tls) ? Placeholder(context, tls)
            : status.Contains("UntrustedRoot") ? Untrusted(context, tls)
            : status.Contains("PartialChain") ? Partial(context, tls)
            : status.Contains("NotTimeValid") ? NotTimeValid(context, tls)
            : tls.PolicyErrors?.Contains("RemoteCertificateNameMismatch") is true ? NameMismatch(context, tls)
            : Finding.Weak(
                Cause.TlsUntrustedRoot, $"The certificate of {context.Host} was not accepted{context.Detail}, issued by {Issuer(tls)}.");
        return context.Reached(ProbeVariant.SystemTrust) is true
            ? finding.Note("With the system's own trust store the handshake works: SSL_CERT_FILE or SSL_CERT_DIR of this environment is "
                + "what fails.")
            : finding;
    }

    /// <summary>The same for a certificate that this runtime does not trust.</summary>
    private static IReadOnlyList<string> WhoSignedInstead(DiagnosisContext context) =>
    [
        .. TlsRules.WhoAnswersInstead(context).Take(1),
        "Or take the inspection's root from whoever runs it (never from the connection) and add it to this runtime's trust store "
            + "(Debian: update-ca-certificates; .NET, Python: SSL_CERT_FILE; Node: NODE_EXTRA_CA_CERTS).",
        .. TlsRules.WhoAnswersInstead(context).Skip(1),
    ];

    /// <summary>Whether another certificate was accepted without the proxy, so that the proxy decrypts and presented its own.</summary>
    private static bool IsDecryptedByProxy(DiagnosisContext context, SecureFacts tls) =>
        context.Outcome(ProbeVariant.NoProxy) is { Issuer: { } direct, Break: null or > Stage.Secure } && tls.Issuer is { } issuer
            && direct != issuer;

    private static Finding Decrypted(DiagnosisContext context, SecureFacts tls) => new Finding(
        tls.ChainStatus?.Contains("UntrustedRoot") is true ? Cause.TlsUntrustedRoot : Cause.TlsPartialChain,
        Confidence.Proven,
        $"The proxy {context.Proxy} inspects TLS: through it the certificate of {context.Host} is issued by {Issuer(tls)}, "
        + $"and without it by \"{context.Outcome(ProbeVariant.NoProxy)!.Issuer}\", which this runtime trusts.")
        .Advise(
            $"Add the root of {Issuer(tls)} to this runtime's trust store (Debian: update-ca-certificates; .NET: SSL_CERT_FILE; Node: "
                + "NODE_EXTRA_CA_CERTS; Python: SSL_CERT_FILE or REQUESTS_CA_BUNDLE).",
            $"Or have whoever runs the proxy except {context.Host} from inspection.",
            $"Or, if policy allows direct traffic, put the exact host {context.Host} into NO_PROXY: it answers without the proxy.");

    /// <summary>
    /// Whether a server made the certificate for itself and other names, as an ingress, a proxy manager or an appliance without one for
    /// this host does. An inspection issues from its own authority and for the requested name.
    /// </summary>
    private static bool IsPlaceholder(SecureFacts tls) =>
        tls is { Subject: { } subject, Issuer: { } issuer, Chain: null or [_] }
        && subject == issuer
        && tls.PolicyErrors?.Contains("RemoteCertificateNameMismatch") is true;

    private static Finding Placeholder(DiagnosisContext context, SecureFacts tls) => Finding.Strong(
        Cause.TlsNameMismatch,
        $"{context.Host} was answered with a certificate that its server made for itself, {Names(tls)}: "
        + "a default, shown where no certificate is set for this host.")
        .OwnedBy(context.IsProvidersHost ? Owner.ConnectionPath : context.OwnerOfServer)
        .Advise(context.IsProvidersHost ? TlsRules.WhoAnswersInstead(context) :
        [
            $"Have the operator of {context.Host} bind a certificate to this very host (ingress-nginx: spec.tls and its secret; Traefik: "
                + "the router's tls).",
            "If the host has one, compare the base URL's name with it: the server chose its default because it knows no "
                + $"\"{context.Host}\".",
        ])
        .Warn("Do not trust this certificate: the server makes a new one at each start, and its names do not match.", Advice.DoNotTrustAll);

    private static Finding Untrusted(DiagnosisContext context, SecureFacts tls) => context.IsProvidersHost
        ? Finding.Proven(
            Cause.TlsUntrustedRoot,
            $"{context.Host} was answered with a certificate issued by {Issuer(tls)}"
                + (tls.Subject == tls.Issuer ? ", which is itself" : ", whose root this runtime does not trust")
                + ". A provider's own certificate is from a public authority: TLS inspection on the way, or another server, answers here.")
            .Advise(WhoSignedInstead(context))
        : tls.Subject is { } subject && subject == tls.Issuer
        ? Finding.Proven(
            Cause.TlsUntrustedRoot,
            $"{context.Host} signed its certificate {Issuer(tls)} itself, and this runtime does not trust it: a server with a certificate "
                + "of its own.")
            .OwnedBy(context.IsGatewayRoute ? Owner.RouteProvider : Owner.ConnectionPath)
            .Advise(
                $"Have the operator of {context.Host} install a certificate of an authority that its callers trust.",
                "Or, if it is meant to be so, take the certificate from the operator (not from the connection) and add it to this "
                    + "runtime's trust store.")
        : Finding.Proven(
        Cause.TlsUntrustedRoot,
        $"The certificate is issued by {Issuer(tls)}, whose root this runtime does not trust: "
        + "TLS inspection on the way, or a server with a private certificate.")
        .Do($"Ask whoever runs the network whether {Issuer(tls)} is its TLS inspection.");

    // The missing issuer is not fetched, because the certificate that names its address has not been judged yet.
    private static Finding Partial(DiagnosisContext context, SecureFacts tls) => (context.IsProvidersHost
        ? Finding.Proven(
            Cause.TlsPartialChain,
            $"The issuer {Issuer(tls)} of the certificate for {context.Host} was not found: this runtime has no such authority (an image "
                + "without CA bundle), or TLS inspection answers. The provider's own end sends its intermediates.")
            .Advise(
            [
                $"If {Issuer(tls)} is a public authority, give this runtime its CA bundle (package ca-certificates), or correct "
                    + "SSL_CERT_FILE and SSL_CERT_DIR.",
                .. WhoSignedInstead(context).Take(3),
            ])
        : tls.Chain is [_]
        ? Finding.Proven(
            Cause.TlsPartialChain,
            $"The issuer {Issuer(tls)} of the certificate was not sent, and this runtime does not have it: the server sends no "
                + "intermediate, or this runtime has no such authority (an image without CA bundle, or TLS inspection).")
            .Do(
                "Have the server send its intermediate certificate with its own. Until then, add the intermediate to this runtime's trust "
                    + "store. A workload on .NET may work all the same where it can fetch the issuer from the address in the certificate; "
                    + "the probe never does.")
        : Finding.Proven(
            Cause.TlsPartialChain,
            $"The issuer {Issuer(tls)} of the certificate was not found: the server sends no intermediate, "
            + "or this runtime has no such authority (an image without CA bundle, or TLS inspection)."))
        .Or(
            Cause.TlsUntrustedRoot,
            "Look at the issuer: a company's or a security product's name is TLS inspection; "
            + (context.IsProvidersHost
                ? "a public authority's name means an image without CA bundle."
                : "a public authority's name means a missing intermediate or an image without CA bundle."));

    private static Finding NotTimeValid(DiagnosisContext context, SecureFacts tls)
    {
        var now = context.Evidence.StartedAt;
        return tls.NotBefore > now
            ? Finding.Proven(
                Cause.TlsNotYetValid, $"The certificate is valid from {Day(tls.NotBefore)}, and this host's clock says {Day(now)}.")
                .Do("Compare this host's clock with another's: a clock that is behind is the usual reason.")
            : tls.NotAfter < now
            ? Finding.Proven(
                Cause.TlsExpired,
                $"The certificate was valid until {Day(tls.NotAfter)}, and this host's clock says {Day(now)}; issued by {Issuer(tls)}.")
                .Do("Compare this host's clock with another's: a clock that is ahead makes good certificates expire.")
            : Finding.Likely(Cause.TlsExpired, $"A certificate of the chain is not valid at this time (leaf issued by {Issuer(tls)}).")
                .Or(Cause.TlsNotYetValid, "Compare this host's clock with another's.");
    }

    private static Finding NameMismatch(DiagnosisContext context, SecureFacts tls)
    {
        var names = Names(tls);
        var finding = Finding.Proven(
            Cause.TlsNameMismatch,
            $"{context.Host} was answered with a certificate for {names}: another server, or a proxy, stands at this address.");
        return context.OnOpenAIHost ? finding.Advise(TlsRules.WhoAnswersInstead(context))
            : context.OnAzureHost || context.Cnames.Count > 0
            ? finding.Do("Check the DNS answer: a wrong private-endpoint record sends this name to another resource.")
            : finding.Or(Cause.ConfigBaseUrl,
                "If the base URL calls the server by an address or an alias, use the name that is in the certificate.");
    }

    private static string Names(SecureFacts tls) =>
        tls.Names is { Count: > 0 } known ? string.Join(", ", known.Take(5)) : tls.Subject ?? "other names";

    /// <summary>The issuer, for a sentence.</summary>
    public static string Issuer(SecureFacts tls) => tls.Issuer is { Length: > 0 } issuer ? $"\"{issuer}\"" : "an unknown issuer";

    private static string Day(DateTimeOffset? instant) =>
        instant?.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "?";
}
