namespace ProbeFleet.Deploy.Tests;

public sealed class VantageAppTests
{
    private const string Apps =
        """
        [{"vantage":"prod-a","app":"func-a","plan":"flex","scmUrl":"https://a.scm.example","url":"https://a.example"},
         {"vantage":"prod-b","app":"func-b","plan":"premium","scmUrl":"https://b.scm.example","url":"https://b.example"},
         {"vantage":"lab","app":"func-lab","plan":"flex","scmUrl":"https://lab.scm.example","url":"https://lab.example"}]
        """;

    [Theory]
    [InlineData(null, "prod-a,prod-b,lab")]
    [InlineData("", "prod-a,prod-b,lab")]
    [InlineData("prod-*", "prod-a,prod-b")]
    [InlineData("lab, prod-b", "prod-b,lab")]
    public void Select_Patterns_ChoosesTheVantages(string? only, string expected) =>
        Assert.Equal(expected, string.Join(',', VantageApp.Select(VantageApp.Read(Apps), only).Select(app => app.Vantage)));

    [Fact]
    public void Select_PatternNamesNoVantage_SaysWhichThereAre()
    {
        var exception = Assert.Throws<HookException>(() => VantageApp.Select(VantageApp.Read(Apps), "prod-*,stage-*"));

        Assert.Equal("--only stage-* names no vantage. There are: prod-a, prod-b, lab.", exception.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""[{"vantage":"a"}]""")]
    [InlineData("""[{"vantage":"a","app":"f","plan":"flex","scmUrl":"relative"}]""")]
    [InlineData("[null]")]
    public void Read_NotTheOutput_SaysToProvision(string? json) =>
        Assert.Contains("azd provision", Assert.Throws<HookException>(() => VantageApp.Read(json)).Message, StringComparison.Ordinal);
}
