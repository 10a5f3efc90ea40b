using System.Buffers.Binary;

namespace ProbeFleet.Storage.Rows;

/// <summary>Ids of UUID version 7 (RFC 9562, section 5.7): the first 48 bits are the Unix time in milliseconds.</summary>
internal static class TimeOrderedId
{
    /// <summary>A row key, the newest first: <c>{reverse ticks}|{id}</c>; null for an ID of another version.</summary>
    public static string? KeyOf(Guid id) => InstantOf(id) is { } made ? $"{KeyPart.Reverse(made)}|{id:D}" : null;

    /// <summary>When the ID was made; null for an ID of another version.</summary>
    public static DateTimeOffset? InstantOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
        return id.Version == 7 && milliseconds < DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }
}
