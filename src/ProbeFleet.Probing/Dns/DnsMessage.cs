using System.Buffers.Binary;
using System.Net;

namespace ProbeFleet.Probing.Dns;

/// <summary>The record types that an address lookup meets (RFC 1035, RFC 3596, RFC 6891).</summary>
internal enum DnsRecordType : ushort
{
    A = 1,
    Cname = 5,
    Aaaa = 28,
    Opt = 41,
}

/// <summary>One record of an answer.</summary>
/// <param name="Name">The owner name.</param>
/// <param name="Type">The type; other numbers than the named ones occur.</param>
/// <param name="Address">For A and AAAA.</param>
/// <param name="Target">For CNAME.</param>
internal sealed record DnsRecord(string Name, DnsRecordType Type, long TtlSeconds, IPAddress? Address, string? Target);

/// <summary>A DNS message as far as an address lookup needs it (RFC 1035 section 4, RFC 6891 for EDNS).</summary>
/// <param name="Rcode">The response code, with the upper bits of an OPT record when there is one.</param>
/// <param name="QuestionName">Null when the message repeats no question: some servers refuse so.</param>
internal sealed record DnsMessage(
    ushort Id, bool IsResponse, bool IsTruncated, int Rcode, string? QuestionName, DnsRecordType QuestionType,
    IReadOnlyList<DnsRecord> Answers)
{
    /// <summary>The UDP payload size that is offered: what DNS Flag Day 2020 agreed on, below any usual fragmentation.</summary>
    public const int UdpPayloadSize = 1232;

    /// <summary>FORMERR.</summary>
    public const int FormatError = 1;

    /// <summary>NOTIMP.</summary>
    public const int NotImplemented = 4;

    private const int HeaderLength = 12;
    private const ushort Internet = 1;

    /// <summary>A query with recursion desired.</summary>
    /// <exception cref="FormatException">The name cannot be written.</exception>
    public static byte[] Query(ushort id, string name, DnsRecordType type, bool edns)
    {
        var wireName = DnsName.Write(name);
        var query = new byte[HeaderLength + wireName.Length + 4 + (edns ? 11 : 0)];
        var span = query.AsSpan();
        BinaryPrimitives.WriteUInt16BigEndian(span, id);
        span[2] = 0x01;
        span[5] = 1;
        span[11] = edns ? (byte)1 : (byte)0;
        wireName.CopyTo(span[HeaderLength..]);
        var question = span[(HeaderLength + wireName.Length)..];
        BinaryPrimitives.WriteUInt16BigEndian(question, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(question[2..], Internet);
        if (edns)
        {
            BinaryPrimitives.WriteUInt16BigEndian(question[5..], (ushort)DnsRecordType.Opt);
            BinaryPrimitives.WriteUInt16BigEndian(question[7..], UdpPayloadSize);
        }

        return query;
    }

    /// <exception cref="FormatException">The bytes are not a DNS message with at most one question. Nothing else is thrown.</exception>
    public static DnsMessage Read(ReadOnlySpan<byte> message)
    {
        Require(message, 0, HeaderLength);
        var position = HeaderLength;
        var (name, type) = UInt16(message, 4) switch
        {
            0 => (null, default),
            1 => ReadQuestion(message, ref position),
            _ => throw new FormatException("The message carries more than one question."),
        };

        // A truncated message may end anywhere: what counts is that TCP has to be asked.
        var truncated = (message[2] & 0x02) != 0;
        var (answers, extendedRcode) = truncated ? ([], 0) : ReadSections(message, position);
        return new(
            Id: UInt16(message, 0),
            IsResponse: (message[2] & 0x80) != 0,
            IsTruncated: truncated,
            Rcode: (message[3] & 0x0F) | (extendedRcode << 4),
            QuestionName: name,
            QuestionType: type,
            Answers: answers);
    }

    private static (string? Name, DnsRecordType Type) ReadQuestion(ReadOnlySpan<byte> message, ref int position)
    {
        var name = DnsName.Read(message, ref position);
        Require(message, position, 4);
        var type = (DnsRecordType)UInt16(message, position);
        position += 4;
        return (name, type);
    }

    private static (IReadOnlyList<DnsRecord> Answers, int ExtendedRcode) ReadSections(ReadOnlySpan<byte> message, int position)
    {
        var answerCount = UInt16(message, 6);
        var others = UInt16(message, 8) + UInt16(message, 10);
        var answers = new List<DnsRecord>();
        var extendedRcode = 0;
        for (var index = 0; index < answerCount + others; index++)
        {
            var record = ReadRecord(message, ref position, out var recordClass);
            if (record.Type is DnsRecordType.Opt)
            {
                extendedRcode = (int)((record.TtlSeconds >> 24) & 0xFF);
            }
            else if (index < answerCount && recordClass == Internet)
            {
                answers.Add(record with { TtlSeconds = record.TtlSeconds > int.MaxValue ? 0 : record.TtlSeconds });
            }
        }

        return (answers, extendedRcode);
    }

    private static DnsRecord ReadRecord(ReadOnlySpan<byte> message, ref int position, out ushort recordClass)
    {
        var name = DnsName.Read(message, ref position);
        Require(message, position, 10);
        var type = (DnsRecordType)UInt16(message, position);
        recordClass = UInt16(message, position + 2);
        var ttl = BinaryPrimitives.ReadUInt32BigEndian(message[(position + 4)..]);
        var length = UInt16(message, position + 8);
        var data = position + 10;
        Require(message, data, length);
        position = data + length;
        var expected = type is DnsRecordType.A ? 4 : 16;
        var isAddress = type is DnsRecordType.A or DnsRecordType.Aaaa;
        if (isAddress && length != expected)
        {
            throw new FormatException($"An address record has {length} bytes instead of {expected}.");
        }

        return new(
            name,
            type,
            ttl,
            isAddress ? new IPAddress(message.Slice(data, length)) : null,
            type is DnsRecordType.Cname ? DnsName.Read(message, ref data) : null);
    }

    private static ushort UInt16(ReadOnlySpan<byte> message, int position) => BinaryPrimitives.ReadUInt16BigEndian(message[position..]);

    private static void Require(ReadOnlySpan<byte> message, int position, int length)
    {
        if (position + length > message.Length)
        {
            throw new FormatException("The message ends in the middle.");
        }
    }
}
