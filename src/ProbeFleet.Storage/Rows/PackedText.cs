using System.Buffers.Binary;
using System.IO.Compression;

namespace ProbeFleet.Storage.Rows;

/// <summary>
/// Packs texts of one shape with raw deflate (RFC 1951) and a dictionary that both sides know, so that only what differs takes space. A
/// header holds the dictionary's number, one byte, and the text's length, four bytes, little-endian. No other row is needed to read it.
/// </summary>
/// <param name="version">The dictionary's number: a text is unpacked with the dictionary that packed it.</param>
/// <param name="dictionary">At most 16 KiB, the most common last; with the known text this is as far back as deflate reaches.</param>
internal sealed class PackedText(byte version, ReadOnlySpan<byte> dictionary)
{
    private const int HeaderBytes = 1 + sizeof(int);
    private const int MostKnown = 16 * 1024;

    private readonly byte[] _dictionary = dictionary.ToArray();

    /// <param name="text">UTF-8.</param>
    /// <param name="known">What whoever unpacks it has at hand and the text repeats; at most 16 KiB of it are used.</param>
    public byte[] Pack(ReadOnlySpan<byte> text, ReadOnlySpan<byte> known = default)
    {
        using var target = new MemoryStream(_dictionary.Length + text.Length);
        long begin;
        using (var deflate = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            // After a flush the next block begins on a byte and refers back by distance only, so the same bytes from anywhere will do.
            deflate.Write(_dictionary);
            deflate.Write(Used(known));
            deflate.Flush();
            begin = target.Length;
            deflate.Write(text);
        }

        var packed = new byte[HeaderBytes + (int)(target.Length - begin)];
        packed[0] = version;
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1), text.Length);
        target.GetBuffer().AsSpan((int)begin, packed.Length - HeaderBytes).CopyTo(packed.AsSpan(HeaderBytes));
        return packed;
    }

    /// <param name="mostBytes">The longest text to accept, since a few bytes can unpack to millions.</param>
    /// <param name="known">The known text that was used when packing.</param>
    /// <exception cref="FormatException">It is not a packed text, is longer, or is another version's.</exception>
    public byte[] Unpack(ReadOnlySpan<byte> packed, int mostBytes, ReadOnlySpan<byte> known = default)
    {
        if (packed.Length <= HeaderBytes)
        {
            throw new FormatException("The packed text is too short.");
        }

        if (packed[0] != version)
        {
            throw new FormatException($"The text is packed in way {packed[0]}, and this version reads {version}: update it.");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(packed[1..]);
        if (length < 0 || length > mostBytes)
        {
            throw new FormatException($"The packed text is to have {length} bytes; it has 0 to {mostBytes}.");
        }

        known = Used(known);

        // A stored block that is not the last comes first: 0, the length, and the length's complement, little-endian.
        var before = (ushort)(_dictionary.Length + known.Length);
        using var source = new MemoryStream(
            [0, (byte)before, (byte)(before >> 8), (byte)~before, (byte)(~before >> 8), .. _dictionary, .. known, .. packed[HeaderBytes..]],
            writable: false);
        using var inflate = new DeflateStream(source, CompressionMode.Decompress);
        try
        {
            var text = new byte[length];
            inflate.ReadExactly(new byte[before]);
            inflate.ReadExactly(text);
            return text;
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new FormatException("The packed text is broken.");
        }
    }

    private static ReadOnlySpan<byte> Used(ReadOnlySpan<byte> known) => known[..Math.Min(known.Length, MostKnown)];
}
