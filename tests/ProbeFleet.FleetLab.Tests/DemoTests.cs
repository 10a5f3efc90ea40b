using System.Diagnostics;
using System.Globalization;
using ProbeFleet.Azurite;

namespace ProbeFleet.FleetLab.Tests;

/// <summary>What <c>eng/demo.sh</c> runs, as it runs it.</summary>
public sealed class DemoTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_ToItsEnd_ShowsBothFaultsAndLeavesNothingRunning()
    {
        using var demo = await StartAsync();
        var reading = demo.StandardOutput.ReadToEndAsync(Stop);
        var started = await DescendantsAsync(demo);
        var text = await reading;
        await demo.WaitForExitAsync(Stop);

        Assert.True(demo.ExitCode == 0, text);
        Assert.Equal(3, text.Split('\n').Count(line => line.Contains("answered, 3 results", StringComparison.Ordinal)));
        Assert.Contains("4 of 9 paths", text, StringComparison.Ordinal);
        Assert.True(text.Split('\n').Count(line => line.EndsWith(": closed by verification", StringComparison.Ordinal)) >= 2, text);
        Assert.DoesNotContain(started, IsRunning);
    }

    [Fact]
    public async Task Demo_Interrupted_StopsWhatItStarted()
    {
        using var demo = await StartAsync();
        var started = await DescendantsAsync(demo);
        using (var interrupt = Process.Start("kill", ["-TERM", demo.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await interrupt.WaitForExitAsync(Stop);
        }

        var text = await demo.StandardOutput.ReadToEndAsync(Stop);
        await demo.WaitForExitAsync(Stop);

        Assert.True(demo.ExitCode == 130, text);
        Assert.DoesNotContain(started, IsRunning);
    }

    private static async Task<Process> StartAsync()
    {
        var (azurite, missing) = await AzuriteInstallation.FindAsync(Stop);
        Assert.SkipWhen(azurite is null, missing ?? "");
        return Process.Start(new ProcessStartInfo("dotnet", [BuiltApp.Lab, "demo"]) { RedirectStandardOutput = true })!;
    }

    /// <summary>The processes below the demo, once its three vantages are among them.</summary>
    private static Task<List<int>> DescendantsAsync(Process demo) => Waiting.ForAsync(
        "the vantages",
        () => Task.FromResult(Below(demo.Id)),
        found => demo.HasExited
            || found.Count(process => CommandLine(process).Contains("ProbeFleet.SelfHost.dll", StringComparison.Ordinal)) >= 3,
        Stop);

    private static List<int> Below(int process)
    {
        List<int> found = [];
        foreach (var child in ChildrenOf(process))
        {
            found.Add(child);
            found.AddRange(Below(child));
        }

        return found;
    }

    private static IEnumerable<int> ChildrenOf(int process)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{process}/task")
                .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static bool IsRunning(int process) => CommandLine(process).Length > 0;
}
