namespace ProbeFleet.Core.Tests.Model;

public sealed class VantagePatternTests
{
    [Theory]
    [InlineData("prod-*", "prod-swedencentral", true)]
    [InlineData("prod-*", "prod-", true)]
    [InlineData("prod-*", "preprod-swedencentral", false)]
    [InlineData("*", "laptop", true)]
    [InlineData("*-swe", "prod-swe", true)]
    [InlineData("*-swe", "prod-swe-2", false)]
    [InlineData("p*d-*we", "prod-swe", true)]
    [InlineData("prod-swe", "prod-swe", true)]
    [InlineData("prod-swe", "Prod-swe", false)]
    [InlineData("prod.swe", "prod-swe", false)]
    public void Pattern_AgainstAName_MatchesTheWholeName(string pattern, string name, bool matches) =>
        Assert.Equal(matches, VantagePattern.Matches(pattern, new VantageName(name)));

    [Theory]
    [InlineData("prod-*", true)]
    [InlineData("*", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("prod?", false)]
    [InlineData("prod/*", false)]
    [InlineData("-prod", false)]
    [InlineData("prod\n", false)]
    public void Pattern_Text_IsValidWhenItCouldMatchAName(string? pattern, bool valid) =>
        Assert.Equal(valid, VantagePattern.IsValid(pattern));

    [Theory]
    [InlineData(new string[0], true)]
    [InlineData(new[] { "laptop", "prod-*" }, true)]
    [InlineData(new[] { "laptop", "test-*" }, false)]
    public void Route_WithPatterns_IsProbedFromMatchingVantages(string[] patterns, bool probed)
    {
        var route = new Route
        {
            Name = new RouteName("openai"),
            Kind = RouteKind.OpenAI,
            BaseUrl = new Uri("https://api.openai.com/v1"),
            Model = "gpt-4.1-nano",
            Credential = new CredentialSource.EnvironmentVariable("OPENAI_API_KEY"),
            Vantages = patterns,
        };

        Assert.Equal(probed, route.IsProbedFrom(new VantageName("prod-swedencentral")));
    }
}
