using System.Diagnostics;

namespace ProbeFleet.Cli.Tests;

/// <summary>A process that ran to its end.</summary>
internal sealed record ChildProcess(int Code, string Output, string Error)
{
    public static string Tool { get; } = Path.Combine(AppContext.BaseDirectory, "probefleet.dll");

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
    public static Task<ChildProcess> ProbeFleetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Tool, .. arguments]) { WorkingDirectory = folder };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PROBEFLEET_", StringComparison.Ordinal) || name.EndsWith("API_KEY", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        return RunAsync(start, TestContext.Current.CancellationToken);
    }
}
