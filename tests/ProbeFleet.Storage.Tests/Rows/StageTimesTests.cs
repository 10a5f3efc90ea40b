namespace ProbeFleet.Storage.Tests.Rows;

public sealed class StageTimesTests
{
    private static readonly StageTime[] Times =
        [new(Stage.Resolve, TimeSpan.FromMicroseconds(9800)), new(Stage.FirstEvent, TimeSpan.FromMicroseconds(1_234_500))];

    [Fact]
    public void Write_Times_IsReadAgain()
    {
        var text = StageTimes.Write(Times);

        Assert.Equal("resolve=9800 first-event=1234500", text);
        Assert.Equal(Times, StageTimes.Read(text));
    }

    [Fact]
    public void Read_TextOfAnEarlierVersion_IsInMilliseconds() => Assert.Equal(Times, StageTimes.Read("resolve 9.8 first-event 1234.5"));

    [Theory, InlineData(null), InlineData("")]
    public void Read_NoText_IsNoTime(string? text) => Assert.Empty(StageTimes.Read(text));

    [Theory, InlineData("resolve"), InlineData("resolve 9.8 connect"), InlineData("nowhere=1"), InlineData("resolve=-1"),
     InlineData("resolve=NaN"), InlineData("resolve=1=2"), InlineData("resolve=1 connect 2")]
    public void Read_AnythingElse_IsRefused(string text) => Assert.Throws<FormatException>(() => StageTimes.Read(text));
}
