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
    public void Clean_SecretsThatAreEveryWordOfTheContract_BreakNoCode()
    {
        var words = typeof(ProbeResult).Assembly.GetExportedTypes()
            .Where(type => type.IsEnum && ProbeFleetJson.Default.GetTypeInfo(type) is not null)
            .SelectMany(type => Enum.GetValuesAsUnderlyingType(type).Cast<object>()
                .Select(value => JsonSerializer.SerializeToElement(Enum.ToObject(type, value), type, ProbeFleetJson.Default).GetString()!))
            .ToList();

        Assert.Contains("tls.untrusted-root", words);
        Assert.All([ExampleResults.UntrustedRoot, ExampleResults.RateLimited], result =>
        {
            var clean = ResultSanitizer.Clean(result, new Sanitizer(words));
            Assert.Equal(
                (result.Outcome, result.Break, result.Diagnosis.Cause, result.Route.Name),
                (clean.Outcome, clean.Break, clean.Diagnosis.Cause, clean.Route.Name));
        });
    }

    private static string Json(ProbeResult result) => JsonSerializer.Serialize(result, ProbeFleetJson.Default.ProbeResult);
}
