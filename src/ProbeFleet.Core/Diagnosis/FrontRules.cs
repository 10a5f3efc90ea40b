using ProbeFleet.Core.Diagnosis.Causes;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for what stands in front of the API: sign-ins, firewalls, proxies that write pages.</summary>
internal static class FrontRules
{
    public static Finding SignIn(ResponseView reply) => IsOwnFront(reply.Context)
        ? Finding.Strong(
            Cause.HttpRedirected,
            $"A sign-in for people stands in front of {reply.Context.Host}: it answered {reply.Response.Status} and let nothing through "
                + "to the API.")
            .OwnedBy(Owner.RouteProvider)
            .Advise(SignInSteps)
            .Warn("Do not touch the provider's key: the sign-in stands before it and did not read it.")
        : reply.Found(Cause.HttpNotApi, Confidence.Likely, "A sign-in page answers in the API's place.");

    /// <summary>How a program gets past a sign-in that belongs to the route.</summary>
    public static IReadOnlyList<string> SignInSteps { get; } =
    [
        "Ask the gateway's operator for a service token, and set its headers under \"headers\" of this route "
            + "(Cloudflare Access: CF-Access-Client-Id and CF-Access-Client-Secret).",
        "Or have the operator take the API's path out of the sign-in.",
    ];

    public static Finding Credentials(ResponseView reply) => reply.Context is { IsGatewayRoute: false, IsProven: true }
        ? PageRules.NotApi(reply)
        : reply.Found(
            Cause.AuthMissing,
            Confidence.Strong,
            "What stands in front of the API asks for credentials of its own (www-authenticate: "
                + $"{reply.Response.Headers["www-authenticate"]}).")
            .OwnedBy(reply.Context.IsGatewayRoute ? Owner.Configuration : Owner.Authentication)
            .Advise(
                "Set the front's credentials under \"headers\" of this route, in the header that its operator names.",
                "If the front wants Authorization, which carries this route's own credential, have it take another header, or let that "
                    + "credential through.")
            .Warn();

    /// <summary>Whether the network says that it wants a sign-in first: only what intercepts a request may answer so (RFC 6585).</summary>
    public static bool IsNetworksSignIn(ResponseView reply) =>
        reply.Response is { Status: 511, Responder: Responder.Unknown or Responder.Proxy };

    public static Finding NetworksSignIn(ResponseView reply)
    {
        var host = reply.Context.Host;
        var finding = new Finding(
            Cause.HttpNotApi,
            reply.Context.IsProven ? Confidence.Likely : Confidence.Strong,
            $"511 came in the place of an answer of {host}{reply.Words} By that status a network asks for a sign-in before it lets "
                + "anything through.")
            .Advise(
                "Open any http:// page in a browser of this network and sign in there.",
                "For a server ask whoever runs the network to let it through without a sign-in, or use a network that has none.")
            .Warn(Advice.NothingOfTheApi);
        return reply.Context.IsProven
            ? finding.Or(
                Cause.HttpNotApi,
                $"Send the same from another network: if 511 comes there too, {host} passes on what the network behind it says.",
                reply.Context.OwnerOfServer)
            : finding;
    }

    /// <summary>Reports a page of a firewall or bot check, which refused the request before any key was read.</summary>
    public static Finding Blocked(ResponseView reply)
    {
        var finding = reply.Found(
            Cause.HttpNotApi, Confidence.Strong, "A firewall or a bot check refused the request; the API did not see it.");
        return reply.Context is { IsGatewayRoute: true, IsProven: true }
            ? finding.OwnedBy(Owner.RouteProvider)
                .Warn("Do not touch keys: the firewall did not read them.")
                .Advise(
                    "Hand the firewall's reference or ray id and the time to whoever runs it, and ask which rule refused a "
                        + "program's request.",
                    "Have this runtime's egress address or the API's path excepted from bot checks.")
            : finding;
    }

    public static Finding ProxyPage(ResponseView reply) => Finding.Strong(
        Cause.ProxyFailed,
        $"A proxy or an inspection on the way answered {reply.Response.Status} in the place of {reply.Context.Host}{reply.Words}")
        .Advise(
            "Hand the page's text and the time to whoever runs this network's proxy or inspection: it names what it refused.",
            "If it could not verify the server's certificate, that is what it sees of the host: have it compared with what a direct "
                + "connection shows.");

    /// <summary>Whether the front is the route's own: TLS proved the host or nothing is in between; and it is no provider's host.</summary>
    public static bool IsOwnFront(DiagnosisContext context) => !context.IsProvidersHost && (context.IsProven || context.IsNear);
}
