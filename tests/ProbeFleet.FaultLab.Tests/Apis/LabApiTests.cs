using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.FaultLab.Tests.Apis;

public sealed class LabApiTests : IAsyncLifetime
{
    private readonly HttpClient _client = BareClient.Create();
    private LabApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await LabApi.StartAsync(new(), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task OpenAI_Completion_HasOpenAIsMarks()
    {
        using var response = await CompleteAsync("/v1", "gpt-4.1-nano", LabCredentials.OpenAIKey);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("req_", response.Headers.GetValues("x-request-id").Single(), StringComparison.Ordinal);
        Assert.Equal("2020-10-01", response.Headers.GetValues("openai-version").Single());
        Assert.Equal("chat.completion", (await BodyAsync(response))["object"]!.ToString());
    }

    [Fact]
    public async Task OpenAI_WrongKey_Is401ThatEchoesAFragment()
    {
        using var response = await CompleteAsync("/v1", "gpt-4.1-nano", "sk-wrong-key-abcdefgh");
        Assert.Equal("Bearer realm=\"OpenAI API\"", response.Headers.WwwAuthenticate.ToString());
        Assert.Contains("sk-wrong*********efgh", (await BodyAsync(response))["error"]!["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt-4.1-nano", """ "max_tokens":1 """, 200, null)]
    [InlineData("gpt-4.1-nano", """ "max_completion_tokens":0 """, 400, "integer_below_min_value")]
    [InlineData("gpt-4.1-nano", """ "max_output_tokens":16 """, 400, null)]
    [InlineData("gpt-5-nano", """ "max_tokens":16 """, 400, "unsupported_parameter")]
    [InlineData("o3-mini", """ "max_completion_tokens":1 """, 400, null)]
    [InlineData("o3-mini", """ "max_completion_tokens":16 """, 200, null)]
    [InlineData("gpt-nope", """ "max_completion_tokens":16 """, 404, "model_not_found")]
    public async Task OpenAI_Completion_IsValidatedAsTheRealOne(string model, string member, int status, string? code)
    {
        using var response = await CompleteAsync("/v1", model, LabCredentials.OpenAIKey, member);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, (await BodyAsync(response))["error"]?["code"]?.ToString());
    }

    [Fact]
    public async Task OpenAI_WithoutV1_IsUnknownUrl()
    {
        using var response = await CompleteAsync("", "gpt-4.1-nano", LabCredentials.OpenAIKey);
        Assert.Equal("unknown_url", (await BodyAsync(response))["error"]!["code"]!.ToString());
    }

    [Theory]
    [InlineData("/openai/v1/chat/completions", "chat", 200)]
    [InlineData("/openai/v1/chat/completions?api-version=2024-10-21", "chat", 400)]
    [InlineData("/openai/v1/chat/completions", "nope", 404)]
    [InlineData("/openai/deployments/chat/chat/completions?api-version=2024-10-21", "chat", 200)]
    [InlineData("/openai/deployments/chat/chat/completions?api-version=1999-01-01", "chat", 400)]
    [InlineData("/openai/deployments/chat/chat/completions", "chat", 404)]
    [InlineData("/openai/deployments/nope/chat/completions?api-version=2024-10-21", "nope", 404)]
    public async Task Azure_Completion_FollowsTheSurface(string path, string deployment, int status)
    {
        using var request = Request(path, deployment, """ "max_completion_tokens":16 """);
        request.Headers.Add("api-key", LabCredentials.AzureKey);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.True(response.Headers.Contains("apim-request-id"));
        Assert.Equal(status == 200, response.Headers.Contains("x-ms-region"));
    }

    [Theory]
    [InlineData("/openai/v1/models", LabCredentials.FoundryAudience, 200)]
    [InlineData("/openai/models?api-version=2024-10-21", LabCredentials.CognitiveServicesAudience, 200)]
    [InlineData("/openai/models?api-version=2024-10-21", LabCredentials.FoundryAudience, 401)]
    [InlineData("/openai/v1/models", "https://management.azure.com", 401)]
    public async Task Azure_Token_IsCheckedForItsAudience(string path, string audience, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_api.Https, path));
        request.Headers.Authorization = new("Bearer", LabCredentials.TokenFor(audience));
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(LabPersona.LiteLlm, "x-litellm-call-id")]
    [InlineData(LabPersona.Kong, "X-Kong-Upstream-Latency")]
    [InlineData(LabPersona.ApiManagement, "apim-request-id")]
    [InlineData(LabPersona.CloudflareAIGateway, "cf-aig-log-id")]
    [InlineData(LabPersona.OpenRouter, "X-Generation-Id")]
    [InlineData(LabPersona.Portkey, "x-portkey-trace-id")]
    [InlineData(LabPersona.Envoy, "x-envoy-upstream-service-time")]
    public async Task Gateway_Completion_HasItsMark(LabPersona persona, string mark)
    {
        using var response = await CompleteAsync(persona.BasePath(), "gpt-4.1-nano", LabCredentials.GatewayKey);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.Contains(mark));
    }

    [Fact]
    public async Task Behave_EveryAnswer_IsGivenAsWritten()
    {
        foreach (var answer in LabAnswers.All)
        {
            _api.Heal();
            _api.Behave(answer);
            using var response = await CompleteAsync(
                answer.Persona == LabPersona.AzureOpenAI ? "/openai/v1" : answer.Persona.BasePath(), "chat", "key");
            Assert.Equal((answer.Name, answer.Status), (answer.Name, (int)response.StatusCode));
            Assert.Equal(answer.Body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(LabAnswers.All.Count, LabAnswers.All.DistinctBy(answer => answer.Name).Count());
        Assert.Equal(LabAnswers.All.Count, _api.Requests.Count);
    }

    [Fact]
    public async Task Control_SwitchesAFaultOnAndOff()
    {
        using var on = await _client.PostAsync(
            new Uri(_api.Https, "/lab/behaviour?answer=openai/overloaded&path=/chat/completions"), null,
            TestContext.Current.CancellationToken);
        using var overloaded = await CompleteAsync("/v1", "gpt-4.1-nano", LabCredentials.OpenAIKey);
        using var off = await _client.DeleteAsync(new Uri(_api.Https, "/lab/behaviour"), TestContext.Current.CancellationToken);
        using var healed = await CompleteAsync("/v1", "gpt-4.1-nano", LabCredentials.OpenAIKey);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (overloaded.StatusCode, healed.StatusCode));
        Assert.Equal(2, _api.Requests.Count);
    }

    [Fact]
    public async Task Requests_WithACredential_NameItsHeaderOnly()
    {
        using var response = await CompleteAsync("/v1", "gpt-4.1-nano", LabCredentials.OpenAIKey);
        var request = Assert.Single(_api.Requests);
        Assert.Equal(["Authorization"], request.CredentialHeaders);
        Assert.DoesNotContain(LabCredentials.OpenAIKey, request.ToString(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> CompleteAsync(string basePath, string model, string key, string? member = null)
    {
        using var request = Request($"{basePath}/chat/completions", model, member ?? """ "max_completion_tokens":16 """);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private HttpRequestMessage Request(string path, string model, string member) => new(HttpMethod.Post, new Uri(_api.Https, path))
    {
        Content = new StringContent(
            $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}],{{member}}}""", Encoding.UTF8, "application/json"),
    };

    private static async Task<JsonNode> BodyAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
}
