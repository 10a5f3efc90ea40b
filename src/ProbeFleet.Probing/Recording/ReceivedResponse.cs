using System.Buffers;

namespace ProbeFleet.Probing.Recording;

/// <summary>A response's head, and the part of its body that has been read.</summary>
internal sealed class ReceivedResponse
{
    public const int KeptBodyBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _body = new();
    private bool? _isEncoded;

    public required int Status { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The requested stream; null where none was requested, or where an error came instead.</summary>
    public StreamWatch? Stream { get; init; }

    /// <summary>Whether another process has decompressed what is appended.</summary>
    public bool IsDecoded { get; init; }

    /// <summary>The number of bytes read, kept or not.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>Whether the body's end was seen.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The kept beginning of the body, decompressed.</summary>
    public DecodedBody Read() => BodyDecoder.Decode(_body.WrittenMemory, Encoding);

    /// <summary>Whether the last event of a stream has come: nothing after it is read.</summary>
    public bool HasLastEvent => Stream is { Reader.HasEnded: true };

    /// <summary>Takes the next bytes in. Of a stream's events nothing is kept.</summary>
    /// <param name="waited">Whether they had to be waited for.</param>
    /// <param name="size">How many came, where another process has decoded or shortened them; null for these.</param>
    public void Append(ReadOnlySpan<byte> bytes, bool waited, long? size = null)
    {
        BodyBytes += size ?? bytes.Length;
        if (Stream is { } stream && !IsEncoded)
        {
            stream.OnRead(bytes, size ?? bytes.Length, waited);
            if (stream.HasEvents)
            {
                _body.ResetWrittenCount();
                return;
            }
        }
        else
        {
            Stream?.OnCompressed(bytes.Length);
        }

        var room = KeptBodyBytes - _body.WrittenCount;
        _body.Write(bytes[..Math.Min(room, bytes.Length)]);
    }

    /// <summary>Marks the body's end. A compressed stream is read only now, so its times are not those that its reader would see.</summary>
    public void Complete()
    {
        if (IsComplete)
        {
            return;
        }

        IsComplete = true;
        if (IsEncoded && Stream is { } stream && Read().Text is { } text)
        {
            stream.OnRead(System.Text.Encoding.UTF8.GetBytes(text), 0, waited: true);
        }

        Stream?.OnEnd();
    }

    /// <summary>The value of a header, whatever the case of its name; null when there is none.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private string? Encoding => IsDecoded ? null : Header("content-encoding");

    private bool IsEncoded =>
        _isEncoded ??= Encoding is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase);
}
