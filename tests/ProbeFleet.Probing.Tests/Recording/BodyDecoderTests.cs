using System.IO.Compression;
using System.Text;
using ProbeFleet.Probing.Recording;
using ZstdSharp;

namespace ProbeFleet.Probing.Tests.Recording;

public sealed class BodyDecoderTests
{
    private const string Text = """{"error":{"message":"no, nein, 不"}}""";

    public static TheoryData<string> Encodings => ["gzip", "x-gzip", "deflate", "br", "zstd", "GZIP", "identity", "gzip, br"];

    [Theory, MemberData(nameof(Encodings))]
    public void Body_InEveryEncoding_IsReadAsTheTextItWas(string encoding) =>
        Assert.Equal(new DecodedBody(Text, false), BodyDecoder.Decode(Compress(Encoding.UTF8.GetBytes(Text), encoding), encoding));

    [Fact]
    public void Body_OfRawDeflate_IsReadThoughTheStandardMeansZlib()
    {
        using var compressed = new MemoryStream();
        using (var stream = new DeflateStream(compressed, CompressionMode.Compress))
        {
            stream.Write(Encoding.UTF8.GetBytes(Text));
        }

        Assert.Equal(Text, BodyDecoder.Decode(compressed.ToArray(), "deflate").Text);
    }

    [Theory, InlineData("gzip"), InlineData("br"), InlineData("deflate"), InlineData("zstd")]
    public void Label_ThatLies_IsTold_AndTheTextIsRead(string encoding) =>
        Assert.Equal(new DecodedBody(Text, true), BodyDecoder.Decode(Encoding.UTF8.GetBytes(Text), encoding));

    [Theory, InlineData("gzip"), InlineData("zstd")]
    public void Compression_ThatIsNotTold_IsRecognized(string encoding) =>
        Assert.Equal(new DecodedBody(Text, true), BodyDecoder.Decode(Compress(Encoding.UTF8.GetBytes(Text), encoding), null));

    [Fact]
    public void Bytes_ThatNobodyCanRead_GiveNoText() => Assert.Null(BodyDecoder.Decode(new byte[] { 0, 1, 2, 3, 0xff }, "br").Text);

    [Fact]
    public void Body_CutAnywhere_GivesWhatItHas()
    {
        var whole = Compress(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000))), "gzip");

        Assert.StartsWith("0123456789", BodyDecoder.Decode(whole.AsMemory(0, whole.Length / 2), "gzip").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Bomb_OfManyMegabytes_IsReadUpToTheBound() =>
        Assert.Equal(BodyDecoder.MostBytes, BodyDecoder.Decode(
            Compress(Encoding.UTF8.GetBytes(new string('a', 50_000_000)), "gzip"), "gzip").Text!.Length);

    private static byte[] Compress(byte[] bytes, string encodings) => encodings.Split(", ").Aggregate(bytes, (plain, encoding) =>
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(compressed, CompressionMode.Compress, leaveOpen: true),
            "deflate" => new ZLibStream(compressed, CompressionMode.Compress, leaveOpen: true),
            "br" => new BrotliStream(compressed, CompressionMode.Compress, leaveOpen: true),
            "zstd" => new CompressionStream(compressed, leaveOpen: true),
            _ => compressed,
        })
        {
            stream.Write(plain);
            stream.Flush();
        }

        return compressed.ToArray();
    });
}
