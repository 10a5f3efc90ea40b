namespace ProbeFleet.Core.Tests.Model;

/// <summary>The one table of Azure's clouds and hosts.</summary>
public sealed class AzureCloudTests
{
    public static TheoryData<string, string> Hosts { get; } = new()
    {
        { "contoso.openai.azure.com", "public" },
        { "contoso.services.ai.azure.com", "public" },
        { "contoso.cognitiveservices.azure.com", "public" },
        { "CONTOSO.OpenAI.Azure.com.", "public" },
        { "contoso.openai.azure.us", "government" },
        { "contoso.services.ai.azure.us", "government" },
        { "contoso.cognitiveservices.azure.us", "government" },
        { "contoso.openai.azure.cn", "china" },
        { "contoso.services.ai.azure.cn", "china" },
        { "contoso.cognitiveservices.azure.cn", "china" },
        { "contoso.openai.azure.com.evil.example", "none" },
        { "contoso-openai.azure.com", "none" },
        { "openai.azure.com", "none" },
        { "contoso.azure-api.net", "none" },
        { "contoso.openai.azure.de", "none" },
    };

    [Theory, MemberData(nameof(Hosts))]
    public void ModelHost_IsOfItsCloud(string host, string cloud) => Assert.Equal(cloud, NameOf(AzureCloud.OfModelHost(host)));

    [Theory]
    [InlineData("contoso.azure-api.net", "public")]
    [InlineData("contoso.azure-api.us", "government")]
    [InlineData("contoso.azure-api.cn", "china")]
    [InlineData("contoso.openai.azure.us", "government")]
    [InlineData("llm.contoso.com", "none")]
    public void Host_OfAGatewayOrModel_IsOfItsCloud(string host, string cloud) => Assert.Equal(cloud, NameOf(AzureCloud.OfHost(host)));

    [Theory]
    [InlineData(null, null, "public")]
    [InlineData(null, "func-eu.azurewebsites.net", "public")]
    [InlineData(null, "func-gov.azurewebsites.us", "government")]
    [InlineData(null, "func-cn.chinacloudsites.cn", "china")]
    [InlineData("https://login.microsoftonline.us/", null, "government")]
    [InlineData("https://login.chinacloudapi.cn", "func-eu.azurewebsites.net", "china")]
    [InlineData("https://login.microsoftonline.com/", null, "public")]
    [InlineData("not a URL", null, "public")]
    public void CloudInUse_IsThatOfTheAuthorityElseOfTheApp(string? authority, string? site, string cloud) => Assert.Equal(
        cloud,
        NameOf(AzureCloud.InUse(name => name switch { "AZURE_AUTHORITY_HOST" => authority, "WEBSITE_HOSTNAME" => site, _ => null })));

    [Fact]
    public void Scopes_OfEachCloud_AreItsOwn() => Assert.Equal(
        [
            ("https://ai.azure.com/.default", "https://cognitiveservices.azure.com/.default"),
            ("https://cognitiveservices.azure.us/.default", "https://cognitiveservices.azure.us/.default"),
            ("https://cognitiveservices.azure.cn/.default", "https://cognitiveservices.azure.cn/.default"),
        ],
        AzureCloud.All.Select(cloud => (cloud.V1Scope, cloud.DatedScope)));

    private static string NameOf(AzureCloud? cloud) => cloud switch
    {
        null => "none",
        _ when cloud == AzureCloud.Public => "public",
        _ when cloud == AzureCloud.Government => "government",
        _ => "china",
    };
}
