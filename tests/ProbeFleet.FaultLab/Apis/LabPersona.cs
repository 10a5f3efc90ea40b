namespace ProbeFleet.FaultLab.Apis;

/// <summary>
/// Whom a <see cref="LabApi"/> answers as. The path decides: OpenAI and Azure OpenAI have their own, gateways a first segment.
/// </summary>
public enum LabPersona
{
    /// <summary>api.openai.com: everything that is not another persona's; base URL <c>/v1</c>.</summary>
    OpenAI,

    /// <summary>An Azure OpenAI resource: <c>/openai/…</c>; base URL without a path.</summary>
    AzureOpenAI,

    /// <summary>A LiteLLM proxy: <c>/litellm/…</c>.</summary>
    LiteLlm,

    /// <summary>Kong: <c>/kong/…</c>.</summary>
    Kong,

    /// <summary>Azure API Management: <c>/apim/…</c>.</summary>
    ApiManagement,

    /// <summary>Cloudflare AI Gateway: <c>/cloudflare/…</c>.</summary>
    CloudflareAIGateway,

    /// <summary>OpenRouter: <c>/openrouter/…</c>.</summary>
    OpenRouter,

    /// <summary>Portkey: <c>/portkey/…</c>.</summary>
    Portkey,

    /// <summary>Envoy or Istio: <c>/envoy/…</c>.</summary>
    Envoy,

    /// <summary>nginx before somebody's API: <c>/nginx/…</c>.</summary>
    Nginx,
}

/// <summary>How a persona is found.</summary>
public static class LabPersonas
{
    private static readonly Dictionary<string, LabPersona> ByFirstSegment = new(StringComparer.OrdinalIgnoreCase)
    {
        ["openai"] = LabPersona.AzureOpenAI,
        ["litellm"] = LabPersona.LiteLlm,
        ["kong"] = LabPersona.Kong,
        ["apim"] = LabPersona.ApiManagement,
        ["cloudflare"] = LabPersona.CloudflareAIGateway,
        ["openrouter"] = LabPersona.OpenRouter,
        ["portkey"] = LabPersona.Portkey,
        ["envoy"] = LabPersona.Envoy,
        ["nginx"] = LabPersona.Nginx,
    };

    /// <summary>The persona that answers a path.</summary>
    /// <param name="path">Begins with a slash.</param>
    public static LabPersona Of(string path) => ByFirstSegment.GetValueOrDefault(path.Split('/')[1], LabPersona.OpenAI);

    /// <summary>The path of a route's base URL, as a workload would be configured.</summary>
    /// <param name="persona">The persona.</param>
    public static string BasePath(this LabPersona persona) => persona switch
    {
        LabPersona.OpenAI => "/v1",
        LabPersona.AzureOpenAI => "/",
        LabPersona.LiteLlm => "/litellm/v1",
        LabPersona.Kong => "/kong/v1",
        LabPersona.ApiManagement => "/apim/v1",
        LabPersona.CloudflareAIGateway => "/cloudflare/v1",
        LabPersona.OpenRouter => "/openrouter/v1",
        LabPersona.Portkey => "/portkey/v1",
        LabPersona.Envoy => "/envoy/v1",
        LabPersona.Nginx => "/nginx/v1",
    };

    /// <summary>The kind of route that calls it, as fleet.json writes it.</summary>
    /// <param name="persona">The persona.</param>
    public static string RouteKind(this LabPersona persona) => persona switch
    {
        LabPersona.OpenAI => "openai",
        LabPersona.AzureOpenAI => "azure-openai",
        LabPersona.LiteLlm or LabPersona.Kong or LabPersona.ApiManagement or LabPersona.CloudflareAIGateway or LabPersona.OpenRouter
            or LabPersona.Portkey or LabPersona.Envoy or LabPersona.Nginx => "gateway",
    };

    /// <summary>The credential that it accepts.</summary>
    /// <param name="persona">The persona.</param>
    public static string Credential(this LabPersona persona) => persona switch
    {
        LabPersona.OpenAI => LabCredentials.OpenAIKey,
        LabPersona.AzureOpenAI => LabCredentials.AzureKey,
        LabPersona.LiteLlm or LabPersona.Kong or LabPersona.ApiManagement or LabPersona.CloudflareAIGateway or LabPersona.OpenRouter
            or LabPersona.Portkey or LabPersona.Envoy or LabPersona.Nginx => LabCredentials.GatewayKey,
    };
}
