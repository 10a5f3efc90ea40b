using ProbeFleet.Probing.Dns;

namespace ProbeFleet.Probing.Tests.Dns;

public sealed class DnsMessageTests
{
    private const string Question = "03 61 70 69 07 65 78 61 6D 70 6C 65 04 74 65 73 74 00 00 01 00 01";

    [Fact]
    public void Query_WithEdns_IsTheBytesOfTheStandard()
    {
        var query = DnsMessage.Query(0xBEEF, "api.example.test.", DnsRecordType.A, edns: true);

        Assert.Equal(Bytes($"BEEF 0100 0001 0000 0000 0001 {Question} 00 0029 04D0 00000000 0000"), query);
    }

    [Fact]
    public void Query_WithoutEdns_HasNoAdditionalRecord()
    {
        var query = DnsMessage.Query(1, "api.example.test", DnsRecordType.A, edns: false);

        Assert.Equal(Bytes($"0001 0100 0001 0000 0000 0000 {Question}"), query);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("bücher.test")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test")]
    public void Query_NameThatCannotBeAsked_SaysSo(string name)
    {
        var error = Assert.Throws<FormatException>(() => DnsMessage.Query(1, name, DnsRecordType.A, edns: true));

        Assert.Contains("cannot be asked for", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ChainInAnyOrder_IsFollowedFromTheQuestion()
    {
        // edge.test A 192.0.2.7 comes before: alias.test CNAME edge.test, api.example.test CNAME alias.test
        var message = DnsMessage.Read(Bytes($"""
            BEEF 8180 0001 0003 0000 0000 {Question}
            04 65646765 C018  0001 0001 0000003C 0004 C0000207
            05 616C696173 C018  0005 0001 0000001E 0002 C022
            C00C 0005 0001 0000012C 0002 C037
            """));
        var answer = DnsAnswer.From(message);

        Assert.Equal("NOERROR", answer.Rcode);
        Assert.Equal(["alias.test", "edge.test"], answer.Cnames);
        Assert.Equal("192.0.2.7", Assert.Single(answer.Addresses).ToString());
        Assert.Equal(30, answer.TtlSeconds);
    }

    [Fact]
    public void Read_CnameLoop_Ends()
    {
        var answer = DnsAnswer.From(DnsMessage.Read(Bytes($"BEEF 8180 0001 0001 0000 0000 {Question} C00C 0005 0001 0000003C 0002 C00C")));

        Assert.Equal(["api.example.test"], answer.Cnames);
        Assert.Empty(answer.Addresses);
    }

    [Fact]
    public void Read_AddressOfAnotherName_IsNotAnAnswer()
    {
        var message = DnsMessage.Read(Bytes($"BEEF 8180 0001 0001 0000 0000 {Question} C010 0001 0001 0000003C 0004 C0000207"));

        Assert.Empty(DnsAnswer.From(message).Addresses);
    }

    [Fact]
    public void Read_ExtendedRcode_IsPutTogether()
    {
        var message = DnsMessage.Read(Bytes($"BEEF 8180 0001 0000 0000 0001 {Question} 00 0029 04D0 01000000 0000"));

        Assert.Equal("BADVERS", DnsAnswer.From(message).Rcode);
    }

    [Fact]
    public void Read_LabelWithDotsAndControls_IsEscaped()
    {
        var message = DnsMessage.Read(Bytes("0001 8180 0001 0000 0000 0000 04 612E0A5C 04 74657374 00 0001 0001"));

        Assert.Equal(@"a\046\010\092.test", message.QuestionName);
    }

    [Theory]
    [InlineData("BEEF 8180", "in the middle")]
    [InlineData("BEEF 8180 0002 0000 0000 0000", "more than one question")]
    [InlineData("BEEF 8180 0001 0000 0000 0000 C00C 0001 0001", "backwards")]
    [InlineData("BEEF 8180 0001 0000 0000 0000 C0FF 0001 0001", "backwards")]
    [InlineData("BEEF 8180 0001 0000 0000 0000 3F 61", "leaves the message")]
    [InlineData("BEEF 8180 0001 0000 0000 0000 80 61 00", "longer than DNS allows")]
    [InlineData("BEEF 8180 0001 0001 0000 0000 " + Question + " C00C 0001 0001 0000003C 0010 C0000207", "in the middle")]
    [InlineData("BEEF 8180 0001 0001 0000 0000 " + Question + " C00C 0001 0001 0000003C 0002 C000", "2 bytes instead of 4")]
    public void Read_Malformed_SaysWhat(string hex, string expected)
    {
        var error = Assert.Throws<FormatException>(() => DnsMessage.Read(Bytes(hex)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RandomAndMutatedBytes_ThrowNothingButTheFormatException()
    {
        var random = new Random(20261121);
        var valid = Bytes(
            $"BEEF 8180 0001 0002 0000 0001 {Question} "
            + "C00C 0005 0001 0000012C 0002 C010 C010 0001 0001 0000003C 0004 C0000207 00 0029 04D0 01000000 0000");
        for (var round = 0; round < 200_000; round++)
        {
            var bytes = round % 2 == 0 ? new byte[random.Next(80)] : [.. valid[..random.Next(valid.Length + 1)]];
            if (round % 2 == 0)
            {
                random.NextBytes(bytes);
            }

            for (var change = random.Next(4); change > 0 && bytes.Length > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                _ = DnsAnswer.From(DnsMessage.Read(bytes));
            }
            catch (FormatException)
            {
                continue;
            }
        }
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(string.Concat(hex.Where(char.IsAsciiHexDigit)));
}
