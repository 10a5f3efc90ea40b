using ProbeFleet.Cli.Terminal;
using ProbeFleet.Probing.Orders;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Tests;

/// <summary>One command line in this process, with a scripted prober and a console of 80 columns without colour.</summary>
internal sealed record CliRun(int Code, string Output, string Error)
{
    public static Task<CliRun> WithAsync(Prober probe, params string[] arguments) =>
        WithAsync(probe, new Dictionary<string, string>(), arguments);

    public static Task<CliRun> WithAsync(Prober probe, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        WithAsync(probe, environment, "", arguments);

    /// <summary>A command line that probes nothing and reads standard input.</summary>
    public static Task<CliRun> WithInputAsync(string input, params string[] arguments) =>
        WithAsync((_, _, _) => throw new InvalidOperationException(), new Dictionary<string, string>(), input, arguments);

    private static async Task<CliRun> WithAsync(
        Prober probe, IReadOnlyDictionary<string, string> environment, string input, string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(arguments, new CliSurroundings
        {
            Output = Plain(output),
            Raw = output,
            Error = error,
            Input = new StringReader(input),
            Probe = probe,
            Clock = new HastyClock(),
            Environment = environment.GetValueOrDefault,
        });
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>A prober that answers each route with what the script makes of it.</summary>
    public static Prober Scripted(Func<ProbeRequest, ProbeResult> script) => (request, _, _) => Task.FromResult(script(request));

    /// <summary>What a console of a width shows.</summary>
    public static string TextOf(IEnumerable<IRenderable> lines, int width = 80)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var console = Plain(writer, width);
        foreach (var line in lines)
        {
            console.Write(line);
        }

        return writer.ToString().ReplaceLineEndings("\n");
    }

    private static IAnsiConsole Plain(TextWriter writer, int width = 80)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        return console;
    }

    // Pauses are over as soon as they begin, and what limits a call is no pause.
    private sealed class HastyClock : TimeProvider
    {
        private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            dueTime > LongestPause
                ? base.CreateTimer(callback, state, dueTime, period)
                : base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
    }
}
