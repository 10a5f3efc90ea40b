using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ProbeFleet.Core.Incidents;

/// <summary>Derives IDs from content, so that two judges that see the same make the same ID and nothing is stored or sent twice.</summary>
internal static class DerivedId
{
    /// <summary>Makes a version 7 UUID whose random bits are a hash of the seed.</summary>
    /// <param name="at">The UUID's time, in whole milliseconds.</param>
    public static Guid Derive(DateTimeOffset at, string seed)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 16);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, at.ToUnixTimeMilliseconds());
        time[2..].CopyTo(bytes);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new(bytes, bigEndian: true);
    }
}
