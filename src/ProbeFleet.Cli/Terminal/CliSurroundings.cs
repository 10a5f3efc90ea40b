using System.Text;
using ProbeFleet.Core.Model;
using ProbeFleet.Probing;
using ProbeFleet.Probing.Orders;
using Spectre.Console;

namespace ProbeFleet.Cli.Terminal;

/// <summary>Makes one probe: <see cref="RouteProber.ProbeAsync"/>, or a script in a test.</summary>
internal delegate Task<ProbeResult> Prober(ProbeRequest request, IProgress<Stage>? progress, CancellationToken cancellationToken);

/// <summary>What a command takes from the process it runs in.</summary>
internal sealed record CliSurroundings
{
    /// <summary>Text for people, wrapped to the terminal's width and coloured where the terminal wants it.</summary>
    public required IAnsiConsole Output { get; init; }

    /// <summary>The marks that the output's encoding can show.</summary>
    public Glyphs Glyphs => Glyphs.For(Output.Profile.Encoding);

    /// <summary>Standard output for JSON, Markdown and source text: UTF-8, never wrapped.</summary>
    public required TextWriter Raw { get; init; }

    /// <summary>Standard error: notices and usage errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Where progress is shown; null when nobody watches standard error.</summary>
    public IAnsiConsole? Progress { get; init; }

    public required TextReader Input { get; init; }

    public required Prober Probe { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The one place where the tool is put together.</summary>
    public static CliSurroundings OfThisProcess() => new()
    {
        Output = ConsoleOver(Console.Out, Console.IsOutputRedirected),
        Raw = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" },
        Error = Console.Error,
        Progress = Console.IsErrorRedirected ? null : ConsoleOver(Console.Error, isRedirected: false),
        Input = Console.In,
        Probe = new RouteProber(new ProbeSurroundings()).ProbeAsync,
    };

    // Spectre.Console judges by TERM alone, also when the output is a file.
    private static IAnsiConsole ConsoleOver(TextWriter writer, bool isRedirected)
    {
        var isPlain = isRedirected || System.Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
    }
}
