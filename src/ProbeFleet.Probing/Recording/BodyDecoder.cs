using System.IO.Compression;
using System.Text;
using ZstdSharp;

namespace ProbeFleet.Probing.Recording;

/// <summary>A decoded body.</summary>
/// <param name="Text">The text; null when the bytes are compressed and cannot be decompressed.</param>
/// <param name="EncodingIsFalse">Whether the bytes are not what <c>content-encoding</c> says, or are compressed without it.</param>
internal sealed record DecodedBody(string? Text, bool EncodingIsFalse);

/// <summary>Decompresses the kept beginning of a body, whether compression was requested or not, up to a bound.</summary>
internal static class BodyDecoder
{
    /// <summary>The maximum output: a small body can decompress to gigabytes.</summary>
    public const int MostBytes = 256 * 1024;

    private const int MostLayers = 3;

    /// <param name="bytes">The kept beginning of the body; it may be cut anywhere.</param>
    /// <param name="encoding">The <c>content-encoding</c>; null when there is none.</param>
    public static DecodedBody Decode(ReadOnlyMemory<byte> bytes, string? encoding)
    {
        var declared = (encoding ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(layer => !layer.Equals("identity", StringComparison.OrdinalIgnoreCase))
            .Take(MostLayers)
            .ToArray();
        if (declared is [] && Recognize(bytes.Span) is { } unlabelled)
        {
            return new(Decompress(bytes, unlabelled) is { } found ? Text(found) : null, true);
        }

        var decoded = declared.Reverse().Aggregate(
            (ReadOnlyMemory<byte>?)bytes, (layer, name) => layer is { } open ? Decompress(open, name) : null);
        return decoded is { } whole ? new(Text(whole), false)
            : IsText(bytes.Span) ? new(Text(bytes), true)
            : new(null, true);
    }

    private static string? Recognize(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x1f, 0x8b, 8, ..] => "gzip",
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "zstd",
        _ => null,
    };

    /// <summary>Returns the output; null when there is none. A truncated body gives what it has.</summary>
    private static ReadOnlyMemory<byte>? Decompress(ReadOnlyMemory<byte> bytes, string encoding) => encoding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => Read(bytes, compressed => new GZipStream(compressed, CompressionMode.Decompress)),
        "deflate" => Read(bytes, compressed => new ZLibStream(compressed, CompressionMode.Decompress))
            ?? Read(bytes, compressed => new DeflateStream(compressed, CompressionMode.Decompress)),
        "br" => Read(bytes, compressed => new BrotliStream(compressed, CompressionMode.Decompress)),
        "zstd" => Read(bytes, compressed => new DecompressionStream(compressed)),
        _ => null,
    };

    private static ReadOnlyMemory<byte>? Read(ReadOnlyMemory<byte> bytes, Func<Stream, Stream> open)
    {
        if (bytes.IsEmpty)
        {
            return bytes;
        }

        var room = new byte[MostBytes];
        var length = 0;
        try
        {
            using var decompressed = open(new MemoryStream(bytes.ToArray(), writable: false));
            while (length < room.Length && decompressed.Read(room, length, room.Length - length) is > 0 and var count)
            {
                length += count;
            }
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException or ZstdException or EndOfStreamException)
        {
            // What was read before the body was cut or became invalid is kept.
        }

        return length > 0 ? (ReadOnlyMemory<byte>?)room.AsMemory(0, length) : null;
    }

    private static bool IsText(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyInRange((byte)0, (byte)8) < 0 && bytes.IndexOf((byte)0x7f) < 0;

    /// <summary>Bytes that are not UTF-8 become U+FFFD.</summary>
    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
