using System.Text.Json;
using ProbeFleet.Core.Packets;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Tests.Packets;

public sealed class ResultSanitizerTests
{
    [Fact]
    public void Clean_CleanResult_ComesBackEqual() => Assert.All(
        [Sample.UntrustedRoot, Sample.RateLimited],
        result => Assert.Equal(Sample.Json(result), Sample.Json(ResultSanitizer.Clean(result, new Sanitizer(["sk-not-in-it"])))));

    [Fact]
    public void Clean_SecretsInEveryText_AreGone()
    {
        const string secret = "zq7-Secret-Value";
        var dirty = Sample.Planted(secret);
        Assert.Contains(secret, Sample.Json(dirty), StringComparison.Ordinal);

        var clean = Sample.Json(ResultSanitizer.Clean(dirty, new Sanitizer([secret])));

        Assert.DoesNotContain(secret, clean, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_ASecretInOneTextOnly_IsGoneWhicheverTextItIs()
    {
        const string secret = "zq7-Secret-Value";
        var dirty = Sample.Json(Sample.Planted(secret));
        var parts = dirty.Split(secret);
        Assert.True(parts.Length > 20);
        Assert.All(Enumerable.Range(1, parts.Length - 1), kept =>
        {
            var json = parts.Index().Skip(1).Aggregate(
                parts[0], (text, part) => $"{text}{(part.Index == kept ? secret : "another value")}{part.Item}");
            var planted = JsonSerializer.Deserialize(json, ProbeFleetJson.Default.ProbeResult)!;
            Assert.Contains(secret, Sample.Json(planted), StringComparison.Ordinal);

            Assert.DoesNotContain(secret, Sample.Json(ResultSanitizer.Clean(planted, new Sanitizer([secret]))), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Clean_CleanResult_IsTheSameObject() => Assert.All(
        [Sample.UntrustedRoot, Sample.RateLimited, Sample.Result()],
        result => Assert.Same(result, ResultSanitizer.Clean(result, new Sanitizer(["sk-not-in-it"]))));

    [Fact]
    public void Clean_HexadecimalRequestId_StaysInTheIdAndGoesFromTheMessage()
    {
        const string id = "0123456789abcdef0123456789abcdef";
        var response = Sample.RateLimited.Response! with
        {
            RequestId = id,
            ErrorMessage = $"Invalid key {id}",
            Headers = new Dictionary<string, string> { ["x-request-id"] = id, ["server"] = id },
        };

        var clean = ResultSanitizer.Clean(Sample.RateLimited with { Response = response }, Sanitizer.PatternsOnly).Response!;

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
        Assert.All([Sample.UntrustedRoot, Sample.RateLimited], result =>
        {
            var clean = ResultSanitizer.Clean(result, new Sanitizer(words));
            Assert.Equal(
                (result.Outcome, result.Break, result.Diagnosis.Cause, result.Route.Name),
                (clean.Outcome, clean.Break, clean.Diagnosis.Cause, clean.Route.Name));
        });
    }

    /// <summary>Every part of every id, instant, number, hash and address of a result, as a secret: the result is still itself.</summary>
    [Fact]
    public void Clean_SecretsThatArePartsOfIdsInstantsNumbersAndAddresses_TouchNone()
    {
        var result = Sample.UntrustedRoot;
        string[] own =
        [
            $"{result.Id}", $"{result.StartedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}", result.Fingerprint.Route,
            result.Fingerprint.Path,
            .. result.Stages.OfType<ConnectEvidence>().SelectMany(
                stage => new[] { stage.Facts?.Local, stage.Facts?.Remote }).OfType<string>(),
        ];
        Assert.All(own, fact => Assert.True(fact.Length >= 8));

        foreach (var fact in own)
        {
            for (var length = 1; length <= 8; length++)
            {
                for (var start = 0; start + length <= fact.Length; start++)
                {
                    var clean = ResultSanitizer.Clean(result, new Sanitizer([new KnownSecret(fact.Substring(start, length), "x-tenant")]));
                    Assert.Equal(
                        (result.Id, result.StartedAt, result.Duration, result.Fingerprint),
                        (clean.Id, clean.StartedAt, clean.Duration, clean.Fingerprint));
                    Assert.Equal(
                        result.Find<ConnectEvidence>()?.Facts?.Remote, clean.Find<ConnectEvidence>()?.Facts?.Remote);
                }
            }
        }
    }

}
