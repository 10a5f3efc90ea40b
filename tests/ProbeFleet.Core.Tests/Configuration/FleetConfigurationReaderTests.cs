using System.Text;
using System.Text.RegularExpressions;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;

namespace ProbeFleet.Core.Tests.Configuration;

public sealed partial class FleetConfigurationReaderTests
{
    private const string OneRoute =
        """{ "name": "openai", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "model": "m", "credential": "env:KEY" }""";

    [Fact]
    public void OpenAIRoute_WithEveryMember_HasItsKeyVantagesProxyAndRuntime()
    {
        var openai = Good("every-member").Routes[0];

        Assert.Equal(new RouteName("openai"), openai.Name);
        Assert.Equal(RouteKind.OpenAI, openai.Kind);
        Assert.Equal("https://api.openai.com/v1", openai.BaseUrl.OriginalString);
        Assert.Equal("gpt-4.1-nano", openai.Model);
        Assert.Null(openai.ApiVersion);
        Assert.Equal(new CredentialSource.EnvironmentVariable("OPENAI_API_KEY"), openai.Credential);
        Assert.Equal(["prod-*", "*-swe", "laptop.1"], openai.Vantages);
        Assert.Equal(new ProxyChoice.Direct(), openai.Proxy);
        Assert.Equal(WorkloadRuntime.Python, openai.Runtime);
    }

    [Fact]
    public void AzureRoute_WithEveryMember_HasItsVersionIdentityAndProxy()
    {
        var routes = Good("every-member").Routes;

        Assert.Equal(RouteKind.AzureOpenAI, routes[1].Kind);
        Assert.Equal("2025-04-01-preview", routes[1].ApiVersion);
        Assert.Equal(new CredentialSource.ManagedIdentity("11111111-2222-3333-4444-555555555555"), routes[1].Credential);
        Assert.Equal(new ProxyChoice.Explicit(new Uri("socks5://127.0.0.1:1080")), routes[1].Proxy);
        Assert.Equal((RouteHttp.Http11, null), (routes[1].Http, routes[1].ReuseEvery));
        Assert.Equal(
            "keyvault:https://contoso.vault.azure.net/secrets/aoai-key/0123456789abcdef0123456789abcdef", routes[2].Credential.ToString());
    }

    [Fact]
    public void GatewayRoute_WithEveryMember_HasItsFrontedRouteAndHeaders()
    {
        var routes = Good("every-member").Routes;
        var gateway = routes[3];

        Assert.Equal(RouteKind.Gateway, gateway.Kind);
        Assert.Equal(new RouteName("aoai"), gateway.Fronts);
        Assert.Equal([false, false, false, true], routes.Select(route => route.IsPrivate));
        Assert.Equal("GATEWAY_TENANT", gateway.Headers["x-tenant"].Name);
        Assert.Equal("APIM_KEY", gateway.Headers["ocp-apim-subscription-key"].Name);
        Assert.Equal((RouteHttp.Http2, TimeSpan.FromHours(12)), (gateway.Http, gateway.ReuseEvery));
    }

    [Fact]
    public void ProbeSettings_WithEveryMember_AreAsWritten() => Assert.Equal(
        new ProbeSettings
        {
            Depth = ProbeDepth.Authenticated,
            Timeout = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromMilliseconds(100),
            TlsTimeout = TimeSpan.FromSeconds(10),
            HeaderTimeout = TimeSpan.FromMinutes(5),
            Attempts = 5,
            Concurrency = 64,
            CompletionEvery = 1000,
            ReuseEvery = TimeSpan.FromHours(1),
        },
        Good("every-member").Probe);

    [Fact]
    public void IncidentsAndRetention_WithEveryMember_AreAsWritten()
    {
        var configuration = Good("every-member");

        Assert.Equal(TimeSpan.FromDays(1), configuration.Incidents.Window);
        Assert.Equal(
            ["webhook HOOK HOOK_KEY", "slack SLACK_HOOK ", "teams TEAMS_HOOK "],
            configuration.Incidents.Notify.Select(target => $"{target.Kind} {target.Url.Name} {target.Secret?.Name}"));
        Assert.Equal(TimeSpan.FromDays(400), configuration.Retention);
    }

    [Fact]
    public void Text_WithOnlyRoutes_HasTheDefaults()
    {
        var configuration = Good("minimal");

        Assert.Equal(new ProbeSettings(), configuration.Probe);
        Assert.Equal(TimeSpan.FromMinutes(15), configuration.Incidents.Window);
        Assert.Empty(configuration.Incidents.Notify);
        Assert.Equal(TimeSpan.FromDays(30), configuration.Retention);
        var route = Assert.Single(configuration.Routes);
        Assert.Empty(route.Vantages);
        Assert.Empty(route.Headers);
        Assert.Null(route.Fronts);
        Assert.Equal(new ProxyChoice.FromEnvironment(), route.Proxy);
    }

    [Fact]
    public void StageBudgets_AbsentWithAShortTimeout_AreNoLongerThanIt()
    {
        var reading = FleetConfigurationReader.Read($$"""{ "routes": [{{OneRoute}}], "probe": { "timeout": "00:00:03" } }""");

        var probe = reading.Configuration!.Probe;
        Assert.Equal([3, 3, 3], new[] { probe.ConnectTimeout, probe.TlsTimeout, probe.HeaderTimeout }.Select(
            budget => budget.TotalSeconds));
    }

    [Fact]
    public void RefusedTimeout_WithLongStageBudgets_IsTheOnlyViolation()
    {
        var reading = FleetConfigurationReader.Read(
            $$"""{ "routes": [{{OneRoute}}], "probe": { "timeout": "soon", "headerTimeout": "00:01:00" } }""");

        Assert.Equal("$.probe.timeout", Assert.Single(reading.Violations).Path);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void Routes_UpTo500_AreAccepted(int count, bool accepted)
    {
        var routes = Enumerable.Range(0, count)
            .Select(number => OneRoute.Replace("\"openai\", \"kind\"", $"\"r{number}\", \"kind\"", StringComparison.Ordinal));

        var reading = FleetConfigurationReader.Read($$"""{ "routes": [{{string.Join(",", routes)}}] }""");

        Assert.Equal(accepted, reading.IsValid);
        Assert.Equal(accepted ? [] : ["Must list 1 to 500 routes, not 501."], reading.Violations.Select(violation => violation.Message));
    }

    [Fact]
    public void LongValue_InAViolation_IsCut()
    {
        var reading = FleetConfigurationReader.Read($$"""{ "routes": [{{OneRoute}}], "retention": "{{new string('x', 5000)}}" }""");

        Assert.Equal(102, Assert.Single(reading.Violations).Value!.Length);
    }

    [Theory]
    [InlineData("sk-proj-SECRETSECRETSECRET0123456789")]
    [InlineData("https://contoso-swe.openai.azure.com/sk-proj-SECRETSECRETSECRET0123456789/openai/v1?key=SECRETSECRET")]
    [InlineData("https://llm.contoso.com/sk-proj-SECRETSECRETSECRET0123456789/models#SECRETSECRET")]
    [InlineData("http://me:SECRETSECRET@llm.contoso.com/v1")]
    public void Secret_InPlaceOfAnyNameOrText_IsNeverShown(string secret)
    {
        var json = File.ReadAllText(ConfigurationDrawer.Good("every-member"));

        Assert.All(QuotedText.Matches(json), text =>
        {
            var reading = FleetConfigurationReader.Read($"{json[..text.Index]}\"{secret}\"{json[(text.Index + text.Length)..]}");
            Assert.DoesNotContain("SECRETSECRET", string.Concat(reading.Violations), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("sk-proj-SECRETSECRETSECRET0123456789")]
    [InlineData("https://sk-proj-abcdefghijklmnopqrstuvwxyz0123456789.contoso.com")]
    [InlineData("keyvault:https://contoso.vault.azure.net/secrets/sk-proj-SECRETSECRETSECRET0123456789")]
    [InlineData("gsk_0123456789abcdefABCDEF0123456789abcdefABCDEF0123")]
    [InlineData("AIzaSyA-0123456789abcdef_0123456789ABCDE")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.")]
    [InlineData("Bearer SECRET")]
    [InlineData("sk-0123456789abcdef0123456789abcdef")]
    [InlineData("ghp_abcdefghijklmnopqrstuvwxyz0123456789")]
    public void Key_InPlaceOfAnyNameOrText_IsRefused(string key)
    {
        var json = File.ReadAllText(ConfigurationDrawer.Good("every-member"));

        Assert.All(
            QuotedText.Matches(json),
            text => Assert.False(FleetConfigurationReader.Read($"{json[..text.Index]}\"{key}\"{json[(text.Index + text.Length)..]}").IsValid));
    }

    [Theory]
    [InlineData("https://gateway.ai.cloudflare.com/v1/0123456789abcdef0123456789abcdef/llm/openai", "@cf/meta/llama-3.1-8b-instruct")]
    [InlineData("https://sk-bratislava-gateway-01.contoso.com/v1", "sk-telecom/A.X-4.0-Light")]
    [InlineData("https://abcdefghij0123456789abcdefghij01.lambda-url.eu-west-1.on.aws/v1", "pplx-70b-online")]
    [InlineData("https://contoso--vllm-serve.modal.run/v1", "ft:gpt-4o-mini-2024-07-18:contoso::9ABCdef1")]
    [InlineData("https://llm.contoso.com/v1", "gpt4ominiglobalstandard2024eastus2")]
    [InlineData("https://llm.contoso.com/v1", "11111111-2222-3333-4444-555555555555")]
    [InlineData("https://llm.contoso.com/v1", "accounts/fireworks/models/deepseek-r1-distill-llama-70b")]
    [InlineData("https://aoai-pk-centralindia01.openai.contoso.com/v1", "Gpt4oMiniGlobalStandardSwedenCentral")]
    [InlineData("https://sk-gateway-koreacentral01.example.com/v1", "GPT4oMiniDataZoneStandardEastUS2")]
    [InlineData("https://sk-proj-koreacentralgateway01.example.com/v1", "/models/snapshots/0123456789abcdef0123456789abcdef01234567")]
    [InlineData("https://llm.contoso.com/v1", "owner/model:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("https://llm.contoso.com/v1", "llama_hf_mistral7binstruct")]
    [InlineData("https://llm.contoso.com/v1", "xai-grok4fastnonreasoning")]
    [InlineData("https://llm.contoso.com/v1", "sk-team-GPT4oMiniGlobalStandardSwedenCentral")]
    public void BaseUrlAndModel_ThatOnlyResembleAKey_AreAccepted(string baseUrl, string model) => Assert.Empty(FleetConfigurationReader.Read(
        $$"""{ "routes": [{ "name": "r", "kind": "gateway", "baseUrl": "{{baseUrl}}", "model": "{{model}}", "credential": "none" }] }""")
        .Violations);

    [Theory]
    [InlineData("gpt-4.1-nano", "keyvault:https://contoso.vault.azure.net/secrets/sk-openaiproduction1", true)]
    [InlineData("sk-proj-abcdefghijklmnopqrstuvwxyz0123456789", "none", false)]
    [InlineData("gpt-4.1-nano", "keyvault:https://contoso.vault.azure.net/secrets/sk-proj-abcdefghijklmnopqrstuvwxyz0123456789", false)]
    public void TextThatLooksLikeAKey_InUseAlready_DoesNotStopTheFleet(string model, string credential, bool isAccepted)
    {
        var json = $$"""
            { "routes": [{ "name": "r", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "model": "{{model}}", "credential": "{{credential}}" }] }
            """;

        Assert.Equal(isAccepted, FleetConfigurationReader.Read(json).IsValid);
        Assert.Equal(model, FleetConfigurationReader.ReadStored(json).Configuration?.Routes[0].Model);
        Assert.False(FleetConfigurationReader.ReadStored(json.Replace("openai.com/v1", "openai.com", StringComparison.Ordinal)).IsValid);
    }

    [Fact]
    public void Text_CutOffAnywhere_IsRefusedWithoutAnException()
    {
        var json = File.ReadAllBytes(ConfigurationDrawer.Good("every-member"));
        var whole = Encoding.UTF8.GetString(json).TrimEnd().Length;

        Assert.All(Enumerable.Range(0, whole), length => Assert.NotEmpty(FleetConfigurationReader.Read(json.AsSpan(0, length)).Violations));
    }

    [Fact]
    public void SampleFile_Read_IsTheDesignsExample()
    {
        var sample = FleetConfigurationReader.Read(File.ReadAllBytes(ConfigurationDrawer.RepositoryFile("fleet.json")));

        Assert.Empty(sample.Violations);
        Assert.Equal(["openai", "aoai-swe", "aoai-dated", "gateway"], sample.Configuration!.Routes.Select(route => route.Name.ToString()));
    }

    private static FleetConfiguration Good(string name) =>
        FleetConfigurationReader.Read(File.ReadAllBytes(ConfigurationDrawer.Good(name))).Configuration!;

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex QuotedText { get; }
}
