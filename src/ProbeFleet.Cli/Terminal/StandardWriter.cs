using System.Text;

namespace ProbeFleet.Cli.Terminal;

/// <summary>
/// A standard stream of this process, perhaps closed or on a full disk. What cannot be written to standard output is an
/// <see cref="OutputException"/>; of standard error nobody can be told, and the result does not depend on it.
/// </summary>
/// <param name="writer">The stream's own writer.</param>
internal sealed class StandardWriter(TextWriter writer, bool isOutput) : TextWriter
{
    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => Try(() => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => writer.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => writer.Write(value));

    public override void Flush() => Try(writer.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!isOutput)
            {
                return;
            }

            throw new OutputException(
                $"Standard output cannot be written: {error.Message.TrimEnd('.')}. What it has so far is not whole: free space or write "
                    + "elsewhere, and run the command again.");
        }
    }
}

/// <summary>Standard output cannot be written, such as on a full disk; the message says so and what to do.</summary>
internal sealed class OutputException(string message) : Exception(message);
