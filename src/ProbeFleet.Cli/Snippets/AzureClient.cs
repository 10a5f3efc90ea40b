using Azure.AI.OpenAI;
using static ProbeFleet.Cli.Snippets.SnippetRequest;

namespace ProbeFleet.Cli.Snippets;

/// <summary>The line that creates the workload's client for Azure's dated surface, which the snippet itself does not use.</summary>
internal static class AzureClient
{
    /// <summary>The C# code with <c>Azure.AI.OpenAI</c>.</summary>
    public static string Csharp(DatedSurface surface)
    {
        var credential = surface.IsToken ? "new DefaultAzureCredential()" : $"new ApiKeyCredential(Read({Literal(surface.Variable)}))";
        var version = $"V{surface.ApiVersion.Replace('-', '_').Replace("preview", "Preview", StringComparison.Ordinal)}";
        var options = Enum.TryParse<AzureOpenAIClientOptions.ServiceVersion>(version, out _)
            ? $"new(AzureOpenAIClientOptions.ServiceVersion.{version})"
            : $"options with a policy that sets api-version to {surface.ApiVersion}, which ServiceVersion has not";
        return Line(
            "Azure.AI.OpenAI",
            $"new AzureOpenAIClient(new Uri({Literal(surface.Endpoint)}), {credential}, "
                + $"{options}).GetChatClient({Literal(surface.Deployment)})");
    }

    /// <summary>The Python code with <c>openai</c>.</summary>
    public static string Python(DatedSurface surface) => Line(
        "openai",
        $"AzureOpenAI(azure_endpoint={Literal(surface.Endpoint)}, azure_deployment={Literal(surface.Deployment)}, "
        + $"api_version={Literal(surface.ApiVersion)}, "
        + $"{(surface.IsToken ? "azure_ad_token" : "api_key")}=read({Literal(surface.Variable)}))");

    /// <summary>The JavaScript code with <c>openai</c>.</summary>
    public static string Node(DatedSurface surface)
    {
        var read = $"read({Literal(surface.Variable)})";
        return Line(
            "openai",
            $"new AzureOpenAI({{ endpoint: {Literal(surface.Endpoint)}, deployment: {Literal(surface.Deployment)}, "
            + $"apiVersion: {Literal(surface.ApiVersion)}, "
            + $"{(surface.IsToken ? $"azureADTokenProvider: async () => {read}" : $"apiKey: {read}")} }})");
    }

    private static string Line(string package, string code) => $"The workload's own client here, of the package {package}: {code}";
}

/// <summary>The parameters of a client for Azure's dated surface.</summary>
/// <param name="ApiVersion">The version, such as <c>2024-10-21</c>.</param>
/// <param name="Variable">The environment variable with the key or token.</param>
/// <param name="IsToken">Whether the variable holds a Microsoft Entra token.</param>
internal sealed record DatedSurface(string Endpoint, string Deployment, string ApiVersion, string Variable, bool IsToken);
