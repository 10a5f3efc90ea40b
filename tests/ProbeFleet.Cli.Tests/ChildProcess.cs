using System.Diagnostics;

namespace ProbeFleet.Cli.Tests;

/// <summary>A process that ran to its end.</summary>
internal sealed record ChildProcess(int Code, string Output, string Error)
{
    /// <summary>
    /// The program under test: the native file that <c>PROBEFLEET_NATIVE</c> names, else the tool in its own output folder
    /// (beside this test it would lack what the test's frameworks bring).
    /// </summary>
    public static IReadOnlyList<string> Tool { get; } =
        Environment.GetEnvironmentVariable("PROBEFLEET_NATIVE") is { Length: > 0 } native
            ? [Path.GetFullPath(native)]
            : BuiltTool;

    /// <summary>The tool in its own output folder.</summary>
    public static IReadOnlyList<string> BuiltTool =>
    [
        "dotnet",
        Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "ProbeFleet.Cli",
            Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "probefleet.dll")),
    ];

    public static async Task<ChildProcess> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Runs the built <c>probefleet</c>.</summary>
    public static Task<ChildProcess> ProbeFleetAsync(string folder, params string[] arguments) =>
        RunAsync(ProbeFleet(folder, arguments), TestContext.Current.CancellationToken);

    /// <summary>The built <c>probefleet</c>, in an environment that says nothing about routes, proxies or vantages.</summary>
    public static ProcessStartInfo ProbeFleet(string folder, params string[] arguments) => Of(Tool, folder, arguments);

    /// <summary>A program in an environment that says nothing about routes, proxies or vantages.</summary>
    public static ProcessStartInfo Of(IReadOnlyList<string> program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program[0], [.. program.Skip(1), .. arguments]) { WorkingDirectory = folder };
        foreach (var name in start.Environment.Keys.Where(IsAmbient).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C.UTF-8";
        return start;
    }

    private static bool IsAmbient(string name) =>
        name.StartsWith("PROBEFLEET_", StringComparison.Ordinal) || name.EndsWith("API_KEY", StringComparison.Ordinal)
        || name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase);
}
