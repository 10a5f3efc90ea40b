using System.Globalization;
using System.Text.RegularExpressions;
using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Core.Diagnosis.Meanings;
using ProbeFleet.Core.Recognition;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for limits and failing servers: whose limit or failure it is depends on the responder.</summary>
internal static partial class ServiceRules
{
    public static Finding Rate(ResponseView reply) => reply switch
    {
        { IsFromAzure: true, Response: { RetryAfter: null, RateLimit: { } limit } }
            when limit.LimitTokens <= 0 || limit.RemainingTokens < 0 || limit.LimitRequests <= 0 => reply.Found(
                Cause.ServerOverloaded,
                Confidence.Guess,
                "The stated limits (-1 or 0) cannot be this deployment's, and no waiting time is named.")
                .Or(Cause.QuotaRate, "Compare the deployment's tokens per minute with its use in the portal's metrics."),
        { IsFromGateway: true, IsUpstream: false } when reply is not { Response.Origin: null, IsInProvidersWords: true } =>
            GatewayLimit(reply),
        { IsFromAzure: true } => RateOfWords(
            reply, reply.CappedSureness, "The deployment's tokens or requests per minute are used up.")
            .Or(
                Cause.ServerOverloaded,
                "If x-ratelimit-limit-tokens is below the deployment's configured tokens per minute, Azure has lowered it to "
                    + "protect itself."),
        _ when BeyondLimit(reply) is { } finding => finding,
        _ => RateOfWords(reply, reply.Sureness, "Too much in too short a time: waiting helps."),
    };

    /// <summary>Judges a request that alone asks for more than the limit of a minute; null for any other.</summary>
    private static Finding? BeyondLimit(ResponseView reply) =>
        LimitAndRequest.Match(reply.Response.ErrorMessage ?? "") is { Success: true } match
            && long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var limit
            && long.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) is var requested && requested > limit
            ? reply.Found(Cause.QuotaRate, $"One request asks for {requested} where {limit} is the limit: alone it never passes.")
                .Advise(
                    "Make the request smaller: less input, or a smaller limit of output tokens, which is counted too.",
                    $"Or have the limit of \"{reply.Context.Evidence.Route.Model}\" raised above the largest request.")
                .Warn("Do not wait or retry: the same request is refused each time.", ServiceCauses.KeyIsKnown)
            : null;

    [GeneratedRegex(@"\blimit:? ([0-9]{1,12})\b[^0-9]{1,20}(?:used:? [0-9]{1,12}\b[^0-9]{1,20})?requested:? ([0-9]{1,12})\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LimitAndRequest { get; }

    private static Finding RateOfWords(ResponseView reply, double sureness, string meaning) => reply.Reading.Row is null
        ? reply.Found(Cause.QuotaRate, Confidence.Weak, "A rate limit, without a code that says which.")
        : reply.Found(Cause.QuotaRate, sureness, meaning);

    public static Finding GatewayLimit(ResponseView reply) => reply.Found(
        Cause.QuotaGatewayLimit,
        reply.Response.Origin is null && reply.Reading.Group is null ? Confidence.Weak : reply.CappedSureness,
        "It is the gateway's own limit or budget, not the provider's.");

    public static Finding Overloaded(ResponseView reply) => reply switch
    {
        { Status: >= 500, IsUpstream: true, IsFromGateway: true } => UpstreamFailed(reply),
        { Reading.Row: null, Response.Responder: Responder.Gateway } =>
            reply.Found(Cause.GatewayUnavailable, Confidence.Likely, "The gateway serves nothing at the moment."),
        { Reading.Row: null, IsFromGateway: true } => Failed(reply),
        { IsFromAzure: true } => reply.Found(
            Cause.ServerOverloaded, Confidence.Strong, "Azure has no capacity for this model at the moment. A larger quota does not help."),
        { Reading.Row: null } =>
            reply.Found(Cause.ServerOverloaded, Confidence.Likely, "The server says that it is overloaded or under maintenance."),
        _ => reply.Found(Cause.ServerOverloaded, reply.CappedSureness, "What serves the model has no capacity, or is down, at the moment."),
    };

    public static Finding ModelLoading(ResponseView reply) =>
        reply.Found(Cause.ServerOverloaded, "The server runs and is still loading the model, or starting what serves it.")
            .OwnedBy(reply.Context.OwnerOfServer)
            .Advise(
                "Wait until the server's log says that the model is loaded, and run the same probe again.",
                $"If the answer says that it is paused, stopped or not running, have it started at {reply.Who}.",
                "If it stays so, look in that log for a load that starts over: too little memory is the usual reason.")
            .Warn();

    public static Finding Failed(ResponseView reply) => reply switch
    {
        { Status: >= 500, IsUpstream: true, IsFromGateway: true } =>
            UpstreamFailed(reply, Confidence.Strong, "The gateway passed on its provider's failure."),
        { IsFromGateway: true } => reply.Found(Cause.GatewayError, Confidence.Likely, "The gateway itself failed.")
            .Or(Cause.GatewayUpstreamFailed,
                "Probe the route that this gateway fronts from the same vantage: if it fails too, the gateway only passes it on."),
        { Status: 408 or 424, IsFromApi: false } =>
            reply.Found(Cause.GatewayError, Confidence.Guess,
                "Neither OpenAI nor Azure documents this status, and nothing marks it as theirs."),
        _ => reply.Found(Cause.ServerError, reply.IsFromApi ? Confidence.Likely : Confidence.Weak, "The server failed."),
    };

    public static Finding UpstreamFailed(ResponseView reply) => reply switch
    {
        { IsFromApi: true } or { Reading.Row: null, IsFromGateway: false } => Failed(reply),
        { Response.Responder: Responder.Proxy, Context.IsGatewayRoute: true } => MeaningRules.GatewayFront(reply),
        { Response: { ResponderProduct: Products.CloudflareAIGateway, ErrorCode: "2005" } } => UpstreamFailed(
            reply, Confidence.Proven, "Code 2005 says that the provider failed, although the status looks like the caller's fault."),
        { Response.ResponderProduct: Products.CloudflareAIGateway, IsUpstream: true } => UpstreamFailed(
            reply, Confidence.Strong, "The gateway passed on its provider's failure."),
        { Response.ResponderProduct: Products.OpenRouter } => UpstreamFailed(
            reply, Confidence.Strong, "The provider behind OpenRouter is down or gave an invalid answer."),
        { Reading.Row: null, IsUpstream: true } => UpstreamFailed(
            reply, Confidence.Strong, "The gateway passed on its provider's failure."),
        { Reading.Row: null } => UpstreamFailed(reply, Confidence.Likely, "The gateway got no good answer from its provider."),
        _ => UpstreamFailed(reply, reply.CappedSureness, "The gateway's own call to its provider broke."),
    };

    public static Finding OnHold(ResponseView reply) =>
        reply.Found(
            Cause.GatewayUnavailable,
            reply.CappedSureness,
            "The router has nothing in use that serves this model: it takes each out for a while after rate limits or errors of "
                + "the provider.")
            .Do("Read the gateway's log for the errors before this one: they put the deployments on hold.")
            .Or(Cause.QuotaRate, "If those errors are 429 of the provider, its rate limit is the cause.");

    public static Finding GatewayUnready(ResponseView reply) => reply.Reading.Row is { Place: SignPlace.Wording }
        ? WithoutProvidersKey(reply)
        : reply.Found(
            Cause.GatewayError,
            reply.CappedSureness,
            "The gateway has no database to look the key up in, and the key is not its master key.")
            .Advise(
                "Have the gateway's operator set its database (LiteLLM: DATABASE_URL), or call it with the master key.",
                "Hand over the request id and the time.")
            .Warn("Do not rotate the provider's key: it is not what was refused.")
            .Or(Cause.AuthInvalidKey, "If callers are meant to use the master key, this route's key is not it: compare the two.");

    private static Finding WithoutProvidersKey(ResponseView reply) =>
        reply.Found(
            Cause.GatewayError,
            reply.CappedSureness,
            "What answered has no key for the provider behind it: its own configuration lacks it, and the caller's key was not judged.")
            .Advise(
                "Have the gateway's operator set the provider's key or sign-in that the answer names, and restart what reads it.",
                $"Choose a model of a provider that {reply.Context.Host} has a key for, if this one is not meant to be used.")
            .Warn("Do not replace this caller's key: the provider's key is missing at the gateway.")
            .Or(Cause.AuthMissing,
                "If callers are meant to bring the provider's key themselves, look which header the gateway takes it from, and send it.");

    public static Finding UpstreamTooSlow(ResponseView reply) =>
        reply.Found(Cause.GatewayUpstreamFailed, "The time that the caller or the gateway's configuration allows for the provider ran out.")
            .Advise(
                "Compare the configured limit (Portkey: request_timeout, x-portkey-request-timeout) with the time that this model takes, "
                    + "and raise it.",
                "Probe the route that the gateway fronts: its time to the first header is what the limit has to allow.");

    private static Finding UpstreamFailed(ResponseView reply, double confidence, string meaning) =>
        reply.Found(Cause.GatewayUpstreamFailed, confidence, meaning)
            .Or(
                Cause.ServerError,
                "Probe the route that this gateway fronts from the same vantage: if it shows the same error, the provider is down; "
                + "if not, the gateway's own way to it is.");
}
