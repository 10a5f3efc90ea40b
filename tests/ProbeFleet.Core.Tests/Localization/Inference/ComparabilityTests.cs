using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;

namespace ProbeFleet.Core.Tests.Localization.Inference;

/// <summary>What another route fingerprint tells, and what it never does.</summary>
public sealed class ComparabilityTests
{
    [Fact]
    public void Locate_AnotherKeyUnderTheSameRouteNameFails_IsACredentialThatDiffers()
    {
        var located = Localizer.Locate(Saw(Cause.AuthInvalidKey, round => round >= 2, everywhere: false));

        Assert.Equal(8, located.NotComparable.Count);
        Assert.Equal(Owner.Authentication, located.Verdict.Owner);
        Assert.StartsWith("credential:OPENAI_API_KEY", located.Verdict.Component?.Name, StringComparison.Ordinal);
        Assert.Contains("whose configuration differs from that of most", located.Verdict.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Cause.ConfigModelNotFound)]
    [InlineData(Cause.ServerError)]
    public void Locate_AnotherModelUnderTheSameRouteNameFails_IsConfigurationAndNotTheProvider(Cause cause) =>
        Assert.Equal(Owner.Configuration, Localizer.Locate(Saw(cause, round => round >= 2, everywhere: false)).Verdict.Owner);

    [Theory]
    [InlineData(Cause.AuthInvalidKey, 3)]
    [InlineData(Cause.TcpTimeout, 0)]
    public void Locate_AnotherFingerprintFailsOnceOrOnItsWay_AccusesNobody(Cause cause, int only) =>
        Assert.Equal(
            Owner.None,
            Localizer.Locate(Saw(cause, round => only == 0 || round == only, everywhere: false)).Verdict.Owner);

    [Fact]
    public void Locate_AllFingerprintsFailAlike_IsJudgedByTheOnesThatMostHave()
    {
        var file = Saw(Cause.AuthInvalidKey, _ => true, everywhere: true);

        var located = Localizer.Locate(file);

        var most = Localizer.Locate(file with { Results = [.. file.Results.Where(item => item.RouteFingerprint is not "sha256:old")] });
        Assert.Equal(most.Verdict.Component?.Name, located.Verdict.Component?.Name);
        Assert.Equal(most.Verdict.Confidence, located.Verdict.Confidence);
    }

    [Theory]
    [InlineData(Cause.TcpRefused)]
    [InlineData(Cause.ConfigDeploymentNotFound)]
    public void Locate_NewConfigurationMendedTheRoute_AccusesNothingOfTheNewOne(Cause cause)
    {
        var file = Changed(SmallFleet.Saw((_, route, round) => route is "gateway" && round is > 1 and < 6 ? cause : null), at: 6);

        var located = Localizer.Locate(file);

        Assert.Equal(Owner.None, located.Verdict.Owner);
        Assert.Equal(18, located.NotComparable.Count);
    }

    [Fact]
    public void Locate_NewConfigurationComesVantageByVantage_AccusesNothingOfTheNewOne()
    {
        var changed = new Dictionary<string, int> { ["swe"] = 4, ["eus"] = 5, ["uks"] = 6 };
        var file = SmallFleet.Saw((vantage, route, round) => route is "gateway" && round > 1 && round < changed[vantage]
            ? Cause.ConfigDeploymentNotFound
            : null);

        var located = Localizer.Locate(file with
        {
            Results =
            [
                .. file.Results.Select(item => $"{item.Path.Route}" is not "gateway" ? item : item with
                {
                    RouteFingerprint = item.StartedAt < SmallFleet.Start.AddMinutes(changed[$"{item.Path.Vantage}"]) ? "old" : "sha256:new",
                }),
            ],
        });

        Assert.Equal(Owner.None, located.Verdict.Owner);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(7)]
    public void Locate_FaultGoesOnUnderANewConfiguration_IsJudgedAsBefore(int until)
    {
        var file = Changed(SmallFleet.Saw((_, route, round) => route is "gateway" && round > 1 && round < until ? Cause.TcpRefused : null), at: 6);

        Assert.Equal("front:llm.contoso.com", Localizer.Locate(file).Verdict.Component?.Name);
    }

    /// <summary>The gateway's fingerprint changes in a round, at all vantages.</summary>
    private static IncidentFile Changed(IncidentFile file, int at) => file with
    {
        Results =
        [
            .. file.Results.Select(item => $"{item.Path.Route}" is not "gateway" ? item : item with
            {
                RouteFingerprint = item.StartedAt < SmallFleet.Start.AddMinutes(at) ? "sha256:old" : "sha256:new",
            }),
        ],
    };

    /// <summary>The route <c>openai</c> fails, and has another fingerprint at uks.</summary>
    private static IncidentFile Saw(Cause cause, Func<int, bool> during, bool everywhere)
    {
        var file = SmallFleet.Saw(
            (vantage, route, round) => route is "openai" && (everywhere || vantage is "uks") && during(round) ? cause : null);
        return file with
        {
            Results =
            [
                .. file.Results.Select(item => item with
                {
                    RouteFingerprint = $"{item.Path.Route}" is not "openai" ? null
                        : $"{item.Path.Vantage}" is "uks" ? "sha256:old" : "sha256:new",
                }),
            ],
        };
    }
}
