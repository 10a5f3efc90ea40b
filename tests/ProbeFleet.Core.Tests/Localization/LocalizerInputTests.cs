using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Inference;

namespace ProbeFleet.Core.Tests.Localization;

/// <summary>What of a live fleet's results is compared, and of a file's.</summary>
public sealed class LocalizerInputTests
{
    [Theory]
    [InlineData(ProbeDepth.Completion, ProbeVariant.Keyless, Cause.Ok, false)]
    [InlineData(ProbeDepth.Path, ProbeVariant.Full, Cause.Ok, false)]
    [InlineData(ProbeDepth.Completion, ProbeVariant.Full, Cause.ConfigCredentialMissing, false)]
    [InlineData(ProbeDepth.Completion, ProbeVariant.Full, Cause.CredentialTimeout, false)]
    [InlineData(ProbeDepth.Completion, ProbeVariant.ListModels, Cause.Ok, true)]
    [InlineData(ProbeDepth.Completion, ProbeVariant.Full, Cause.AuthInvalidKey, true)]
    public void AProbeWithoutACredential_IsOfTheSameRouteAllTheSame(
        ProbeDepth depth, ProbeVariant variant, Cause cause, bool setAside)
    {
        var seen = SmallFleet.Saw((_, _, _) => null);
        var route = SmallFleet.Routes[0].Name;
        Observation last = seen.Results[^1] with
        {
            Id = "last",
            Path = new(SmallFleet.Vantages[0].Name, route, depth, variant),
            Outcome = cause is Cause.Ok ? ProbeOutcome.Passed : ProbeOutcome.Failed,
            Cause = cause,
            RouteFingerprint = "sha256:without-identity",
        };

        Observation[] all = [.. seen.Results.Select(item => item with { RouteFingerprint = "sha256:with" }), last];
        var live = LocalizerInput.From(seen.Window, seen.Vantages, seen.Routes, all);
        IReadOnlyList<string> expected = setAside ? ["last"] : [];

        Assert.Equal(expected, Localizer.Locate(live).NotComparable);
        Assert.Equal(expected, Localizer.Locate(seen with { Results = all }).NotComparable);
    }

    [Fact]
    public void AProbeThatEndedBeforeItsCredential_IsOfTheSameRouteAllTheSame()
    {
        var seen = SmallFleet.Saw((vantage, route, round) => vantage is "swe" && route is "openai" && round > 4
            ? Cause.ConfigTargetNotAllowed : null);

        var located = Localizer.Locate(seen with
        {
            Results = [.. seen.Results.Select(item => item.Cause is Cause.Ok
                ? item with { RouteFingerprint = "sha256:with" }
                : item with { RouteFingerprint = "sha256:without-identity", Break = Stage.Configure })],
        });

        Assert.Empty(located.NotComparable);
        Assert.NotEqual(Owner.None, located.Verdict.Owner);
    }
}
