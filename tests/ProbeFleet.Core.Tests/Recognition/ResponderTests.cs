using ProbeFleet.Core.Recognition;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Tests.Recognition;

/// <summary>What does not prove a responder. What does is in the golden cases.</summary>
public sealed class ResponderTests
{
    private const string ErrorObject = """{"error":{"message":"m","type":"t","code":null}}""";

    [Fact]
    public void Status_ByItself_ProvesNobody()
    {
        foreach (var status in new[] { 200, 401, 403, 404, 429, 500, 503 })
        {
            Assert.Equal(Responder.Unknown, Read(status, RouteKind.OpenAI, "llm.example", "{}").Responder);
        }
    }

    [Fact]
    public void CfRay_ByItself_IsNotOpenAI() =>
        Assert.Equal(Responder.Proxy, Read(
            403, RouteKind.OpenAI, "api.openai.com", "<html></html>", ("cf-ray", "9a"), ("server", "cloudflare")).Responder);

    [Fact]
    public void RequestId_ByItself_IsNotOpenAI() =>
        Assert.Equal(
            Responder.Unknown,
            Read(500, RouteKind.OpenAI, "llm.example", ErrorObject, ("x-request-id", "req_0123456789abcdef0123456789abcdef")).Responder);

    [Fact]
    public void ProcessingTime_BesideApimRequestId_IsAzure() =>
        Assert.Equal(
            Responder.AzureOpenAI,
            Read(
                200, RouteKind.AzureOpenAI, "contoso.openai.azure.com", ErrorObject,
                ("openai-processing-ms", "9"), ("openai-version", "2020-10-01"), ("apim-request-id", "1")).Responder);

    [Theory]
    [InlineData(RouteKind.AzureOpenAI, "contoso.openai.azure.com", Responder.AzureOpenAI)]
    [InlineData(RouteKind.Gateway, "contoso.azure-api.net", Responder.Gateway)]
    public void SubscriptionKeyMessage_IsDecidedByTheHost(RouteKind kind, string host, Responder expected) =>
        Assert.Equal(
            expected,
            Read(401, kind, host, """{"statusCode":401,"message":"Access denied due to invalid subscription key."}""", tls: true)
                .Responder);

    [Fact]
    public void OpenAIsHost_OnPlainHttp_ProvesNobody() =>
        Assert.Equal(Responder.Unknown, Read(401, RouteKind.OpenAI, "api.openai.com", ErrorObject).Responder);

    [Fact]
    public void Marks_OfTheDecidedResponder_AreNamed()
    {
        var response = Read(
            500, RouteKind.Gateway, "llm.contoso.com", ErrorObject,
            ("x-litellm-call-id", "1"), ("llm_provider-x-request-id", "2"), ("openai-version", "2020-10-01"));

        Assert.Equal(["x-litellm-* headers", "llm_provider-* headers"], response.ResponderMarks);
        Assert.Equal(("LiteLLM", AnswerOrigin.Own), (response.ResponderProduct, response.Origin));
    }

    private static ResponseEvidence Read(
        int status, RouteKind kind, string host, string body, params (string Name, string Value)[] headers) =>
        Read(status, kind, host, body, false, headers);

    private static ResponseEvidence Read(
        int status, RouteKind kind, string host, string body, bool tls, params (string Name, string Value)[] headers) =>
        ResponseReader.Read(
            new RawResponse
            {
                Status = status,
                RouteKind = kind,
                Host = host,
                Body = body,
                Tls = tls ? new SecureFacts { Protocol = "TLS 1.3" } : null,
                Headers = [.. headers.Select(header => new KeyValuePair<string, string>(header.Name, header.Value))],
            },
            Sanitizer.PatternsOnly).Response;
}
