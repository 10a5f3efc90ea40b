using System.Text.Json.Serialization;

namespace ProbeFleet.Probing.Requests;

/// <summary>The one request that a probe makes, and how its credential is sent.</summary>
/// <param name="IsDated">
/// Whether the call is to Azure OpenAI's dated surface, and made by the client of <c>Azure.AI.OpenAI</c>; else that of <c>OpenAI</c>
/// makes it: for direct OpenAI, gateways and Azure's v1 surface.
/// </param>
/// <param name="Endpoint">The endpoint that the SDK's client is given.</param>
/// <param name="Url">The URL that the SDK then calls.</param>
/// <param name="Body">The body; null for a request without one.</param>
/// <param name="TokenLimit">The member that limits the answer's tokens, for a chat completion.</param>
/// <param name="Model">The model or deployment.</param>
/// <param name="TokenScope">The scope that a token is requested for.</param>
internal sealed record RequestPlan(
    bool IsDated, Uri Endpoint, Uri Url, HttpMethod Method, BinaryData? Body, string TokenLimit, Operation Operation, bool Streams,
    string Model, CredentialScheme Scheme, string? TokenScope)
{
    /// <summary>The header that the credential is sent in, and what stands there before it; null when none is sent.</summary>
    public (string Name, string Prefix)? CredentialHeader => Scheme switch
    {
        CredentialScheme.None => null,
        CredentialScheme.ApiKeyHeader => ("api-key", ""),
        CredentialScheme.BearerKey or CredentialScheme.BearerToken => ("Authorization", "Bearer "),
    };
}

/// <summary>An operation of the API.</summary>
internal enum Operation
{
    /// <summary><c>GET models</c>.</summary>
    ListModels,

    /// <summary><c>POST chat/completions</c>.</summary>
    Chat,

    /// <summary><c>POST responses</c>.</summary>
    Responses,

    /// <summary><c>POST embeddings</c>.</summary>
    Embeddings,
}

/// <summary>How a credential is sent.</summary>
internal enum CredentialScheme
{
    /// <summary>No credential is sent.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary><c>Authorization: Bearer KEY</c>, as OpenAI documents it.</summary>
    [JsonStringEnumMemberName("bearer-key")] BearerKey,

    /// <summary><c>api-key: KEY</c>, as Azure OpenAI documents it.</summary>
    [JsonStringEnumMemberName("api-key")] ApiKeyHeader,

    /// <summary><c>Authorization: Bearer TOKEN</c> with a Microsoft Entra token.</summary>
    [JsonStringEnumMemberName("bearer-token")] BearerToken,
}
