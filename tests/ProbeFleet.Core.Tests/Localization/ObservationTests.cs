using ProbeFleet.Core.Localization;

namespace ProbeFleet.Core.Tests.Localization;

public sealed class ObservationTests
{
    [Theory]
    [InlineData("0123456789abcdef", "89abcdef")]
    [InlineData("a.prod.example.com", "a")]
    [InlineData("b.prod.example.com", "b")]
    [InlineData("ip-10-0-0-12.ec2.internal", "0-0-0-12")]
    [InlineData("10.0.0.12", "0.0.0.12")]
    [InlineData(".example", ".example")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void InstanceOf_TheHostsIdOfIt_TellsInstancesApart(string? id, string? expected) =>
        Assert.Equal(expected, Observation.InstanceOf(id));
}
