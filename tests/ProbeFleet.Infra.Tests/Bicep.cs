using System.Diagnostics;

namespace ProbeFleet.Infra.Tests;

/// <summary>One run of the real Bicep compiler.</summary>
/// <param name="ExitCode">0 also with warnings: only <paramref name="Messages"/> tells.</param>
/// <param name="Output">Standard output: the compiled template, where it is asked for.</param>
/// <param name="Messages">Standard error: errors and warnings.</param>
internal sealed record Bicep(int ExitCode, string Output, string Messages)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>Runs the compiler in a folder; skips the running test on a machine that it is not made for.</summary>
    public static async Task<Bicep> RunAsync(string folder, params string[] arguments)
    {
        var compiler = BuildFacts.BicepCompiler;
        Assert.SkipWhen(compiler is null, "The Bicep compiler comes as a package for Linux on x64 only; CI runs these tests there.");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        var start = new ProcessStartInfo(compiler!, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var messages = await process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new Bicep(process.ExitCode, await output, messages.Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Makes or validates the snapshot of one parameter file, for the invented subscription.</summary>
    public static Task<Bicep> SnapshotAsync(string folder, string parameters, string mode) =>
        RunAsync(folder, ["snapshot", parameters, "--mode", mode, .. BuildFacts.SnapshotIds]);
}
