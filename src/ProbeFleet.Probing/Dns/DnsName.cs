using System.Globalization;
using System.Text;

namespace ProbeFleet.Probing.Dns;

/// <summary>Domain names on the wire: length-prefixed labels, and pointers to an earlier place of the message (RFC 1035, 4.1.4).</summary>
internal static class DnsName
{
    private const int MaxLabel = 63;
    private const int MaxWire = 255;
    private const int PointerMark = 0xC0;

    /// <summary>Writes a name, uncompressed.</summary>
    /// <exception cref="FormatException">The name has an empty or too long label, is too long, or is not ASCII.</exception>
    public static byte[] Write(string name)
    {
        var absolute = name.EndsWith('.') ? name[..^1] : name;
        var wire = new List<byte>(absolute.Length + 2);
        foreach (var label in absolute.Split('.'))
        {
            if (label.Length is 0 or > MaxLabel || !Ascii.IsValid(label))
            {
                throw new FormatException($"'{name}' cannot be asked for: each part of a DNS name has 1 to {MaxLabel} ASCII characters.");
            }

            wire.Add((byte)label.Length);
            wire.AddRange(Encoding.ASCII.GetBytes(label));
        }

        wire.Add(0);
        return wire.Count <= MaxWire
            ? [.. wire]
            : throw new FormatException($"'{name}' cannot be asked for: a DNS name has at most {MaxWire} bytes.");
    }

    /// <summary>
    /// Reads the name at a position and moves the position behind it. Characters beyond printable ASCII come back as <c>\DDD</c>.
    /// </summary>
    /// <exception cref="FormatException">The name leaves the message, points forward or to itself, or is too long.</exception>
    public static string Read(ReadOnlySpan<byte> message, ref int position)
    {
        var name = new StringBuilder();
        var at = position;
        var lowestTarget = position;
        var jumped = false;
        for (var wireLength = 1; ;)
        {
            var length = ByteAt(message, at);
            if (length >= PointerMark)
            {
                var target = ((length & ~PointerMark) << 8) | ByteAt(message, at + 1);
                if (target >= lowestTarget)
                {
                    throw new FormatException("A compression pointer does not point backwards.");
                }

                position = jumped ? position : at + 2;
                (jumped, lowestTarget, at) = (true, target, target);
                continue;
            }

            wireLength += length + 1;
            if (length > MaxLabel || wireLength > MaxWire + 1 || at + 1 + length > message.Length)
            {
                throw new FormatException("A name is longer than DNS allows or leaves the message.");
            }

            if (length == 0)
            {
                position = jumped ? position : at + 1;
                return name.ToString();
            }

            AppendLabel(name, message.Slice(at + 1, length));
            at += length + 1;
        }
    }

    private static void AppendLabel(StringBuilder name, ReadOnlySpan<byte> label)
    {
        name.Append(name.Length > 0 ? "." : "");
        foreach (var value in label)
        {
            _ = value is > 0x20 and < 0x7F and not (byte)'.' and not (byte)'\\'
                ? name.Append((char)value)
                : name.Append(CultureInfo.InvariantCulture, $"\\{value:D3}");
        }
    }

    private static int ByteAt(ReadOnlySpan<byte> message, int position) =>
        position < message.Length ? message[position] : throw new FormatException("A name leaves the message.");
}
