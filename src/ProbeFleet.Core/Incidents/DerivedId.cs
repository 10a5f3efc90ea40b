using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ProbeFleet.Core.Incidents;

/// <summary>Ids that two judges who see the same derive alike, so that neither stores or tells twice.</summary>
internal static class DerivedId
{
    /// <summary>A UUID of version 7 whose random bits are a hash.</summary>
    /// <param name="at">Its time, in whole milliseconds.</param>
    /// <param name="seed">What it is of.</param>
    public static Guid Of(DateTimeOffset at, string seed)
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
