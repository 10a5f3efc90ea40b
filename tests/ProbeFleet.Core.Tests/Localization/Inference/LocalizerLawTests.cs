using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;

namespace ProbeFleet.Core.Tests.Localization.Inference;

/// <summary>More evidence of the same makes the verdict surer: laws that hold whatever the fault is.</summary>
public sealed class LocalizerLawTests
{
    private const double Rounding = .005;

    private static readonly (string Component, Func<string, string, bool> Hits, Cause Cause)[] Faults =
    [
        ("dns:vnet-eus", (vantage, _) => vantage is "eus", Cause.DnsServfail),
        ("dns:vnet-swe", (vantage, _) => vantage is "swe", Cause.DnsNxdomain),
        ("proxy:proxy.uks:3128", (vantage, route) => vantage is "uks" && route is "openai", Cause.ProxyDenied),
        ("egress:eus", (vantage, _) => vantage is "eus", Cause.TcpTimeout),
        ("credential:AOAI_KEY", (_, route) => route is "aoai-swe", Cause.AuthInvalidKey),
    ];

    public static TheoryData<int, int> FaultsAndRepetitions { get; } =
        new(from fault in Enumerable.Range(0, Faults.Length) from times in new[] { 2, 5 } select (fault, times));

    [Theory]
    [MemberData(nameof(FaultsAndRepetitions))]
    public void Locate_EveryObservationRepeated_NeverLowersTheLeadingSuspect(int fault, int times)
    {
        var once = Seen(20, 60, fault);
        var often = once with
        {
            Results =
            [
                .. once.Results.SelectMany(item => Enumerable.Range(0, times)
                    .Select(copy => item with { Id = $"{item.Id}-{copy}", StartedAt = item.StartedAt.AddSeconds(copy) })),
            ],
        };

        var leading = Localizer.Locate(once).Suspects[0];

        Assert.Equal(Faults[fault].Component, leading.Component.Name);
        Assert.True(ProbabilityOf(Localizer.Locate(often), leading.Component.Name) >= leading.Probability - Rounding);
    }

    public static TheoryData<int, int> Pairs { get; } = new(
        from first in Enumerable.Range(0, Faults.Length)
        from second in Enumerable.Range(first + 1, Faults.Length - first - 1)
        where (first, second) is not (0, 3) && Faults[first].Cause != Faults[second].Cause
        select (first, second));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Locate_TwoDisjointFaultsForLong_AreNeverMergedNorOther(int first, int second)
    {
        foreach (var rounds in new[] { 5, 60, 300 })
        {
            var located = Localizer.Locate(Seen(rounds, 60, first, second));

            Assert.True(ProbabilityOf(located, Faults[first].Component) > .9, $"{Faults[first].Component} after {rounds} rounds");
            Assert.True(ProbabilityOf(located, Faults[second].Component) > .9, $"{Faults[second].Component} after {rounds} rounds");
            Assert.DoesNotContain(
                located.Suspects,
                suspect => suspect.Probability > .1 && suspect.Component.Name.StartsWith("other", StringComparison.Ordinal));
        }
    }

    public static TheoryData<int> EachFault { get; } = new(Enumerable.Range(0, Faults.Length));

    [Theory]
    [MemberData(nameof(EachFault))]
    public void Locate_TheSameFaultGoesOn_StaysRightAndSureAndOtherNeverGains(int fault)
    {
        var (before, other) = (0.0, 1.0);
        foreach (var rounds in new[] { 5, 15, 60, 240, 600 })
        {
            var located = Localizer.Locate(Seen(rounds, 60, fault));

            Assert.Equal(Faults[fault].Component, located.Verdict.Component?.Name);
            Assert.True(located.Verdict.Confidence >= before - Rounding, $"{rounds} rounds: {located.Verdict.Confidence} after {before}");
            Assert.True(ProbabilityOf(located, "other") <= other + Rounding);
            (before, other) = (located.Verdict.Confidence, ProbabilityOf(located, "other"));
        }
    }

    [Theory]
    [InlineData(5, 60)]
    [InlineData(60, 60)]
    [InlineData(1440, 60)]
    [InlineData(96, 900)]
    [InlineData(288, 300)]
    [InlineData(30, 10)]
    public void Locate_WindowsOfFiveMinutesToADay_GiveTheSameOwner(int rounds, int seconds)
    {
        var located = Localizer.Locate(Seen(rounds, seconds, 0));

        Assert.Equal((Owner.ConnectionPath, "dns:vnet-eus"), (located.Verdict.Owner, located.Verdict.Component?.Name));
    }

    /// <summary>What rises slowly is one fault: a second one on the same paths would only explain that its rate is not steady.</summary>
    [Fact]
    public void Locate_AFaultThatGrows_IsOneFault()
    {
        var (file, draws) = (Seen(60, 60), new Random(1));

        var located = Localizer.Locate(file with
        {
            Results =
            [
                .. from item in file.Results
                   from copy in Enumerable.Range(0, 5)
                   let minute = (item.StartedAt - SmallFleet.Start).TotalMinutes
                   let fails = $"{item.Path.Route}" is "aoai-swe" && draws.NextDouble() < (minute - 20) / 30
                   select item with
                   {
                       Id = $"{item.Id}-{copy}",
                       StartedAt = item.StartedAt.AddSeconds(copy),
                       Outcome = fails ? ProbeOutcome.Failed : ProbeOutcome.Passed,
                       Cause = fails ? Cause.AuthInvalidKey : Cause.Ok,
                   },
            ],
        });

        Assert.Equal(
            ["credential:AOAI_KEY"],
            located.Suspects.Where(suspect => suspect.Probability > .1).Select(suspect => suspect.Component.Name));
    }

    /// <summary>A path that fails a little more often than others is no fault, however long it is watched.</summary>
    [Fact]
    public void Locate_AVantageThatFailsAFewProbesInAHundred_IsNotAccused()
    {
        var (file, draws) = (Seen(300, 60), new Random(1));

        var located = Localizer.Locate(file with
        {
            Results =
            [
                .. file.Results.Select((item, at) => $"{item.Path.Vantage}" is "eus" && draws.NextDouble() < .04
                    ? item with { Outcome = ProbeOutcome.Failed, Cause = Cause.TcpTimeout }
                    : item),
            ],
        });

        Assert.Equal(Owner.None, located.Verdict.Owner);
    }

    private static double ProbabilityOf(FaultLocalization located, string name) =>
        located.Suspects.FirstOrDefault(suspect => suspect.Component.Name == name)?.Probability ?? 0;

    private static IncidentFile Seen(int rounds, int seconds, params int[] faults) => new()
    {
        Window = new(SmallFleet.Start, SmallFleet.Start.AddSeconds(rounds * seconds)),
        Vantages = SmallFleet.Vantages,
        Routes = SmallFleet.Routes,
        Results =
        [
            .. from round in Enumerable.Range(0, rounds)
               from vantage in SmallFleet.Vantages
               from route in SmallFleet.Routes
               let fault = faults.Where(index => Faults[index].Hits($"{vantage.Name}", $"{route.Name}"))
                   .Select(index => (Cause?)Faults[index].Cause).FirstOrDefault()
               select SmallFleet.Observed(
                   vantage.Name, route.Name, round, fault) with { StartedAt = SmallFleet.Start.AddSeconds(round * seconds) },
        ],
    };
}
