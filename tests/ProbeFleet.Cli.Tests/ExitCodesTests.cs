using ProbeFleet.Cli.Commands;
using ProbeFleet.Cli.Terminal;
using ProbeFleet.Fleet.OnDemand;

namespace ProbeFleet.Cli.Tests;

public sealed class ExitCodesTests
{
    [Theory]
    [InlineData(Owner.ConnectionPath, 10)]
    [InlineData(Owner.Authentication, 11)]
    [InlineData(Owner.Quota, 12)]
    [InlineData(Owner.ApiServer, 13)]
    [InlineData(Owner.RouteProvider, 14)]
    [InlineData(Owner.Configuration, 15)]
    [InlineData(Owner.Unknown, 19)]
    public void FailedProbe_ByItsOwner_HasItsCode(Owner owner, int code) => Assert.Equal(code, ExitCodes.Worst([Failed(owner)]));

    [Fact]
    public void PassedProbes_Together_AreZero() => Assert.Equal(0, ExitCodes.Worst([Sample.Passed(), Sample.Passed("other")]));

    [Fact]
    public void SeveralOwners_OneTakenAwayAfterAnother_FollowTheOrderOfTheContract()
    {
        Owner[] worstFirst =
        [
            Owner.ConnectionPath,
            Owner.RouteProvider,
            Owner.ApiServer,
            Owner.Authentication,
            Owner.Quota,
            Owner.Configuration,
            Owner.Unknown,
        ];

        var codes = Enumerable.Range(0, worstFirst.Length)
            .Select(taken => ExitCodes.Worst([Sample.Passed(), .. worstFirst.Skip(taken).Reverse().Select(Failed)]));

        Assert.Equal([10, 14, 13, 11, 12, 15, 19], codes);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 19)]
    public void FleetsProbes_AllPassedThatCanBeRead_AreHealthyOnlyWhenAllCan(int unreadable, int code)
    {
        var (lab, at) = (Sample.Passed(), Sample.Passed().StartedAt);
        RequestStatus status = new(
            lab.Id, at, at, null, [lab.Route.Name], IsFinished: true, [new(lab.Vantage.Name, VantageAnswer.Answered, 1)], [lab])
        {
            Unreadable = unreadable,
        };

        Assert.Equal(code, FleetProbe.CodeOf(status));
    }

    private static ProbeResult Failed(Owner owner) =>
        Sample.Inspected() with { Diagnosis = Sample.Inspected().Diagnosis with { Owner = owner } };
}
