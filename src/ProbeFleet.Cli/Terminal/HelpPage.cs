using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ProbeFleet.Cli.Terminal;

/// <summary>Prints <c>--help</c>: usage, examples first, options grouped by purpose, exit codes.</summary>
internal sealed class HelpPage : SynchronousCommandLineAction
{
    private const int Widest = 100;
    private const int WidestLabel = 30;
    private const string Others = "Other options";

    /// <summary>The groups of options in display order; an option without a group is listed last.</summary>
    private static readonly (string Title, string[] Options)[] Groups =
    [
        ("Which routes", ["--config", "--base-url", "--model", "--kind", "--api-version", "--request", "--http", "--credential", "--route",
            "--input"]),
        ("How to probe",
        [
            "--depth", "--variant", "--idle", "--vantage", "--vantages", "--timeout", "--runtime", "--interpreter", "--baseline",
            "--origin", "--status-page", "--interval", "--count",
        ]),
        ("Which fleet", ["--fleet", "--reason", "--storage", "--url", "--key"]),
        (Others, []),
    ];

    /// <summary>Replaces the parser's own pages of help and version.</summary>
    public static RootCommand AddTo(RootCommand root)
    {
        root.Options.OfType<HelpOption>().Single().Action = new HelpPage();
        var version = root.Options.OfType<VersionOption>().Single();
        version.Action = new VersionPage();
        version.Description = "Show version, commit, runtime and the SDKs that make the calls";
        return root;
    }

    public override int Invoke(ParseResult parseResult)
    {
        foreach (var line in LinesOf(parseResult.CommandResult.Command))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(line);
        }

        return ExitCodes.Healthy;
    }

    /// <summary>A command's words as typed, without the name of the tool.</summary>
    public static string PathOf(Command command) =>
        string.Join(' ', Line(command).Reverse().Where(one => one is not RootCommand).Select(one => one.Name));

    private static IEnumerable<string> LinesOf(Command command) =>
    [
        .. Wrapped(command.Description ?? "", 0),
        "",
        "Usage:",
        $"  {Usage(command)}",
        .. Section("Examples", HelpExamples.For(PathOf(command)).Select(example => $"  {example}")),
        .. Section("Commands", command.Subcommands.SelectMany(one => Row($"{one.Name}{Arguments(one)}", one.Description))),
        .. Section("Arguments", command.Arguments.SelectMany(one => Row($"<{one.Name}>", one.Description))),
        .. Options(command),
        .. Section("Exit codes", ExitCodes.Meanings.SelectMany(meaning => Row($"{meaning.Code}", meaning.Meaning))),
        "",
        "Every command with samples of what it prints: docs/cli.md of the repository.",
        "What a cause means: docs/causes.md, or the page /causes of any vantage.",
    ];

    private static string Usage(Command command)
    {
        string[] parts =
            ["probefleet", PathOf(command), command.Subcommands.Any() ? "[command]" : "", Arguments(command).Trim(), "[options]"];
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    private static string Arguments(Command command) => string.Concat(command.Arguments.Select(
        argument => argument.Arity.MinimumNumberOfValues == 0 ? $" [<{argument.Name}>]" : $" <{argument.Name}>"));

    private static IEnumerable<string> Options(Command command)
    {
        var inherited = Line(command).Skip(1).SelectMany(one => one.Options.Where(option => option.Recursive));
        Option[] all = [.. command.Options.Concat(inherited).Where(one => !one.Hidden)];
        var grouped = Groups.SelectMany(group => group.Options).ToHashSet(StringComparer.Ordinal);
        return Groups.SelectMany(group => Section(
            group.Title,
            (group.Title == Others
                ? all.Where(one => !grouped.Contains(one.Name))
                : group.Options.SelectMany(name => all.Where(one => one.Name == name)))
                .SelectMany(one => Row(Label(one), one.Description))));
    }

    private static string Label(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(alias => alias.StartsWith('-')).Prepend(option.Name));
        return option.HelpName is { } value ? $"{names} <{value}>" : names;
    }

    private static IEnumerable<Command> Line(Command command)
    {
        for (var one = command; one is not null; one = one.Parents.OfType<Command>().FirstOrDefault())
        {
            yield return one;
        }
    }

    private static IEnumerable<string> Section(string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        return all is [] ? [] : ["", $"{title}:", .. all];
    }

    private static IEnumerable<string> Row(string label, string? description)
    {
        string[] text = [.. Wrapped(description ?? "", WidestLabel + 2)];
        return label.Length + 2 > WidestLabel
            ? [$"  {label}", .. text]
            : [$"  {label}".PadRight(WidestLabel + 2) + (text is [var first, ..] ? first.TrimStart() : ""), .. text.Skip(1)];
    }

    private static IEnumerable<string> Wrapped(string text, int indent) => WordWrap.LinesOf(text, Widest - indent)
        .Where(line => line.Length > 0)
        .Select(line => new string(' ', indent) + line);
}
