using System.Text.Json;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Json;
using ProbeFleet.Core.Redaction;
using ProbeFleet.Core.Tests.Packets;

namespace ProbeFleet.Core.Tests.Redaction;

public sealed class ResultSanitizerTests
{
    [Fact]
    public void Clean_CleanResult_ComesBackEqual() => Assert.All(
        [ExampleResults.UntrustedRoot, ExampleResults.RateLimited],
        result => Assert.Equal(Json(result), Json(ResultSanitizer.Clean(result, new Sanitizer(["sk-not-in-it"])))));

    [Fact]
    public void Clean_SecretsInEveryText_AreGone()
    {
        const string secret = "zq7-Secret-Value";
        var dirty = ExampleResults.Planted(secret);
        Assert.Contains(secret, Json(dirty), StringComparison.Ordinal);

        var clean = Json(ResultSanitizer.Clean(dirty, new Sanitizer([secret])));

        Assert.DoesNotContain(secret, clean, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_HexadecimalRequestId_StaysInTheIdAndGoesFromTheMessage()
    {
        const string id = "0123456789abcdef0123456789abcdef";
        var response = ExampleResults.RateLimited.Response! with
        {
            RequestId = id,
            ErrorMessage = $"Invalid key {id}",
            Headers = new Dictionary<string, string> { ["x-request-id"] = id, ["server"] = id },
        };

        var clean = ResultSanitizer.Clean(ExampleResults.RateLimited with { Response = response }, Sanitizer.PatternsOnly).Response!;

        Assert.Equal(id, clean.RequestId);
        Assert.Equal("Invalid key [redacted]", clean.ErrorMessage);
        Assert.Equal(id, clean.Headers["x-request-id"]);
        Assert.Equal("[redacted]", clean.Headers["server"]);
    }

    [Fact]
    public void Clean_SecretThatIsAWordOfTheContract_BreaksNoCode() =>
        Assert.Equal(ProbeOutcome.Failed, ResultSanitizer.Clean(ExampleResults.UntrustedRoot, new Sanitizer(["failed", "secure"])).Outcome);

    private static string Json(ProbeResult result) => JsonSerializer.Serialize(result, ProbeFleetJson.Default.ProbeResult);
}
