namespace ProbeFleet.Core.Recognition;

/// <summary>Finds the request ID that the responder's support asks for; the header depends on the responder.</summary>
internal static class RequestId
{
    private static readonly string[] Generic =
    [
        "x-request-id", "apim-request-id", "request-id", "x-ms-request-id", "x-amzn-requestid", "x-litellm-call-id", "cf-aig-log-id",
        "x-kong-request-id", "x-portkey-trace-id", "x-bifrost-request-id", "x-generation-id", "cf-ray", "x-azure-ref",
    ];

    /// <summary>Whether a header of this name carries an ID, so that its value is cleaned as one.</summary>
    public static bool IsName(string header) =>
        header.EndsWith("-id", StringComparison.OrdinalIgnoreCase) || Generic.Contains(header, StringComparer.OrdinalIgnoreCase);

    public static string? Find(string? product, ResponseHeaders headers) =>
        Own(product).Concat(Generic).Select(name => headers[name]).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

    private static string[] Own(string? product) => product switch
    {
        Products.AzureFrontDoor or Products.AzureBackend => ["apim-request-id", "x-request-id"],
        Products.ApiManagement => ["apim-request-id", "x-ms-request-id", "request-id"],
        Products.LiteLlm => ["x-litellm-call-id"],
        Products.CloudflareAIGateway => ["cf-aig-log-id", "cf-aig-event-id", "cf-ray"],
        Products.Kong => ["x-kong-request-id"],
        Products.Portkey => ["x-portkey-trace-id"],
        Products.Bifrost => ["x-bifrost-request-id"],
        Products.OpenRouter => ["x-generation-id"],
        Products.CloudflareEdge => ["cf-ray"],
        Products.FrontDoor or Products.ApplicationGateway => ["x-azure-ref"],
        _ => [],
    };
}
