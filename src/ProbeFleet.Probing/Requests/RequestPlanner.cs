using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace ProbeFleet.Probing.Requests;

/// <summary>Decides the one request that proves a route at a depth, without side effects.</summary>
internal static class RequestPlanner
{
    // The Responses surface refuses less than 16, and a reasoning model may spend a smaller cap before its first word.
    private const int CompletionTokens = 16;

    // Only for a model that refuses the usual limit: reasoning models need room for their thoughts, and stop by themselves.
    private const int MoreTokens = 2048;

    // The first api-version of Azure OpenAI that knows max_completion_tokens.
    private static readonly DateOnly KnowsMaxCompletionTokens = new(2024, 9, 1);

    /// <summary>The request of a route at a depth, for a variant.</summary>
    /// <param name="shape">How the request is to differ from the usual one.</param>
    /// <param name="cloud">The cloud whose tokens a host takes that is not Azure's own.</param>
    public static RequestPlan Plan(
        Route route, ProbeDepth depth, ProbeVariant variant, IReadOnlyCollection<ShapeChange> shape, AzureCloud cloud)
    {
        var sendsCredential = depth is not ProbeDepth.Path && variant is not ProbeVariant.Keyless;
        var completes = (depth is ProbeDepth.Completion || (depth is ProbeDepth.Authenticated && shape.Contains(ShapeChange.NoModelList)))
            && variant is not (ProbeVariant.Keyless or ProbeVariant.ListModels);
        var endpoint = EndpointOf(route);
        var tokenLimit = TokenLimitOf(route, shape);
        var operation = completes ? OperationOf(route.Request, shape) : Operation.ListModels;
        var streams = completes && operation is not Operation.Embeddings
            && (route.Request is RequestKind.ChatStream or RequestKind.ResponsesStream || shape.Contains(ShapeChange.Stream));
        return new(
            IsDated: IsDated(route),
            Endpoint: endpoint,
            Url: UrlOf(route, endpoint, operation),
            Method: completes ? HttpMethod.Post : HttpMethod.Get,
            Body: completes ? BodyOf(route.Model, operation, streams, tokenLimit, shape) : null,
            TokenLimit: tokenLimit,
            Operation: operation,
            Streams: streams,
            Model: route.Model,
            Scheme: sendsCredential ? SchemeOf(route) : CredentialScheme.None,
            TokenScope: route.Credential is CredentialSource.ManagedIdentity
                ? ScopeOf(route, AzureCloud.OfHost(route.BaseUrl.IdnHost) ?? cloud)
                : null);
    }

    /// <summary>Whether the route is on Azure OpenAI's dated surface.</summary>
    public static bool IsDated(Route route) => route.Kind is RouteKind.AzureOpenAI && route.ApiVersion is not (null or "v1");

    // AzureOpenAIClient takes the resource and appends the rest itself; OpenAIClient takes everything before the operation.
    private static Uri EndpointOf(Route route)
    {
        if (route.Kind is not RouteKind.AzureOpenAI)
        {
            return route.BaseUrl;
        }

        var resource = route.BaseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new Uri(
            IsDated(route) ? Ends(resource, "/openai") ? resource[..^"/openai".Length] : resource
            : Ends(resource, "/openai/v1") ? resource
            : Ends(resource, "/openai") ? resource + "/v1" : resource + "/openai/v1");
    }

    private static Operation OperationOf(RequestKind request, IReadOnlyCollection<ShapeChange> shape) => request switch
    {
        RequestKind.Chat or RequestKind.ChatStream => shape.Contains(ShapeChange.Responses) ? Operation.Responses : Operation.Chat,
        RequestKind.Responses or RequestKind.ResponsesStream => Operation.Responses,
        RequestKind.Embeddings => Operation.Embeddings,
    };

    private static Uri UrlOf(Route route, Uri endpoint, Operation operation)
    {
        var path = operation switch
        {
            Operation.ListModels => "models",
            Operation.Chat => "chat/completions",
            Operation.Responses => "responses",
            Operation.Embeddings => "embeddings",
        };
        if (!IsDated(route))
        {
            return Join(endpoint, path);
        }

        var deployment = operation is Operation.Chat or Operation.Embeddings ? $"deployments/{Uri.EscapeDataString(route.Model)}/" : "";
        return new Uri($"{Join(endpoint, $"openai/{deployment}{path}")}?api-version={Uri.EscapeDataString(route.ApiVersion!)}");
    }

    private static bool Ends(string text, string suffix) => text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);

    private static Uri Join(Uri endpoint, string path) =>
        new($"{endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}{endpoint.Query}");

    private static BinaryData BodyOf(
        string model, Operation operation, bool streams, string tokenLimit, IReadOnlyCollection<ShapeChange> shape)
    {
        var tokens = shape.Contains(ShapeChange.MoreTokens) ? MoreTokens : CompletionTokens;
        JsonObject body = operation switch
        {
            Operation.Chat => new()
            {
                ["model"] = model,
                ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "ping" }),
                [tokenLimit] = tokens,
            },
            Operation.Responses => new() { ["model"] = model, ["input"] = "ping", ["max_output_tokens"] = tokens },
            Operation.Embeddings => new() { ["model"] = model, ["input"] = "ping" },
            Operation.ListModels => throw new UnreachableException(operation.ToString()),
        };
        if (streams)
        {
            body["stream"] = true;
        }

        return BinaryData.FromString(body.ToJsonString());
    }

    private static string TokenLimitOf(Route route, IReadOnlyCollection<ShapeChange> shape) =>
        shape.Contains(ShapeChange.MaxTokens) ? LegacyTokenLimit
        : shape.Contains(ShapeChange.MaxCompletionTokens) ? TokenLimit
        : IsDated(route)
        && DateOnly.TryParseExact(
            route.ApiVersion![..Math.Min(10, route.ApiVersion!.Length)], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var version)
        && version < KnowsMaxCompletionTokens
            ? LegacyTokenLimit
            : TokenLimit;

    /// <summary>The member that limits the tokens of an answer, reasoning tokens included.</summary>
    public const string TokenLimit = "max_completion_tokens";

    /// <summary>Its name for gateways and API versions that do not know <c>max_completion_tokens</c>.</summary>
    public const string LegacyTokenLimit = "max_tokens";

    private static CredentialScheme SchemeOf(Route route) => route.Credential switch
    {
        CredentialSource.None => CredentialScheme.None,
        CredentialSource.ManagedIdentity => CredentialScheme.BearerToken,
        _ when route.Kind is RouteKind.AzureOpenAI => CredentialScheme.ApiKeyHeader,
        _ => CredentialScheme.BearerKey,
    };

    private static string ScopeOf(Route route, AzureCloud cloud) =>
        route.Kind is RouteKind.AzureOpenAI && !IsDated(route) ? cloud.V1Scope : cloud.DatedScope;
}
