using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Storage.Requests;

namespace ProbeFleet.Fleet.Tests.OnDemand;

public sealed class RequestStatusTests
{
    private static readonly RequestProgress Progress = new(
        new()
        {
            Id = Guid.CreateVersion7(Sample.Noon),
            CreatedAt = Sample.Noon,
            Deadline = Sample.Noon.AddMinutes(2),
            Routes = [new("lab")],
            Vantages = [new("done"), new("busy"), new("silent")],
        },
        [
            new(new VantageName("done"), "one", Sample.Noon, Sample.Noon.AddSeconds(3)),
            new(new VantageName("busy"), "two", Sample.Noon, null),
        ],
        [Sample.Result(vantage: Lab.VantageNamed("done")), Sample.Result(vantage: Lab.VantageNamed("busy"))],
        []);

    [Fact]
    public void BeforeDeadline_SilentVantage_IsWaitedFor()
    {
        var status = RequestStatus.From(Progress, Sample.Noon.AddSeconds(119));

        Assert.Equal([VantageAnswer.Answered, VantageAnswer.Working, VantageAnswer.Waiting], status.Vantages.Select(part => part.Answer));
        Assert.Equal([1, 1, 0], status.Vantages.Select(part => part.Results));
        Assert.False(status.IsFinished);
    }

    [Fact]
    public void AfterDeadline_SilentVantage_IsAbsent()
    {
        var status = RequestStatus.From(Progress, Sample.Noon.AddSeconds(120));

        Assert.Equal([VantageAnswer.Answered, VantageAnswer.Incomplete, VantageAnswer.Absent], status.Vantages.Select(part => part.Answer));
        Assert.True(status.IsFinished);
    }

    [Theory]
    [InlineData(119, VantageAnswer.Working)]
    [InlineData(120, VantageAnswer.Incomplete)]
    public void RowThatCannotBeRead_IsCountedAndItsVantageIsNotAbsent(int seconds, VantageAnswer answer)
    {
        var status = RequestStatus.From(
            Progress with { Unreadable = [new("id", "silent", "It is spoiled."), new("id", "done|probe", "It is spoiled.")] },
            Sample.Noon.AddSeconds(seconds));

        Assert.Equal((2, answer), (status.Unreadable, status.Vantages[2].Answer));
    }
}
