using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProbeFleet.FaultLab.Apis;

/// <summary>The credentials that the lab's APIs accept. None is a secret.</summary>
public static class LabCredentials
{
    /// <summary>The key of the OpenAI persona.</summary>
    public const string OpenAIKey = "sk-lab-1111111111111111111111111111111111111111";

    /// <summary>The key of the Azure OpenAI persona.</summary>
    public const string AzureKey = "2222222222222222222222222222lab2";

    /// <summary>The key of every gateway persona.</summary>
    public const string GatewayKey = "sk-gateway-33333333333333333333";

    /// <summary>The audience of a token for the v1 surface of Azure OpenAI.</summary>
    public const string FoundryAudience = "https://ai.azure.com";

    /// <summary>The audience of a token for a dated API version of Azure OpenAI.</summary>
    public const string CognitiveServicesAudience = "https://cognitiveservices.azure.com";

    private static readonly string[] CredentialHeaders =
        ["Authorization", "api-key", "Ocp-Apim-Subscription-Key", "x-portkey-api-key", "cf-aig-authorization", "Proxy-Authorization"];

    /// <summary>An unsigned token of the shape that Entra ID issues.</summary>
    /// <param name="audience">Its <c>aud</c> claim.</param>
    public static string TokenFor(string audience)
    {
        var header = Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8);
        var claims = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new JsonObject { ["aud"] = audience }.ToJsonString()));
        return $"{header}.{claims}.lab";
    }

    internal static bool IsCredentialHeader(string name) => CredentialHeaders.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The <c>aud</c> claim of a token; null when the text is not one.</summary>
    internal static string? AudienceOf(string token)
    {
        try
        {
            return token.Split('.') is [_, var claims, _]
                ? JsonNode.Parse(Base64Url.DecodeFromChars(claims))?["aud"]?.GetValue<string>()
                : null;
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
