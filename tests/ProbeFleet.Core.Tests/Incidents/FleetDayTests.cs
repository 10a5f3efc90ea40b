using ProbeFleet.Core.Incidents;

namespace ProbeFleet.Core.Tests.Incidents;

/// <summary>
/// A day of the small fleet, one round and one judgement a minute, every fifth round a completion, with two vantages' clocks wrong:
/// receivers are told of each fault once when it begins and once when it is over, and of nothing else.
/// </summary>
public sealed class FleetDayTests
{
    private const int Day = 24 * 60;

    private readonly FleetStory _story = new() { Ahead = vantage => vantage switch { "swe" => 50, "uks" => -70, _ => 0 } };
    private readonly Random _random = new(7);

    [Fact]
    public void Day_OfBlipsSilenceAndChance_TellsNothing()
    {
        Play(Day, (minute, vantage, route) =>
            minute % 360 is > 60 and < 100 && vantage is "eus" ? Cause.ProbeCancelled
            : minute % 120 == 30 ? Cause.TcpTimeout
            : minute % 120 == 75 && vantage is "swe" ? Cause.DnsServfail
            : minute % 150 == 140 && route is "openai" ? Cause.ServerError
            : null);

        Assert.Empty(_story.Incidents);
    }

    [Fact]
    public void Day_OfFaults_TellsEachOnceWhenItBeginsAndOnceWhenItIsOver()
    {
        Play(Day, (minute, vantage, route) => minute switch
        {
            >= 60 and < 100 => vantage is "swe" ? Cause.DnsServfail : null,
            >= 240 and < 300 => minute % 5 != 0 ? null
                : route is "openai" ? Cause.ServerError : route is "gateway" ? Cause.GatewayUpstreamFailed : null,
            >= 480 and < 510 => route is "aoai-eus" ? Cause.AuthInvalidKey : null,
            >= 700 and < 712 => vantage is "uks" ? Cause.ProxyFailed : null,
            >= 712 and < 730 => vantage is "uks" ? Cause.ProbeCancelled : null,
            >= 730 and < 740 => vantage is "uks" ? Cause.ProxyFailed : null,
            >= 900 and < 1000 => vantage is "eus" && minute % 8 < 4 ? Cause.DnsServfail : null,
            _ => null,
        });

        Assert.Equal(
            [Owner.ConnectionPath, Owner.ApiServer, Owner.Authentication, Owner.ConnectionPath, Owner.ConnectionPath],
            _story.Incidents.Select(incident => incident.Owner));
        Assert.All(_story.Incidents, incident => Assert.Equal(
            [IncidentTransition.Opened, IncidentTransition.Closed],
            _story.Notices.Where(notice => notice.IncidentId == incident.Id).Select(notice => notice.Transition)));
    }

    [Fact]
    public void NewFault_WhileAnOldOneWaitsForASilentVantage_HasAnIncidentOfItsOwn()
    {
        Play(60, (minute, _, route) => minute < 5 ? null : route is "openai" or "gateway" ? Cause.HttpNotApi : null);
        Play(60, (_, vantage, _) => vantage is "eus" ? Cause.ProbeCancelled : null);
        var waiting = Assert.Single(_story.Open);

        Play(20, (_, vantage, _) => vantage switch { "eus" => Cause.ProbeCancelled, "swe" => Cause.DnsServfail, _ => null });

        Assert.Equal(2, _story.Open.Count());
        Assert.Equal(waiting.Component, _story.Open.First().Component);
        Play(40, (_, _, _) => null);
        Assert.Empty(_story.Open);
        Assert.Equal(2, _story.Notices.Count(notice => notice.Transition is IncidentTransition.Opened));
        Assert.Equal(2, _story.Notices.Count(notice => notice.Transition is IncidentTransition.Closed));
    }

    [Fact]
    public void FourFaultsOnTheSameRoutes_AreNoFlapping()
    {
        foreach (var cause in new[] { Cause.DnsServfail, Cause.TcpTimeout, Cause.TlsUntrustedRoot, Cause.DnsNxdomain })
        {
            Play(20, (_, _, _) => null);
            Play(25, (_, vantage, _) => vantage is "swe" ? cause : null);
            Play(20, (_, _, _) => null);
        }

        Assert.Equal(4, _story.Incidents.Count);
        Assert.All(_story.Incidents, incident => Assert.Equal((IncidentState.Closed, false), (incident.State, incident.IsFlapping)));
    }

    /// <summary>Lets minutes pass, with one failure by chance in three hundred.</summary>
    private void Play(int minutes, Func<int, string, string, Cause?> cause)
    {
        var from = _story.Minute;
        for (var minute = 0; minute < minutes; minute++)
        {
            _story.Pass(
                1,
                (vantage, route) => cause(minute, vantage, route) ?? (_random.Next(300) == 0 ? Cause.HttpHeaderTimeout : null),
                (from + minute) % 5 == 0 ? ProbeDepth.Completion : ProbeDepth.Authenticated);
        }
    }
}
