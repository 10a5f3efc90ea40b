using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace ProbeFleet.Infra.Tests;

/// <summary>Runs eng/infra-checks once, with its mutations, and keeps what each named check found.</summary>
internal static class InfraChecks
{
    public const string NotRun = "the checks ran";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);
    private static readonly Lazy<Report> Found = new(Run);

    /// <summary>The checks, or why there are none.</summary>
    public sealed record Report(IReadOnlyDictionary<string, string[]> Problems, string? Skip = null, string? Failure = null);

    public static Report Result => Found.Value;

    private sealed record Check(string Name, string[] Problems);

    private static Report Run()
    {
        if (!CanRun("node") || !CanRun("bash"))
        {
            return Nothing(skip: "Node.js 20 or later and bash are needed to check infra/ and are not on the path.");
        }

        using var process = Start("bash", [Path.Combine(BuildFacts.Root, "eng/infra-checks/run.sh"), "--json", "--mutations"]);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Deadline))
        {
            process.Kill(entireProcessTree: true);
            return Nothing(failure: $"eng/infra-checks/run.sh did not end within {Deadline.TotalMinutes} minutes.");
        }

        try
        {
            var checks = JsonSerializer.Deserialize<List<Check>>(output.GetAwaiter().GetResult(), JsonSerializerOptions.Web)!;
            return new Report(checks.ToDictionary(check => check.Name, check => check.Problems));
        }
        catch (JsonException)
        {
            return Nothing(failure: $"eng/infra-checks/run.sh gave no results: {errors.GetAwaiter().GetResult()}");
        }
    }

    private static Report Nothing(string? skip = null, string? failure = null) =>
        new(new Dictionary<string, string[]> { [NotRun] = [] }, skip, failure);

    private static bool CanRun(string program)
    {
        try
        {
            using var process = Start(program, ["--version"]);
            process.StandardOutput.ReadToEnd();
            return process.WaitForExit(Deadline) && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
}
