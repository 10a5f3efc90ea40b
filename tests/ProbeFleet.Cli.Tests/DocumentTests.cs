namespace ProbeFleet.Cli.Tests;

/// <summary>The samples of docs/cli.md are what the tool prints: each is the golden text of its name.</summary>
public sealed class DocumentTests
{
    [Theory]
    [InlineData("compare")]
    [InlineData("config-check")]
    [InlineData("fleet")]
    [InlineData("fleet-slow")]
    [InlineData("incident")]
    [InlineData("incidents")]
    [InlineData("localize-doubt")]
    [InlineData("tls-inspection")]
    public void Sample_InTheDocument_IsTheGoldenText(string golden)
    {
        var document = Repository.Read("docs/cli.md");
        var text = Repository.Read(Golden.PathOf(golden));

        Assert.Contains($"```\n{text.Trim()}\n```", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_NamesEveryCommandAndOption()
    {
        var document = Repository.Read("docs/cli.md");
        string[] commands =
        [
            "probe", "watch", "compare", "packet", "verify", "request", "config check", "config apply", "config show", "config history",
            "config rollback",
            "fleet", "localize", "incidents", "incidents show",
        ];
        foreach (var command in commands)
        {
            var help = await CliRun.WithAsync((_, _, _) => throw new InvalidOperationException(), [.. command.Split(' '), "--help"]);

            Assert.Contains($"probefleet {command}", document, StringComparison.Ordinal);
            var options = System.Text.RegularExpressions.Regex.Matches(
                help.Output, "^  (--[a-z-]+)", System.Text.RegularExpressions.RegexOptions.Multiline);
            Assert.All(
                options.Select(match => match.Groups[1].Value).Where(option => option is not "--version"),
                option => Assert.Contains(option, document, StringComparison.Ordinal));
        }
    }
}
