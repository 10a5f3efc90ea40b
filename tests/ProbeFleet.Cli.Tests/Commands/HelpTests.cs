using System.Text.RegularExpressions;
using ProbeFleet.Cli.Terminal;

namespace ProbeFleet.Cli.Tests.Commands;

/// <summary>What --help says of each command: examples that work, options in groups, exit codes, in lines that fit a terminal.</summary>
public sealed partial class HelpTests
{
    private static readonly string[] Groups = ["Which routes", "How to probe", "Which fleet", "Other options"];

    public static TheoryData<string> Commands { get; } =
    [
        "", "probe", "watch", "compare", "packet", "verify", "request", "config", "config check", "config apply", "config show",
        "fleet", "localize", "incidents", "incidents show",
    ];

    [Theory, MemberData(nameof(Commands))]
    public async Task Help_OfEveryCommand_HasExamplesAndExitCodesInShortLines(string command)
    {
        var help = await HelpAsync(command);

        Assert.Contains($"\nUsage:\n  probefleet {command}".TrimEnd(), help, StringComparison.Ordinal);
        Assert.Contains("\nExamples:\n  probefleet ", help, StringComparison.Ordinal);
        Assert.Contains("\n  10                            fault of the connection path", help, StringComparison.Ordinal);
        Assert.All(help.Split('\n').Where(
            line => !line.StartsWith("  probefleet ", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 100));
    }

    [Theory, MemberData(nameof(Commands))]
    public void Example_OfEveryCommand_IsUnderstood(string command)
    {
        foreach (var example in HelpExamples.For(command))
        {
            string[] words = [.. Word.Matches(example.Split('>')[0]).Select(match => match.Value.Trim('"'))];
            var parsed = CommandLine.Root(CliSurroundings.OfThisProcess()).Parse(words.Skip(1).ToArray());

            Assert.Equal("probefleet", words[0]);
            Assert.Empty(parsed.Errors);
            Assert.StartsWith(command, HelpPage.PathOf(parsed.CommandResult.Command), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("config check", "probefleet config check [<FILE>] [options]")]
    [InlineData("config rollback", "probefleet config rollback <VERSION> [options]")]
    public async Task Help_OfAnArgument_SaysWhetherItIsNeeded(string command, string usage) =>
        Assert.Contains($"\n  {usage}\n", await HelpAsync(command), StringComparison.Ordinal);

    [Fact]
    public async Task Help_OfProbe_GroupsEveryOptionOnce()
    {
        var help = await HelpAsync("probe");
        string[] options = [.. Regex.Matches(help, "^  (--[a-z-]+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];

        Assert.Equal(options.Distinct(), options);
        Assert.Equal(26, options.Length);
        Assert.All(Groups, group => Assert.Contains($"\n{group}:\n", help, StringComparison.Ordinal));
        Assert.Contains("\nOther options:\n  --output ", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownCommand_IsToldOnce()
    {
        var run = await CliRun.WithAsync((_, _, _) => throw new InvalidOperationException(), "prob");

        Assert.Equal(ExitCodes.Usage, run.Code);
        Assert.Contains("'prob' was not matched", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Required command", run.Error, StringComparison.Ordinal);
    }

    private static async Task<string> HelpAsync(string command)
    {
        var run = await CliRun.WithAsync(
            (_, _, _) => throw new InvalidOperationException(), [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal((ExitCodes.Healthy, ""), (run.Code, run.Error));
        return run.Output;
    }

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word { get; }
}
