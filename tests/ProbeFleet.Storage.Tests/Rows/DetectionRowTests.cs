using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization.Detection;
using ProbeFleet.Storage.Incidents;

namespace ProbeFleet.Storage.Tests.Rows;

public sealed class DetectionRowTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(100, 100)]
    [InlineData(2_000, 1_500)]
    public void Write_LargeFleetThatFlaps_KeepsWhatARowHasRoomFor(int groups, int most)
    {
        DateTimeOffset[] times = [.. Enumerable.Range(0, 4).Select(minute => Noon.AddMinutes(minute))];
        var state = new DetectionState(Noon, Enumerable.Range(0, groups).ToDictionary(
            number => $"cell:{new string('v', 60)}{number} → {new string('r', 60)}@Completion",
            number => new GroupState { Level = number, IsFailing = number < 10, Opened = times, Incidents = times }))
        {
            Cleared = Enumerable.Range(0, 2 * groups).ToDictionary(
                number => $"{new string('v', 60)}{number} → {new string('r', 60)}", number => Noon.AddSeconds(number)),
        };

        var read = DetectionRow.Read(DetectionRow.Write(state));

        Assert.InRange(read.Groups.Count, Math.Min(groups, 300), most);
        Assert.Equal(10, read.Groups.Values.Count(group => group.IsFailing));
        Assert.Equal(read.Cleared.Values.Max(), Noon.AddSeconds((2 * groups) - 1));
    }
}
