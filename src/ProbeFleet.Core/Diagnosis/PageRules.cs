using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Core.Recognition;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for pages, texts and empty answers without known words, judged by their possible senders.</summary>
internal static class PageRules
{
    private static readonly string[] HeadersOfNames = ["server", "via"];

    public static Finding Find(ResponseView reply) => reply switch
    {
        { Response.ResponderProduct: Products.HttpSys, Status: 404 } => WrongFrontEnd(reply),
        { IsFromApi: true, Status: < 300 } => OddAnswer(reply),
        { Context.IsProvidersHost: true } => NotApi(reply),
        { Response.ResponderProduct: Products.AzureFirewall } => NotApi(reply),
        _ when IsOfTheServer(reply) && MeaningRules.OfPage(reply) is { } finding => finding,
        { Response.Status: >= 200 and < 300, Shape: BodyShape.Empty, Context.IsGatewayRoute: true }
            when IsOfTheServer(reply) => NoSite(reply),
        { Context.IsGatewayRoute: true, Status: >= 500, Context.IsPlainHttp: true, Context.Proxy: not null } => OfProxy(reply),
        { Context.IsGatewayRoute: true, Status: >= 500 } when IsOfTheServer(reply) => MeaningRules.GatewayFront(reply),
        { Context.IsGatewayRoute: true, Status: >= 500 } => SaidByNobodyKnown(reply),
        _ => NotApi(reply),
    };

    /// <summary>Whether the server itself answered: TLS proves its host, or nothing is in between.</summary>
    private static bool IsOfTheServer(ResponseView reply) => reply.Context.IsProven || reply.Context.IsNear;

    /// <summary>Judges an empty success: a web server without a site for the host or path (Caddy), or a health check's answer.</summary>
    private static Finding NoSite(ResponseView reply) =>
        reply.Found(Cause.ConfigBaseUrl, Confidence.Guess, "The answer is empty: the server has nothing for this host or path "
            + "(Caddy answers so for a site that it does not know).")
            .Advise(
                $"Compare the base URL's host and path ({reply.Context.BaseUrl}) with the ones that the server's configuration names.",
                "If they are right, look in that server's log which of its sites took the request.")
            .Warn("Do not look at the network: the server itself answered.")
            .Or(
                Cause.HttpNotApi,
                "If other paths of the same host answer as the API does, what stands in front swallows this one.",
                reply.Context.OwnerOfServer);

    /// <summary>Judges a success with the API's own marks and a body that is none of its answers.</summary>
    private static Finding OddAnswer(ResponseView reply)
    {
        var isCut = reply is { Shape: BodyShape.Text, Response.ErrorMessage: ['{' or '[', ..] };
        var finding = isCut
            ? reply.Found(
                Cause.HttpBodyTruncated, Confidence.Likely, "It has the API's own marks, and its JSON is not whole: it was cut or spoilt.")
            : reply.Found(Cause.HttpNotApi, Confidence.Likely, "It has the API's own marks, and its body is none of the API's answers.");
        return finding
            .OwnedBy(reply.Context is { IsProven: true } or { IsOnThisMachine: true } ? reply.Context.OwnerOfServer : Owner.ConnectionPath)
            .Advise(
                "Run the probe several times: once in a while is a server that ends, always is one that is set up wrong.",
                $"Hand {(reply.Response.RequestId is { } id ? $"the request id {id} and " : "")}the time "
                    + $"{reply.Context.Time} to whoever runs {reply.Context.Host}.")
            .Warn("Do not touch keys, billing, models or prompts: the answer is a success, and its body is what is wrong.");
    }

    /// <summary>Judges a 5xx page for a gateway's host over plain HTTP from elsewhere, which anything on the way can have sent.</summary>
    private static Finding SaidByNobodyKnown(ResponseView reply) => (MeaningRules.GatewayFront(reply) with { Confidence = Confidence.Weak })
        .Warn(Advice.NotTheStatus)
        .Or(
            Cause.HttpNotApi,
            $"Look in the log of {reply.Context.Host} at {reply.Context.Time}: without this request in "
                + "it, something on the way answered in its place.");

    private static Finding WrongFrontEnd(ResponseView reply) =>
        reply.Found(Cause.ConfigBaseUrl, Confidence.Likely,
            "An Azure web front end answered and not the OpenAI data plane: the host or the path is wrong.")
            .Or(Cause.ConfigPath,
                "Check the host in the portal first (resource, Keys and Endpoint); if it is right, the path or the api-version is not.");

    /// <summary>Judges a 5xx without a mark on plain HTTP through a proxy, which answers so when it cannot reach the host.</summary>
    private static Finding OfProxy(ResponseView reply) => reply.Context.Outcome(ProbeVariant.NoProxy) switch
    {
        { ReachedApi: true } => SaidByProxy(reply)
            .Note("Without the proxy the API is reached: the failure is the proxy's.") with
        {
            Confidence = Confidence.Proven,
            Alternatives = [],
        },
        { Status: { } status } when status == reply.Status => MeaningRules.GatewayFront(reply)
            .Note($"Without the proxy the answer is {status} too: it is the gateway's own."),
        _ => SaidByProxy(reply),
    };

    private static Finding SaidByProxy(ResponseView reply) => Finding.Guess(
        Cause.ProxyFailed,
        $"{reply.Response.Status} came for {reply.Context.Host} over plain http through the proxy {reply.Context.Proxy}{reply.Words} "
        + "Nothing marks it as the gateway's: the proxy answers like this when it cannot reach the host.")
        .Do($"If the host is meant to be called directly, put the exact host {reply.Context.Host} into NO_PROXY, and run the same "
            + "probe again.")
        .Or(Cause.GatewayUnavailable, "Call the gateway from a host that needs no proxy: the same status there is the gateway's own.");

    public static Finding NotApi(ResponseView reply)
    {
        var context = reply.Context;
        var finding = reply.Found(Cause.HttpNotApi, Confidence.Likely, $"This is not the API's answer.{Signs(reply)}");
        return reply switch
        {
            _ when IsProvidersOwnFront(reply) => OfProvidersFront(reply),
            { Response.ResponderProduct: Products.AzureFirewall }
                or { Context.IsProvidersHost: true, Response.Responder: Responder.Proxy } =>
                finding with { Confidence = Confidence.Strong },
            _ when context.IsProvidersHost || !IsOfTheServer(reply) => finding,

            // A direct route's answer over TLS comes from the server or a trusted inspection; only a probe from elsewhere can tell which.
            { Context: { IsGatewayRoute: false, IsProven: true } } => finding
                .Warn("Do not act on the status: a page in the API's place says nothing about keys, permissions or the API.")
                .Or(
                    Cause.HttpNotApi,
                    "Send the same request from another network: the same page there is the server's own.",
                    Owner.ApiServer),

            // The server's own page: the path is not at fault, and the key may or may not have been judged.
            _ => (finding with { Confidence = Math.Min(finding.Confidence, reply.Status < 300 ? Confidence.Likely : Confidence.Weak) })
                .OwnedBy(context.OwnerOfServer)
                .Warn()
                .Advise(
                    $"Open {context.BaseUrl?.GetLeftPart(UriPartial.Authority)} and read the page: it says which product stands there.",
                    $"Look for the request in that server's log at {context.Time}.")
                .Or(
                    Cause.ConfigBaseUrl,
                    "If the page is the server's own (a welcome page, a login), the base URL lacks its API path, such as /v1."),
        };
    }

    /// <summary>The headers by which what answered names itself, as a sentence.</summary>
    private static string Signs(ResponseView reply)
    {
        string[] signs = [.. HeadersOfNames.Where(reply.Response.Headers.ContainsKey)
            .Select(name => $"\"{name}: {reply.Response.Headers[name]}\"")];
        return signs is [] ? "" : $" It came with {string.Join(" and ", signs)}.";
    }

    /// <summary>
    /// Whether the provider's own front answered 5xx: TLS proves its host, and no word is an inspection's. OpenAI's front is Cloudflare,
    /// and what a page of another says on its host or Azure's is not known.
    /// </summary>
    private static bool IsProvidersOwnFront(ResponseView reply) => reply is
    {
        Status: >= 500,
        Context: { IsGatewayRoute: false, IsPlainHttp: false, IsProven: true },
    } && (!reply.Context.IsProvidersHost
        || reply is { Response.ResponderProduct: Products.CloudflareEdge, Context.OnOpenAIHost: true });

    /// <summary>
    /// Judges a 5xx of a provider's own front. Only Cloudflare itself writes 520 to 530, about the server behind it; a page with a known
    /// product's marks is more telling than any other.
    /// </summary>
    private static Finding OfProvidersFront(ResponseView reply)
    {
        var isOfCloudflare = reply.Response is { ResponderProduct: Products.CloudflareEdge, Status: >= 520 and <= 530 };
        var finding = reply.Found(
            Cause.HttpNotApi,
            isOfCloudflare ? Confidence.Strong
                : reply.Response.ResponderProduct is null or Products.WebPage ? Confidence.Weak : Confidence.Likely,
            $"This is not the API's answer.{Signs(reply)} TLS proves the provider's own edge: it could not get an answer from the API "
                + "behind it.")
            .OwnedBy(Owner.ApiServer)
            .Advise(
                $"Try again with back-off; if it stays, report {reply.Context.Time}, and the request id if there is one, to whoever runs "
                    + $"{reply.Context.Host}.",
                "Compare with another region or route of the same provider.")
            .Warn(Advice.NothingOfTheApi, Advice.GreenPage);
        return isOfCloudflare
            ? finding
            : finding.Or(
                Cause.HttpNotApi,
                "Probe from another network: if it works there, something on this network's way, such as a TLS inspection, is to blame.",
                Owner.ConnectionPath);
    }
}
