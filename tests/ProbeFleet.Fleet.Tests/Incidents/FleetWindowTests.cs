using ProbeFleet.Fleet.Incidents;

namespace ProbeFleet.Fleet.Tests.Incidents;

public sealed class FleetWindowTests
{
    [Fact]
    public void Locate_OnlyTheNewestWasRead_NamesThatAsItsWindow()
    {
        var window = new FleetWindow([], [], [], Sample.Noon.AddHours(-3)).Locate(Sample.Noon).Window;

        Assert.Equal((Sample.Noon.AddHours(-3), Sample.Noon), (window.From, window.To));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Locate_ResultsMayBeMissing_SaysSo(bool isPartial) => Assert.Equal(
        isPartial, new FleetWindow([], [], [], Sample.Noon.AddHours(-3)) { IsPartial = isPartial }.Locate(Sample.Noon).IsPartial);
}
