using System.Text.RegularExpressions;
using ProbeFleet.Core.Diagnosis;

namespace ProbeFleet.Core.Tests.Diagnosis;

public sealed class BrowserJudgementTests
{
    private const string Origin = "https://app.example";

    [Theory]
    [InlineData(200, Origin, "authorization,content-type,x-stainless-os", true, "")]
    [InlineData(204, "*", "Authorization, Content-Type, X-Stainless-OS", true, "")]
    [InlineData(200, "*", "*,authorization", true, "")]
    [InlineData(200, "*", "*", false, "authorization")]
    [InlineData(200, "*", "authorization,content-type", false, "x-stainless-os")]
    [InlineData(200, "*", "", false, "authorization, content-type, x-stainless-os")]
    [InlineData(200, "https://other.example", "*,authorization", false, "")]
    [InlineData(200, "https://APP.example", "*,authorization", false, "")]
    [InlineData(200, "https://app.example/", "*,authorization", false, "")]
    [InlineData(200, "https://app.example, *", "*,authorization", false, "")]
    [InlineData(200, "null", "*,authorization", false, "")]
    [InlineData(200, null, "*,authorization", false, "")]
    [InlineData(301, "*", "*,authorization", false, "")]
    [InlineData(401, "*", "*,authorization", false, "")]
    [InlineData(405, null, "", false, "authorization, content-type, x-stainless-os")]
    public void Judge_Answer_IsWhatTheFetchStandardSays(int status, string? origin, string headers, bool allowed, string missing)
    {
        var verdict = BrowserJudgement.Judge(Preflight(status, origin, headers));

        Assert.Equal(allowed, verdict.Allowed);
        Assert.Equal(missing, Regex.Match(string.Join('\n', verdict.Sentences), "Allow-Headers lacks ([a-z, -]*[a-z])").Groups[1].Value);
    }

    [Fact]
    public void Judge_MethodsWithoutPost_DoNotMatter() =>
        Assert.True(BrowserJudgement.Judge(Preflight(200, "*", "*,authorization") with { AllowMethods = ["GET"] }).Allowed);

    [Fact]
    public void Judge_ApiKeyHeader_IsCoveredByTheWildcard() =>
        Assert.True(BrowserJudgement.Judge(Preflight(200, "*", "*") with { RequestedHeaders = ["api-key", "content-type"] }).Allowed);

    [Fact]
    public void Judge_NoAnswer_IsRefusedAndSaysWhy()
    {
        var verdict = BrowserJudgement.Judge(
            Preflight(200, null, "") with { Status = null, Failure = new(FailureKind.Refused, "ConnectionRefused") });

        Assert.False(verdict.Allowed);
        Assert.Equal("The preflight got no answer (ConnectionRefused).", verdict.Sentences[0]);
        Assert.DoesNotContain(verdict.Sentences, sentence => sentence.StartsWith("A browser would refuse", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("*", "*,authorization")]
    [InlineData(null, "")]
    public void Judge_AnyAnswer_SaysThatTheKeyIsLeakedAndWhereTheCallBelongs(string? origin, string headers)
    {
        var sentences = BrowserJudgement.Judge(Preflight(200, origin, headers)).Sentences;

        Assert.Contains(sentences, sentence => sentence.StartsWith("A key in a browser is a leaked key", StringComparison.Ordinal));
        Assert.Equal("Move the call to the server side before diagnosing anything else.", sentences[^1]);
    }

    [Fact]
    public void Judge_WildcardOnly_SaysWhyItIsNotEnough() =>
        Assert.Contains("('*' does not cover authorization)", BrowserJudgement.Judge(Preflight(200, "*", "*")).Sentences[0],
            StringComparison.Ordinal);

    private static PreflightEvidence Preflight(int status, string? origin, string headers) => new()
    {
        Origin = Origin,
        RequestedHeaders = ["authorization", "content-type", "x-stainless-os"],
        Status = status,
        AllowOrigin = origin,
        AllowHeaders = headers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    };
}
