using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ProbeFleet.Probing.Runtimes;

/// <summary>The output of a child process, each stream up to a bound.</summary>
/// <param name="Error">The beginning of its standard error.</param>
/// <param name="ExitCode">Its exit code; null when it was killed.</param>
internal sealed record ChildOutput(string Output, string Error, int? ExitCode);

/// <summary>Runs a program with text on its standard input until it ends or the caller cancels, which kills it and its children.</summary>
internal static class ChildRun
{
    private const int MostOutput = 1024 * 1024;
    private const int MostError = 4 * 1024;

    // A descendant outside the killed process's tree may hold the pipes open; what it could still write is not awaited.
    private static readonly TimeSpan ForThePipes = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs the program, and returns its output however it ends.</summary>
    /// <exception cref="RuntimeException">The program cannot be started.</exception>
    public static async Task<ChildOutput> RunAsync(ProcessStartInfo start, string input, CancellationToken cancellationToken)
    {
        using var process = Start(start);
        using var over = new CancellationTokenSource();
        await using var killing = cancellationToken.Register(() =>
        {
            Kill(process);
            over.CancelAfter(ForThePipes);
        }).ConfigureAwait(false);
        var (output, error) = (new StringBuilder(), new StringBuilder());
        var reading = Task.WhenAll(
            ReadAsync(process.StandardOutput, output, MostOutput, () => Kill(process), over.Token),
            ReadAsync(process.StandardError, error, MostError, null, over.Token));
        try
        {
            await WriteAsync(process, input, over.Token).ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            await process.WaitForExitAsync(over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (IOException)
        {
            Kill(process);
            throw;
        }

        return new(output.ToString(), error.ToString(), cancellationToken.IsCancellationRequested ? null : process.ExitCode);
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

    private static async Task WriteAsync(Process process, string input, CancellationToken over)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), over).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process ended before it had read everything: its output says why.
        }
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder text, int most, Action? atMost, CancellationToken over)
    {
        var buffer = new char[8192];
        int count;
        while ((count = await reader.ReadAsync(buffer, over).ConfigureAwait(false)) > 0)
        {
            text.Append(buffer, 0, Math.Min(count, most - text.Length));
            if (text.Length == most)
            {
                atMost?.Invoke();
            }
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // The process, or a child of it, has already ended or belongs to another user.
        }
    }
}
