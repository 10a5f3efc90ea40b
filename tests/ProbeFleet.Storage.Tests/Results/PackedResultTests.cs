using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Packets;
using ProbeFleet.Storage.Results;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Results;

/// <summary>
/// Results and outlines are packed in their rows: small, readable for as long as the rows are kept, and beside rows of earlier versions.
/// </summary>
public sealed class PackedResultTests
{
    public static TheoryData<int> Healthy => [.. Golden.Index().Where(sample => IsHealthy(sample.Item)).Select(sample => sample.Index)];

    [Theory]
    [MemberData(nameof(Healthy))]
    public void HealthyResult_TakesAtMost1536BytesAndComesBackWhole(int golden)
    {
        var result = Result(new("prod-swedencentral"), new("openai-gpt-4-1-nano"), Noon, golden);

        var row = Row(result);

        Assert.True(RowLimits.BytesOf(row) <= 1536, $"{RowLimits.BytesOf(row)} {Json(result)}");
        Assert.Equal(Json(result), Json(ResultRow.Read(row)));
        Assert.Equal(Text(Observation.From(result)), Text(ResultOutline.Read(row)));
    }

    [Fact]
    public void RowOfAnEarlierVersion_IsRead()
    {
        var result = Result(NewVantage(), Route(0), Noon);
        var row = Row(result);
        row.Remove("Packed");
        TextColumns.Write(row, "Json", Json(result));
        row[ResultOutline.Column] = Text(Observation.From(result));

        Assert.Equal(Json(result), Json(ResultRow.Read(row)));
        Assert.Equal(Text(Observation.From(result)), Text(ResultOutline.Read(row)));
    }

    /// <summary>A stored row needs the dictionary that packed it: one that changes is a new version beside these.</summary>
    [Fact]
    public void Dictionaries_NeverChange()
    {
        Assert.Equal("5ab8f50c0fd8ef0ff19f5cc9fd5ad485353408c1775e84808d276dc9f63ada96", Convert.ToHexStringLower(
            SHA256.HashData(ResultDictionary.Result)));
        Assert.Equal("f96ca57d975495203caa89f8b8f47e754570da4b960057cafba06de48ada0a8b", Convert.ToHexStringLower(
            SHA256.HashData(ResultDictionary.Outline)));
        // As far back as deflate reaches, with as much of the known text.
        Assert.InRange(Math.Max(ResultDictionary.Result.Length, ResultDictionary.Outline.Length), 1, 16 * 1024);
    }

    /// <summary>Made with Python, behind its header: <c>zlib.compressobj(9, zlib.DEFLATED, -15, zdict=dictionary)</c>.</summary>
    [Fact]
    public void PackedByAnotherDeflate_IsRead()
    {
        const string packed =
            "AR0BAACt0LERgCAMBdBd7PF+IpCEOVwgIGxg6e5a2nind3avfrcvzi0FdaYgLJd6tMAuWBTuEf782fdfRymwrYSCXKLNqvY1+N0M"
            + "CwjCzapsEeg1uQqREQ9JY+TpOAE=";
        var row = new TableEntity { [ResultOutline.Column] = Convert.FromBase64String(packed) };

        var outline = ResultOutline.Read(row);

        Assert.Equal(
            ("01a226c5-8a21-7275-8e49-2a70380aa40a", "prod-eu", "req_2701072c9b7d400eb5a8711912f75ff6", ProbeDepth.Completion),
            (outline.Id, $"{outline.Path.Vantage}", outline.RequestId, outline.Path.Depth));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("äöü😀 and so on")]
    public void Text_OfAnyShape_ComesBack(string text)
    {
        var packing = new PackedText(7, "a dictionary"u8);

        Assert.Equal(text, Encoding.UTF8.GetString(packing.Unpack(packing.Pack(Encoding.UTF8.GetBytes(text)), 100)));
        Assert.Equal(text, Encoding.UTF8.GetString(
            new PackedText(7, []).Unpack(new PackedText(7, []).Pack(Encoding.UTF8.GetBytes(text)), 100)));
    }

    [Fact]
    public void Text_BehindWhatIsKnown_IsSmallerAndComesBackWithIt()
    {
        var packing = new PackedText(7, "a dictionary"u8);
        var known = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(number => $"{number:x}")));
        var text = known.AsSpan(0, 5_000).ToArray();

        var packed = packing.Pack(text, known);

        Assert.InRange(packed.Length, 1, 200);
        Assert.Equal(text, packing.Unpack(packed, 5_000, known));
        Assert.Throws<FormatException>(() => packing.Unpack(packed, 5_000));
    }

    [Fact]
    public void Text_LongerThanBelieved_IsRefused()
    {
        var packing = new PackedText(7, "a dictionary"u8);
        var packed = packing.Pack(new byte[20_000_000]);

        Assert.Equal(20_000_000, packing.Unpack(packed, 20_000_000).Length);
        Assert.Contains("0 to 19999999", Assert.Throws<FormatException>(
            () => packing.Unpack(packed, 19_999_999)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_CutInTheMiddle_IsRefused()
    {
        var packing = new PackedText(7, "a dictionary"u8);
        var packed = packing.Pack("a text with a dictionary and some 0123456789 digits"u8);

        Assert.All(Enumerable.Range(0, packed.Length - 2), length => Assert.Throws<FormatException>(
            () => packing.Unpack(packed.AsSpan(0, length), 100)));
    }

    /// <summary>Nothing to say: at depth <c>path</c> a refusal passes too, and a buffered stream passes with a warning.</summary>
    private static bool IsHealthy(ProbeResult result) =>
        result is { Outcome: ProbeOutcome.Passed, Diagnosis.Cause: Cause.Ok, Response: null or { ErrorMessage: null } };

    private static TableEntity Row(ProbeResult result) => ResultRow.Write(
        result, ResultKeys.Partition(result.Vantage.Name, result.StartedAt), ResultKeys.Row(
            result.Route.Name, result.StartedAt, result.Id));

    private static string Text(Observation observation) => JsonSerializer.Serialize(observation, ProbeFleetJson.Default.Observation);
}
