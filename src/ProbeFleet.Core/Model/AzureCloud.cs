namespace ProbeFleet.Core.Model;

/// <summary>
/// An Azure cloud with its host suffixes and token scopes, as Microsoft Learn lists them: "Azure Private Endpoint private DNS zone values",
/// "Compare Azure Government and global Azure", "Azure China 21Vianet endpoints" and Azure OpenAI's "API version lifecycle".
/// </summary>
public sealed class AzureCloud
{
    /// <summary>A virtual network's own resolver, another one in each network (Learn: "What is IP address 168.63.129.16?").</summary>
    public const string Resolver = "168.63.129.16";

    private AzureCloud(string domain, string gateways, string apps, string authority, string v1Audience)
    {
        ModelSuffixes = [$".openai.{domain}", $".services.ai.{domain}", $".cognitiveservices.{domain}"];
        (GatewaySuffix, Apps, Authority) = (gateways, apps, authority);
        (V1Scope, DatedScope) = ($"https://{v1Audience}.{domain}/.default", $"https://cognitiveservices.{domain}/.default");
    }

    /// <summary>The public cloud.</summary>
    public static AzureCloud Public { get; } = new("azure.com", ".azure-api.net", ".azurewebsites.net", "login.microsoftonline.com", "ai");

    /// <summary>Azure for the US government.</summary>
    public static AzureCloud Government { get; } =
        new("azure.us", ".azure-api.us", ".azurewebsites.us", "login.microsoftonline.us", "cognitiveservices");

    /// <summary>Azure in China, run by 21Vianet.</summary>
    public static AzureCloud China { get; } =
        new("azure.cn", ".azure-api.cn", ".chinacloudsites.cn", "login.chinacloudapi.cn", "cognitiveservices");

    /// <summary>Every cloud.</summary>
    public static IReadOnlyList<AzureCloud> All { get; } = [Public, Government, China];

    /// <summary>The host suffixes of Azure OpenAI and Foundry resources, each with its leading dot.</summary>
    public IReadOnlyList<string> ModelSuffixes { get; }

    /// <summary>The host suffix of API Management gateways, with its leading dot.</summary>
    public string GatewaySuffix { get; }

    /// <summary>The scope of a token for the v1 surface.</summary>
    public string V1Scope { get; }

    /// <summary>The scope of a token for a dated version.</summary>
    public string DatedScope { get; }

    private string Apps { get; }

    private string Authority { get; }

    /// <summary>The cloud whose model resources include the host, in any case and with or without a final dot; null if none.</summary>
    public static AzureCloud? OfModelHost(string host) => All.FirstOrDefault(cloud => cloud.HasModelHost(host));

    /// <summary>The cloud whose model resources or API Management gateways include the host; null when there is none.</summary>
    public static AzureCloud? OfHost(string host) =>
        OfModelHost(host) ?? All.FirstOrDefault(cloud => HostName.Plain(host).EndsWith(cloud.GatewaySuffix, StringComparison.Ordinal));

    /// <summary>
    /// The cloud of this process' identity: by <c>AZURE_AUTHORITY_HOST</c>, which Azure's own clients read too, else by the host name
    /// that App Service sets; <see cref="Public"/> when neither matches.
    /// </summary>
    /// <param name="environment">Reads an environment variable; null when it is not set.</param>
    public static AzureCloud InUse(Func<string, string?> environment)
    {
        var authority = Uri.TryCreate(environment("AZURE_AUTHORITY_HOST"), UriKind.Absolute, out var url) ? HostName.From(url) : "";
        var site = HostName.Plain(environment("WEBSITE_HOSTNAME") ?? "");
        return All.FirstOrDefault(cloud => cloud.Authority == authority)
            ?? All.FirstOrDefault(cloud => site.EndsWith(cloud.Apps, StringComparison.Ordinal))
            ?? Public;
    }

    /// <summary>Whether the host is a model resource of this cloud. Microsoft serves all of them, whoever owns the resource.</summary>
    /// <param name="host">The host, in any case, with or without its final dot.</param>
    public bool HasModelHost(string host) => ModelSuffixes.Any(suffix => HostName.Plain(host).EndsWith(suffix, StringComparison.Ordinal));
}
