using System.Text.Json;
using ProbeFleet.Core.Diagnosis.Meanings;
using ProbeFleet.Core.Recognition;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Tests.Diagnosis.Meanings;

/// <summary>
/// Invented texts that have the words of two meanings, each under the status that usually comes with what it says. Real texts are in
/// <c>Golden/Answers</c>.
/// </summary>
public sealed class MeaningReaderTests
{
    [Theory]
    [InlineData(503, "The model is temporarily unavailable.", Meaning.Overloaded)]
    [InlineData(503, "No capacity for this model in your account's region", Meaning.Overloaded)]
    [InlineData(503, "The model is overloaded: rate limits were lowered", Meaning.Overloaded)]
    [InlineData(529, "At capacity: the model is not available to your account now", Meaning.Overloaded)]
    [InlineData(429, "The server is busy: too many requests", Meaning.Rate)]
    [InlineData(429, "Your organization is restricted to 5 requests per minute", Meaning.Rate)]
    [InlineData(429, "Too many requests: add credits for a higher limit", Meaning.Rate)]
    [InlineData(429, "Daily tokens limit reached for this API key", Meaning.Rate)]
    [InlineData(429, "Input tokens limit exceeded", Meaning.Rate)]
    [InlineData(429, "No quota left for this API key", Meaning.SpendUsedUp)]
    [InlineData(429, "Monthly quota exceeded: the model is no longer available to you", Meaning.SpendUsedUp)]
    [InlineData(402, "No credits left on this API key", Meaning.SpendUsedUp)]
    [InlineData(402, "No credits available on this account", Meaning.SpendUsedUp)]
    [InlineData(402, "Model gpt-5 is not available: top up your account", Meaning.SpendUsedUp)]
    [InlineData(402, "The balance of the account is too low for model gpt-5", Meaning.SpendUsedUp)]
    [InlineData(400, "Input tokens limit exceeded", Meaning.TooLarge)]
    [InlineData(400, "Input to this model must be no longer than 8192 tokens", Meaning.TooLarge)]
    [InlineData(413, "Request too large: its limit was exceeded", Meaning.TooLarge)]
    [InlineData(413, "The request limit of 1 MB is exceeded: payload too large for model gpt-5", Meaning.TooLarge)]
    [InlineData(401, "No access token, and an API key is required", Meaning.KeyMissing)]
    [InlineData(401, "No authorization header was found for the account", Meaning.KeyMissing)]
    [InlineData(401, "The access token has expired and no other was provided", Meaning.KeyExpired)]
    [InlineData(401, "The credentials are invalid for every account", Meaning.KeyRefused)]
    [InlineData(403, "No access to model gpt-5 with this API key", Meaning.ModelForbidden)]
    [InlineData(403, "Your account is not allowed to use model gpt-5", Meaning.ModelForbidden)]
    [InlineData(403, "Policy denied: model gpt-5 is not allowed", Meaning.ModelForbidden)]
    [InlineData(403, "The API key does not have the scope that is required", Meaning.ScopeMissing)]
    [InlineData(403, "The organization is disabled, and so are its models", Meaning.AccountState)]
    [InlineData(404, "The model gpt-9 is not found in your account", Meaning.ModelUnknown)]
    [InlineData(410, "Model gpt-3 is no longer available: choose one with a larger context", Meaning.ModelRetired)]
    [InlineData(400, "Model llama does not support the parameter logprobs", Meaning.ParameterRefused)]
    [InlineData(400, "The header x-project is missing for model gpt-5", Meaning.GatewayHeader)]
    [InlineData(503, "The model is still loading and not available", Meaning.ModelLoading)]
    [InlineData(503, "No healthy backends for model llama-3", Meaning.UpstreamsOnHold)]
    [InlineData(502, "Upstream returned an invalid response for model gpt-5", Meaning.UpstreamFailed)]
    [InlineData(500, "Model llama: error loading weights", Meaning.ServerFailed)]
    [InlineData(500, "Could not load model: not enough memory for the request", Meaning.ServerFailed)]
    [InlineData(500, "Internal error: a parameter of the model is invalid", Meaning.ServerFailed)]
    [InlineData(504, "Deadline expired while waiting for the first token", Meaning.ServerFailed)]
    [InlineData(504, "Request exceeded its time budget", Meaning.ServerFailed)]
    [InlineData(504, "No first token before the time limit, which has expired", Meaning.ServerFailed)]
    [InlineData(401, "Your session token expired: sign in to get an API key", Meaning.KeyExpired)]
    [InlineData(401, "This API key was revoked when the organization was renamed", Meaning.KeyRefused)]
    [InlineData(401, "Provide an API key: without an API key no model is available", Meaning.KeyMissing)]
    [InlineData(401, "The bearer token is not valid for this endpoint", Meaning.KeyRefused)]
    [InlineData(402, "Access to the model is denied until unpaid invoices are settled", Meaning.SpendUsedUp)]
    [InlineData(402, "Payment is overdue and your account is suspended", Meaning.SpendUsedUp)]
    [InlineData(403, "Your user lacks the permission that access to this endpoint requires: permission denied", Meaning.PermissionMissing)]
    [InlineData(403, "The account was suspended for too frequent sign-ins", Meaning.AccountState)]
    [InlineData(403, "IP 203.0.113.9 is not allowed to use this API key", Meaning.AddressRefused)]
    [InlineData(403, "This model is not enabled for your project's region", Meaning.ModelForbidden)]
    [InlineData(404, "No endpoint serves the model: model gpt-9 does not exist", Meaning.ModelUnknown)]
    [InlineData(400, "Unknown parameter logit_bias for model gpt-5", Meaning.ParameterRefused)]
    [InlineData(400, "The prompt is too long: model llama is limited to 8192 tokens per request", Meaning.TooLarge)]
    [InlineData(413, "The body exceeds the deployment's size limit", Meaning.TooLarge)]
    [InlineData(429, "Your account's concurrency limit is reached: wait or top up", Meaning.Rate)]
    [InlineData(429, "Requests to this model are throttled while it is overloaded", Meaning.Rate)]
    [InlineData(429, "Your credits are used up; rate limits do not apply", Meaning.SpendUsedUp)]
    [InlineData(500, "The scheduler failed: key not found in the model registry", Meaning.ServerFailed)]
    [InlineData(500, "Unexpected error while checking that the API key is not expired", Meaning.ServerFailed)]
    [InlineData(502, "Could not reach the backend that serves the model", Meaning.UpstreamFailed)]
    [InlineData(503, "All channels for this model are exhausted", Meaning.UpstreamsOnHold)]
    [InlineData(503, "The server is under maintenance and no model is available", Meaning.Overloaded)]
    [InlineData(503, "The model is starting up: no instance is ready", Meaning.ModelLoading)]
    [InlineData(504, "The upstream model timed out before the token limit", Meaning.UpstreamFailed)]
    public void Text_WithTheWordsOfTwoMeanings_HasTheOneOfItsStatus(int status, string message, Meaning meaning) =>
        Assert.Equal(meaning, Read(status, JsonSerializer.Serialize(new { message })));

    [Theory]
    [InlineData(503, """{"error":{"code":503,"message":"Model gpt-5 is not available.","status":"UNAVAILABLE"}}""", Meaning.Overloaded)]
    [InlineData(404, """{"error":{"code":404,"message":"Model gpt-5 is not available."}}""", Meaning.ModelUnknown)]
    [InlineData(500, """{"error":{"message":"Unknown parameter in the scheduler","type":"server_error"}}""", Meaning.ServerFailed)]
    [InlineData(500, """{"error":{"message":"Insufficient balance","type":"server_error"}}""", Meaning.SpendUsedUp)]
    public void Failure_ThatNamesTheModel_IsTheServers(int status, string body, Meaning meaning) => Assert.Equal(meaning, Read(status, body));

    [Theory]
    [InlineData("Access denied by network policy", Meaning.ProxyPage)]
    [InlineData("""{"message":"Access denied by network policy"}""", Meaning.PermissionMissing)]
    public void WordsOfAProxy_CountOnAPageOnly(string body, Meaning meaning) => Assert.Equal(meaning, Read(403, body));

    private static Meaning Read(int status, string body)
    {
        var reading = ResponseReader.Read(
            new RawResponse { Status = status, Body = body, RouteKind = RouteKind.OpenAI, Host = "llm.contoso.com" }, Sanitizer.PatternsOnly);
        return MeaningReader.Read(reading.Response, reading.Answer).Meaning;
    }
}
