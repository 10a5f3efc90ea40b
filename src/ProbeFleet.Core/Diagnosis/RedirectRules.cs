using ProbeFleet.Core.Diagnosis.Meanings;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for redirects, which no API sends: a portal, a sign-in, or a base URL that is not the API's.</summary>
internal static class RedirectRules
{
    private const string DoNotFollow = "Do not let the client follow it: the credential would go along.";

    /// <summary>Hosts and paths of sign-in pages.</summary>
    private static readonly string[] SignIns =
    [
        "cloudflareaccess.com", "login.microsoftonline.com", "accounts.google.com", "/oauth2/", "/.auth/login", "authelia", ".okta.com",
        ".auth0.com", "/dex/auth", "/realms/",
    ];

    public static Finding Find(DiagnosisContext context)
    {
        var location = context.Evidence.Facts<RespondFacts>()?.Location;
        var isSignIn = context.Evidence.Response is { } response && MeaningReader.Read(response, null).Meaning is Meaning.SignIn
            || SignIns.Any(mark => location?.Contains(mark, StringComparison.OrdinalIgnoreCase) is true);
        if (isSignIn && context.IsGatewayRoute && FrontRules.IsOwnFront(context))
        {
            return Finding.Strong(
                Cause.HttpRedirected,
                $"{context.Host} sent the request to a sign-in for people ({location ?? "no place is named"}): "
                + "it stands in front of the gateway, and the API did not see it.")
                .OwnedBy(Owner.RouteProvider)
                .Advise(FrontRules.SignInSteps)
                .Warn(DoNotFollow);
        }

        // The quotes keep a query's last value apart from the full stop.
        var finding = Finding.Strong(
            Cause.HttpRedirected,
            $"{context.Host} answered with a redirect to {(location is null ? "an unknown place" : $"\"{location}\"")}. APIs do not "
                + "redirect, and a credential must not follow one.");
        return context.BaseUrl is not { } here || !Uri.TryCreate(RequestOf(context) ?? here, location, out var target) ? finding
            : !target.IdnHost.Equals(context.Host, StringComparison.OrdinalIgnoreCase) ? Elsewhere(context, finding, here, target)
            : OnTheSameHost(context, finding, here, target);
    }

    private static Finding Elsewhere(DiagnosisContext context, Finding finding, Uri here, Uri target)
    {
        if (!context.IsProven || !FrontRules.IsOwnFront(context))
        {
            return finding.Note("The target is another host: a login or block page is likely.");
        }

        // As for a page: a direct route's redirect over TLS is the server's, or that of an inspection which this runtime trusts.
        var proven = (finding with { Confidence = Confidence.Likely })
            .Note($"The target is another host, and TLS proves that {context.Host} sends there, or an inspection that this runtime "
                + "trusts.");
        const string Compare = "Send the like from another network: the same redirect there is the host's own.";
        return RequestOf(context) is { } request && here.Scheme == target.Scheme && BaseOf(here, request, target) is { } moved
            ? proven.OwnedBy(Owner.Configuration)
                .Advise($"Ask whoever runs {context.Host} whether {target.IdnHost} is theirs too; if so, set the base URL to {moved}.")
                .Warn(DoNotFollow)
                .Or(Cause.HttpRedirected, Compare, Owner.ConnectionPath)
            : context.IsGatewayRoute
            ? proven.OwnedBy(Owner.RouteProvider)
                .Advise(FrontRules.SignInSteps)
                .Warn(DoNotFollow)
                .Or(Cause.HttpRedirected, Compare, Owner.ConnectionPath)
            : proven.Or(Cause.HttpRedirected, Compare, Owner.ApiServer);
    }

    private static Finding OnTheSameHost(DiagnosisContext context, Finding finding, Uri here, Uri target)
    {
        if (RequestOf(context) is not { } request || BaseOf(here, request, target) is not { } better)
        {
            return finding.OwnedBy(Owner.Configuration)
                .Note("The target is another page of the same host, and not the operation.")
                .Do("Compare the base URL's path with the API's (most end in /v1): elsewhere a server sends to its pages and its sign-in.");
        }

        return here.Scheme == Uri.UriSchemeHttps && target.Scheme == Uri.UriSchemeHttp
            ? OfTheServer("It is the same host without TLS: the server does not know that its callers come by https.",
                $"Have {context.Host} take the scheme from its front (X-Forwarded-Proto; uvicorn: --proxy-headers, nginx: "
                    + $"absolute_redirect off), or serve {request.AbsolutePath} without a redirect.")
                .Warn("Do not set the base URL to http://: the credential would go in clear text.", DoNotFollow)
            : better.TrimEnd('/') != here.GetLeftPart(UriPartial.Path).TrimEnd('/')
            ? finding.OwnedBy(Owner.Configuration).Do(here.Port == target.Port || here.Scheme != target.Scheme
                ? $"Set the base URL to {better}: that is what the redirect points to."
                : $"Ask whoever runs {context.Host} whether port {target.Port} is for callers: if so, set the base URL to {better}; if "
                    + "not, the server writes its inner port into redirects (nginx: port_in_redirect off).")
            : OfTheServer("It is the same operation, written in another way: no base URL mends that, as the client writes the path.",
                $"Have {context.Host} serve {request.AbsolutePath} itself: routers redirect for a slash at the end (FastAPI: "
                    + "redirect_slashes, Django: APPEND_SLASH, nginx: a location that ends in a slash), bot checks for a cookie.")
                .Warn(DoNotFollow);

        Finding OfTheServer(string note, string step) => (finding with { Confidence = Confidence.Likely })
            .Note(note)
            .OwnedBy(context.OwnerOfServer)
            .Advise(step, $"See it for yourself (curl -si {NamedThings.Request(context)}).");
    }

    /// <summary>The base URL that leads to the target with this operation, whether or not a slash ends it; null when none does.</summary>
    private static string? BaseOf(Uri here, Uri request, Uri target)
    {
        var path = here.AbsolutePath.TrimEnd('/');
        if (!request.AbsolutePath.StartsWith(path, StringComparison.Ordinal))
        {
            return null;
        }

        var operation = request.AbsolutePath[path.Length..].TrimEnd('/');
        var goal = target.AbsolutePath.TrimEnd('/');
        return operation.Length > 1 && goal.EndsWith(operation, StringComparison.Ordinal)
            ? target.GetLeftPart(UriPartial.Authority) + goal[..^operation.Length]
            : null;
    }

    private static Uri? RequestOf(DiagnosisContext context) =>
        context.Evidence.Facts<ConfigureFacts>()?.Request.Split(' ', 2) is [_, var url]
            && Uri.TryCreate(url, UriKind.Absolute, out var request)
            ? request
            : null;
}
