using System.Text;
using System.Text.Json.Serialization.Metadata;
using ProbeFleet.Core.Packets;
using ProbeFleet.Probing;
using ProbeFleet.Probing.Orders;
using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Terminal;

/// <summary>Makes one probe: <see cref="RouteProber.ProbeAsync"/>, or a fake in a test.</summary>
internal delegate Task<ProbeResult> Prober(ProbeRequest request, IProgress<Stage>? progress, CancellationToken cancellationToken);

/// <summary>The streams, clock and other services that a command takes from its process.</summary>
internal sealed record CliSurroundings
{
    /// <summary>The console for human-readable text, wrapped and coloured as the terminal allows.</summary>
    public required IAnsiConsole Output { get; init; }

    /// <summary>The marks that the output's encoding can show.</summary>
    public Glyphs Glyphs => Glyphs.For(Output.Profile.Encoding);

    /// <summary>Standard output for JSON, Markdown and source text: UTF-8, never wrapped.</summary>
    public required TextWriter Raw { get; init; }

    /// <summary>Whether nobody reads standard output any more, as after <c>| head</c>.</summary>
    public Func<bool> IsUnread { get; init; } = () => false;

    /// <summary>Standard error, for notices and usage errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The console that shows progress; null when standard error is redirected.</summary>
    public IAnsiConsole? Progress { get; init; }

    public required TextReader Input { get; init; }

    public required Prober Probe { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Writes text to the console.</summary>
    public void Write(IEnumerable<IRenderable> lines)
    {
        foreach (var line in lines)
        {
            Output.Write(line);
        }
    }

    /// <summary>Writes what a command found: as JSON where <c>--output json</c> asks for it, else as text.</summary>
    /// <param name="type">How it is written in JSON.</param>
    /// <param name="render">How it is written as text.</param>
    public async Task WriteAsync<T>(string output, T found, JsonTypeInfo<T> type, Func<T, IReadOnlyList<IRenderable>> render)
    {
        if (output == "json")
        {
            await Raw.WriteLineAsync(ReadableJson.Of(found, type));
        }
        else
        {
            Write(render(found));
        }
    }

    /// <summary>The composition root of the tool.</summary>
    public static CliSurroundings OfThisProcess()
    {
        // Spectre.Console knows a terminal by its writer, which is the console's.
        Console.SetOut(new StandardWriter(Console.Out, isOutput: true));
        Console.SetError(new StandardWriter(Console.Error, isOutput: false));
        return new()
        {
            Output = ConsoleOver(Console.Out, Console.IsOutputRedirected),
            Raw = new StandardWriter(
                new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true }, isOutput: true)
            {
                NewLine = "\n",
            },
            IsUnread = OutputPipe.HasNoReader,
            Error = Console.Error,
            Progress = Console.IsErrorRedirected ? null : ConsoleOver(Console.Error, isRedirected: false),
            Input = ClosedStreams.IsInputOwn() ? TextReader.Null : Console.In,
            Probe = new RouteProber(new ProbeSurroundings()).ProbeAsync,
        };
    }

    // Spectre.Console decides by TERM alone, even when the output is a file.
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
