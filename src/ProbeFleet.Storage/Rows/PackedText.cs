using System.IO.Compression;

namespace ProbeFleet.Storage.Rows;

/// <summary>
/// Texts of one shape in few bytes: raw deflate (RFC 1951) that begins behind a dictionary which both sides know, so that a text takes what
/// differs from it. One byte in front names the dictionary. No other row is needed to read it.
/// </summary>
internal sealed class PackedText
{
    private readonly byte _version;
    private readonly byte[] _dictionary;
    private readonly byte[] _storedBlock;

    /// <param name="version">The dictionary's number: what is packed with one is read with that one only.</param>
    /// <param name="dictionary">At most 32 KiB, which is as far back as deflate reaches; the most usual last.</param>
    public PackedText(byte version, ReadOnlySpan<byte> dictionary)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dictionary.Length, 32 * 1024, nameof(dictionary));
        _version = version;
        _dictionary = dictionary.ToArray();

        // A block that is not the last and not compressed: 0, the length, and the length's complement, little-endian.
        var length = (ushort)dictionary.Length;
        _storedBlock = [0, (byte)length, (byte)(length >> 8), (byte)~length, (byte)(~length >> 8), .. dictionary];
    }

    /// <summary>Packs a text.</summary>
    /// <param name="text">UTF-8.</param>
    public byte[] Pack(ReadOnlySpan<byte> text)
    {
        using var target = new MemoryStream(_dictionary.Length + text.Length);
        long begin;
        using (var deflate = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            // After a flush the next block begins on a byte and refers to what came before by distance only: whatever said that is as good.
            deflate.Write(_dictionary);
            deflate.Flush();
            begin = target.Length;
            deflate.Write(text);
        }

        return [_version, .. target.GetBuffer().AsSpan((int)begin, (int)(target.Length - begin))];
    }

    /// <summary>Gives a packed text back.</summary>
    /// <param name="packed">What somebody stored.</param>
    /// <param name="mostBytes">The longest text that is believed: a few bytes can unfold to millions.</param>
    /// <exception cref="FormatException">It is no packed text, a longer one, or another version's.</exception>
    public byte[] Unpack(ReadOnlySpan<byte> packed, int mostBytes)
    {
        if (packed is not [var version, .. var rest])
        {
            throw new FormatException("The packed text is empty.");
        }

        if (version != _version)
        {
            throw new FormatException($"The text is packed in way {version}, and this version reads {_version}: update it.");
        }

        using var source = new MemoryStream([.. _storedBlock, .. rest], writable: false);
        using var inflate = new DeflateStream(source, CompressionMode.Decompress);
        var text = new byte[Math.Min(mostBytes, 8 * 1024) + _dictionary.Length];
        try
        {
            var length = 0;
            while (inflate.Read(text.AsSpan(length)) is > 0 and var read)
            {
                length += read;
                if (length - _dictionary.Length > mostBytes)
                {
                    throw new FormatException($"The packed text has more than {mostBytes} bytes.");
                }

                if (length == text.Length)
                {
                    Array.Resize(ref text, Math.Min(text.Length * 2, _dictionary.Length + mostBytes + 1));
                }
            }

            return text[_dictionary.Length..length];
        }
        catch (InvalidDataException)
        {
            throw new FormatException("The packed text is broken.");
        }
    }
}
