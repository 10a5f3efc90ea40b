using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ProbeFleet.Probing.Runtimes;

/// <summary>What a child process wrote, each at most a bound.</summary>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">The beginning of its standard error.</param>
/// <param name="ExitCode">Its exit code; null when it was ended from here.</param>
internal sealed record ChildOutput(string Output, string Error, int? ExitCode);

/// <summary>Runs a program with a text on its standard input, until it ends or the caller's time is over: then it and its children are killed.</summary>
internal static class ChildRun
{
    private const int MostOutput = 1024 * 1024;
    private const int MostError = 4 * 1024;

    /// <summary>Runs it. Its end, whatever that is, is the answer.</summary>
    /// <exception cref="RuntimeException">It cannot be started.</exception>
    public static async Task<ChildOutput> RunAsync(ProcessStartInfo start, string input, CancellationToken cancellationToken)
    {
        using var process = Start(start);
        await using var killing = cancellationToken.Register(() => Kill(process)).ConfigureAwait(false);
        var output = ReadAsync(process.StandardOutput, MostOutput, () => Kill(process));
        var error = ReadAsync(process.StandardError, MostError, null);
        await WriteAsync(process, input).ConfigureAwait(false);
        var (written, complaint) = (await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return new(written, complaint, cancellationToken.IsCancellationRequested ? null : process.ExitCode);
    }

    private static Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardInputEncoding = start.StandardOutputEncoding = start.StandardErrorEncoding = new UTF8Encoding(false);
        start.UseShellExecute = false;
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            throw new RuntimeException($"{start.FileName} cannot be started ({error.Message})");
        }
    }

    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all: what it wrote says why.
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, int most, Action? atMost)
    {
        var (text, buffer) = (new StringBuilder(), new char[8192]);
        int count;
        while ((count = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            text.Append(buffer, 0, Math.Min(count, most - text.Length));
            if (text.Length == most)
            {
                atMost?.Invoke();
            }
        }

        return text.ToString();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }
}
