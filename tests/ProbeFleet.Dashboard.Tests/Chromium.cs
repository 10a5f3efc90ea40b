using System.Diagnostics;
using System.Text.Json;

namespace ProbeFleet.Dashboard.Tests;

/// <summary>
/// A real Chromium, driven by browser/checks.mjs: one process for one check, which prints what it found as one line of JSON.
/// </summary>
internal static class Chromium
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private static readonly SemaphoreSlim Installing = new(1);

    public static string Root => Repository.Root;

    public static string Screenshots => Directory.CreateDirectory(Path.Combine(Root, "artifacts", "screenshots")).FullName;

    private static string Folder => Path.Combine(Root, "tests", "ProbeFleet.Dashboard.Tests", "browser");

    private static string? Executable =>
        new[]
        {
            Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
        }.FirstOrDefault(File.Exists);

    /// <summary>Runs a check; fails with what it found.</summary>
    /// <param name="check">The check's name.</param>
    /// <param name="arguments">What it is told.</param>
    /// <returns>What it measured.</returns>
    public static async Task<JsonElement> CheckAsync(string check, IReadOnlyDictionary<string, object?> arguments)
    {
        Assert.SkipWhen(Executable is null, "Chromium is missing: eng/install-lab.sh installs it.");
        await InstallAsync();
        var told = new Dictionary<string, object?>(arguments) { ["executable"] = Executable, ["screenshots"] = Screenshots };
        var (output, errors) = await RunAsync("node", "checks.mjs", check, JsonSerializer.Serialize(told));
        var line = output.Split('\n').LastOrDefault(text => text.StartsWith('{'));
        Assert.True(line is not null, $"{check} ended without a result: {output}{errors}");
        var found = JsonElement.Parse(line!);
        TestContext.Current.TestOutputHelper?.WriteLine(found.GetProperty("figures").GetRawText());
        string?[] failures = [.. found.GetProperty("failures").EnumerateArray().Select(failure => failure.GetString())];
        Assert.True(failures is [], string.Join('\n', failures));
        return found.GetProperty("figures");
    }

    private static async Task InstallAsync()
    {
        await Installing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!Directory.Exists(Path.Combine(Folder, "node_modules", "playwright-core")))
            {
                await RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            }
        }
        finally
        {
            Installing.Release();
        }
    }

    private static async Task<(string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
