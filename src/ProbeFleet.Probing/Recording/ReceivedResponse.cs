using System.Buffers;

namespace ProbeFleet.Probing.Recording;

/// <summary>A response's head, and as much of its body as has been read.</summary>
internal sealed class ReceivedResponse
{
    public const int KeptBodyBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _body = new();

    public required int Status { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The bytes that were read, kept or not.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>Whether the body's end was seen.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The kept beginning of the body, decompressed.</summary>
    public DecodedBody Read() => BodyDecoder.Decode(
        _body.WrittenMemory,
        Headers.FirstOrDefault(header => header.Key.Equals("content-encoding", StringComparison.OrdinalIgnoreCase)).Value);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        BodyBytes += bytes.Length;
        var room = KeptBodyBytes - _body.WrittenCount;
        _body.Write(bytes[..Math.Min(room, bytes.Length)]);
    }

    /// <summary>Keeps a beginning that another process has kept, of a body of so many bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes, long all)
    {
        Append(bytes);
        BodyBytes = Math.Max(BodyBytes, all);
    }

    public void Complete() => IsComplete = true;
}
