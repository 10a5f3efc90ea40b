using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Localization.Inference;

/// <summary>What can fail one of two routes over the same way to a server.</summary>
public sealed class SparedRouteTests
{
    [Theory]
    [InlineData(Cause.AuthIpNotAllowed, "eus")]
    [InlineData(Cause.AuthIpNotAllowed, "eus swe")]
    [InlineData(Cause.AuthIpNotAllowed, "eus swe uks")]
    [InlineData(Cause.NetworkRulesDenied, "eus")]
    public void Locate_OneOfTwoKeysIsRefusedForItsAddress_IsTheKeyAndNotTheWay(Cause cause, string from)
    {
        Route[] routes =
        [
            .. SmallFleet.Routes,
            SmallFleet.Routes[0] with { Name = new("batch"), Credential = new CredentialSource.EnvironmentVariable("BATCH_KEY") },
        ];

        var located = Localizer.Locate(SmallFleet.Saw(
            routes, (vantage, route, round) => route is "batch" && from.Contains(vantage, StringComparison.Ordinal) && round > 1 ? cause : null));

        Assert.StartsWith("credential:BATCH_KEY", located.Verdict.Component?.Name, StringComparison.Ordinal);
        Assert.Equal(Owner.Authentication, located.Verdict.Owner);
    }

    [Theory]
    [InlineData(Cause.HttpGoAway)]
    [InlineData(Cause.HttpStreamReset)]
    public void Locate_ServerEndsRequestsItself_NothingThatCarriesBytesIsAccused(Cause cause)
    {
        var located = Localizer.Locate(SmallFleet.Saw(
            (vantage, route, round) => vantage is "eus" && route is "openai" && round > 1 ? cause : null));

        Assert.DoesNotContain(located.Suspects, suspect => suspect.Component.Kind
            is ComponentKind.Dns or ComponentKind.Egress or ComponentKind.Corridor or ComponentKind.TrustStore);
    }
}
