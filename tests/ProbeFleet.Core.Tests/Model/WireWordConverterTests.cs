using System.Text.Json;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Core.Tests.Model;

/// <summary>Enum members in JSON: their words and nothing else.</summary>
public sealed class WireWordConverterTests
{
    [Theory]
    [InlineData("\"connect\"", true)]
    [InlineData("\"Connect\"", false)]
    [InlineData("\"connection\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("3", false)]
    [InlineData("\"3\"", false)]
    [InlineData("null", false)]
    [InlineData("{}", false)]
    public void Read_OfAWordOrAnythingElse_TakesTheWordOnly(string json, bool isTaken)
    {
        Stage Read() => JsonSerializer.Deserialize(json, ProbeFleetJson.Default.Stage);

        if (isTaken)
        {
            Assert.Equal(Stage.Connect, Read());
        }
        else
        {
            Assert.Contains("Stage", Assert.Throws<JsonException>(() => Read()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_OfEachCause_IsReadAgain()
    {
        foreach (var cause in Enum.GetValues<Cause>())
        {
            var json = JsonSerializer.Serialize(cause, ProbeFleetJson.Default.Cause);

            Assert.Equal($"\"{WireWord.Of(cause)}\"", json);
            Assert.Equal(cause, JsonSerializer.Deserialize(json, ProbeFleetJson.Default.Cause));
        }
    }
}
