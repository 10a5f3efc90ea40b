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

    /// <summary>Runs to the end and returns its standard output. Standard error goes to the hook's own.</summary>
    /// <exception cref="HookException">
    /// It is not installed, or ended with another code than 0. Its output is never part of the message: it may be a token.
    /// </exception>
    public async Task<string> RunAsync(string folder, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(Program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            throw new HookException($"{Program} cannot be started. Install it: {Install}");
        }

        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0
                ? output
                : throw new HookException($"`{Path.GetFileName(Program)} {string.Join(' ', arguments)}` ended with code {process.ExitCode}.");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
