using System.Text;

namespace ProbeFleet.Cli.Terminal;

/// <summary>
/// A standard stream of this process, perhaps closed or on a full disk: a write that fails is an <see cref="OutputException"/>.
/// </summary>
/// <param name="writer">The stream's own writer.</param>
/// <param name="name">How messages call the stream.</param>
internal sealed class StandardWriter(TextWriter writer, string name) : TextWriter
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
            throw new OutputException(
                $"{name} cannot be written: {error.Message.TrimEnd('.')}. What it has so far is not whole: free space or write elsewhere, "
                    + "and run the command again.");
        }
    }
}
