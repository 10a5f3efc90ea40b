using System.ComponentModel;
using System.Diagnostics;

namespace ProbeFleet.Deploy;

/// <summary>A command-line tool that a hook runs.</summary>
/// <param name="Program">Name on the path, or full path.</param>
/// <param name="Install">Where to get it, for the error.</param>
internal sealed record Tool(string Program, string Install)
{
    /// <summary>The Azure Developer CLI.</summary>
    public static Tool Azd { get; } = new("azd", "https://aka.ms/azd-install");

    /// <summary>The .NET SDK.</summary>
    public static Tool Dotnet { get; } = new("dotnet", "https://dotnet.microsoft.com/download");

    /// <summary>No further environment variables.</summary>
    public static IReadOnlyDictionary<string, string> NoVariables { get; } = new Dictionary<string, string>();

    /// <summary>Runs to the end and returns its standard output. Standard error goes to the hook's own.</summary>
    /// <exception cref="HookException">
    /// It is not installed, or ended with another code than 0. Its output is never part of the message: it may be a token.
    /// </exception>
    public async Task<string> RunAsync(string folder, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(folder, arguments, NoVariables, readsErrors: false);
        var output = await ReadAsync(
            process, process.StandardOutput.ReadToEndAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return process.ExitCode == 0
            ? output
            : throw new HookException($"`{Path.GetFileName(Program)} {string.Join(' ', arguments)}` ended with code {process.ExitCode}.");
    }

    /// <summary>Runs to the end, whatever the end is, with further environment variables.</summary>
    /// <exception cref="HookException">It is not installed.</exception>
    public async Task<ToolRun> TryAsync(
        string folder, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        using var process = Start(folder, arguments, variables, readsErrors: true);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await ReadAsync(
            process, process.StandardOutput.ReadToEndAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return new ToolRun(process.ExitCode, output, await errors.ConfigureAwait(false));
    }

    private Process Start(string folder, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, bool readsErrors)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = readsErrors,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new HookException($"{Program} cannot be started. Install it: {Install}");
        }
    }

    private static async Task<string> ReadAsync(Process process, Task<string> output, CancellationToken cancellationToken)
    {
        try
        {
            var text = await output.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return text;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
