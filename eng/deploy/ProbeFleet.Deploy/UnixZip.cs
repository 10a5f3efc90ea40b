using System.Buffers.Binary;

namespace ProbeFleet.Deploy;

/// <summary>
/// Says in a zip's central directory that unix made it. Extractors apply unix modes only then, and .NET on Windows says Windows.
/// Layout: PKWARE APPNOTE 4.3.12 (central directory header) and 4.3.16 (end of central directory).
/// </summary>
internal static class UnixZip
{
    private const uint EndSignature = 0x06054b50;
    private const int EndLength = 22;
    private const int HeaderLength = 46;
    private const byte UnixHost = 3;

    /// <summary>Changes the archive in place and returns it. The archive has no comment and no ZIP64 end record.</summary>
    public static byte[] MarkAsUnix(byte[] zip)
    {
        var end = zip.AsSpan(zip.Length - EndLength);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature)
        {
            throw new InvalidDataException("The archive does not end with an end of central directory record.");
        }

        var entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        var position = (int)BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        for (var entry = 0; entry < entries; entry++)
        {
            var header = zip.AsSpan(position);
            header[5] = UnixHost;
            position += HeaderLength
                + BinaryPrimitives.ReadUInt16LittleEndian(header[28..])
                + BinaryPrimitives.ReadUInt16LittleEndian(header[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        }

        return zip;
    }
}
