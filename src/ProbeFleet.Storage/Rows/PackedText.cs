using System.Buffers.Binary;
using System.IO.Compression;

namespace ProbeFleet.Storage.Rows;

/// <summary>
/// Texts of one shape in few bytes: raw deflate (RFC 1951) that begins behind a dictionary which both sides know, so that a text takes what
/// differs from it. In front are the dictionary's number, one byte, and the text's length, four bytes, little-endian. No other row is needed to read it.
/// </summary>
internal sealed class PackedText
{
    private const int HeaderBytes = 1 + sizeof(int);
    private const int MostKnown = 16 * 1024;

    private readonly byte _version;
    private readonly byte[] _dictionary;

    /// <param name="version">The dictionary's number: what is packed with one is read with that one only.</param>
    /// <param name="dictionary">At most 16 KiB: with what is known besides, as far back as deflate reaches. The most usual last.</param>
    public PackedText(byte version, ReadOnlySpan<byte> dictionary)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dictionary.Length, 16 * 1024, nameof(dictionary));
        _version = version;
        _dictionary = dictionary.ToArray();
    }

    /// <summary>Packs a text.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="known">What whoever unpacks it has at hand and the text repeats; at most 16 KiB of it are used.</param>
    public byte[] Pack(ReadOnlySpan<byte> text, ReadOnlySpan<byte> known = default)
    {
        using var target = new MemoryStream(_dictionary.Length + text.Length);
        long begin;
        using (var deflate = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            // After a flush the next block begins on a byte and refers to what came before by distance only: whatever said that is as good.
            deflate.Write(_dictionary);
            deflate.Write(Used(known));
            deflate.Flush();
            begin = target.Length;
            deflate.Write(text);
        }

        var packed = new byte[HeaderBytes + (int)(target.Length - begin)];
        packed[0] = _version;
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1), text.Length);
        target.GetBuffer().AsSpan((int)begin, packed.Length - HeaderBytes).CopyTo(packed.AsSpan(HeaderBytes));
        return packed;
    }

    /// <summary>Gives a packed text back.</summary>
    /// <param name="packed">What somebody stored.</param>
    /// <param name="mostBytes">The longest text that is believed: a few bytes can unfold to millions.</param>
    /// <param name="known">What was known when it was packed.</param>
    /// <exception cref="FormatException">It is no packed text, a longer one, or another version's.</exception>
    public byte[] Unpack(ReadOnlySpan<byte> packed, int mostBytes, ReadOnlySpan<byte> known = default)
    {
        if (packed.Length <= HeaderBytes)
        {
            throw new FormatException("The packed text is too short.");
        }

        if (packed[0] != _version)
        {
            throw new FormatException($"The text is packed in way {packed[0]}, and this version reads {_version}: update it.");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(packed[1..]);
        if (length < 0 || length > mostBytes)
        {
            throw new FormatException($"The packed text is to have {length} bytes; it has 0 to {mostBytes}.");
        }

        known = Used(known);

        // Before it, a block that is not the last and not compressed: 0, the length, and the length's complement, little-endian.
        var before = (ushort)(_dictionary.Length + known.Length);
        using var source = new MemoryStream(
            [0, (byte)before, (byte)(before >> 8), (byte)~before, (byte)(~before >> 8), .. _dictionary, .. known, .. packed[HeaderBytes..]], writable: false);
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
