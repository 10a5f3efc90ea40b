using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Localization.Inference;

/// <summary>Calls that are stopped before they are made accuse the set-up, and nobody on a way that they never took.</summary>
public sealed class SetUpFaultTests
{
    [Theory]
    [InlineData(Cause.ConfigBaseUrl, ProbeDepth.Completion, false)]
    [InlineData(Cause.ConfigBaseUrl, ProbeDepth.Path, true)]
    [InlineData(Cause.ConfigTargetNotAllowed, ProbeDepth.Authenticated, true)]
    [InlineData(Cause.ConfigRuntimeNotAvailable, ProbeDepth.Completion, true)]
    public void Locate_RouteIsSetUpWrongly_IsItsConfiguration(Cause cause, ProbeDepth depth, bool onlyThere)
    {
        var file = SmallFleet.Saw((vantage, route, round) => route is "aoai-swe" && (!onlyThere || vantage is "eus") && round > 2 ? cause : null);

        var located = Localizer.Locate(file with
        {
            Results = [.. file.Results.Select(item => item with { Path = item.Path with { Depth = depth } })],
        });

        Assert.Equal(("configuration:aoai-swe", Owner.Configuration), (located.Verdict.Component?.Name, located.Verdict.Owner));
        Assert.StartsWith("The configuration of the route aoai-swe is wrong for", located.Verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Locate_ServerOfSeveralRoutesAnswersAsIfTheirUrlsWereWrong_IsTheServer()
    {
        Route[] routes =
        [
            .. from number in Enumerable.Range(0, 4)
               select SmallFleet.Routes[1] with
               {
                   Name = new($"llm{number}"), Model = $"m{number}", Fronts = null, Credential = new CredentialSource.EnvironmentVariable($"K{number}"),
               },
            SmallFleet.Routes[0],
        ];
        var file = SmallFleet.Saw(routes, (_, route, round) => route is not "openai" && round > 2 ? Cause.ConfigBaseUrl : null);

        var located = Localizer.Locate(file with
        {
            Results = [.. file.Results.Select(item => item with { Break = item.Outcome is ProbeOutcome.Failed ? Stage.Secure : null })],
        });

        Assert.Equal("front:llm.contoso.com", located.Verdict.Component?.Name);
    }

    [Fact]
    public void Locate_OnlyAVariantWasProbedAndPassed_IsNoFault()
    {
        var file = SmallFleet.Saw((_, _, _) => null);

        var located = Localizer.Locate(file with
        {
            Results = [.. file.Results.Select(item => item with { Path = item.Path with { Variant = ProbeVariant.Keyless } })],
        });

        Assert.Equal(Owner.None, located.Verdict.Owner);
    }

    [Theory]
    [InlineData(Cause.ConfigTargetNotAllowed)]
    [InlineData(Cause.ConfigCredentialNotAllowed)]
    public void Locate_AllRoutesOfAVantageAreStopped_IsTheVantagesConfiguration(Cause cause)
    {
        var located = Localizer.Locate(SmallFleet.Saw((vantage, _, round) => vantage is "eus" && round > 2 ? cause : null));

        Assert.Equal(("configuration:vantage eus", Owner.Configuration), (located.Verdict.Component?.Name, located.Verdict.Owner));
    }

    [Theory]
    [InlineData(Cause.ConfigCredentialMissing, "is missing")]
    [InlineData(Cause.ConfigCredentialMalformed, "is damaged")]
    [InlineData(Cause.ConfigCredentialNotAllowed, "is not allowed")]
    public void Locate_CredentialNeverLeftItsVantage_IsForWhoConfiguresIt(Cause cause, string words)
    {
        var located = Localizer.Locate(SmallFleet.Saw(
            (vantage, route, round) => (vantage, route) is ("eus", "openai") && round > 2 ? cause : null));

        Assert.Equal(("credential:OPENAI_API_KEY@eus", Owner.Configuration), (located.Verdict.Component?.Name, located.Verdict.Owner));
        Assert.Contains(words, located.Verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Locate_NothingWasSentBesideAnotherFault_IsNothingUndeclared()
    {
        var located = Localizer.Locate(SmallFleet.Saw((vantage, route, round) =>
            (vantage, route) is ("eus", "gateway") && round > 2 ? Cause.ConfigCredentialNotAllowed
            : route is "aoai-swe" && round > 3 ? Cause.ServerError
            : null));

        Assert.Equal(
            "credential:GATEWAY_KEY@eus",
            located.Suspects.First(suspect => suspect.Component.Owner is Owner.Configuration).Component.Name);
        Assert.DoesNotContain(located.Suspects, suspect => suspect.Component.Kind is ComponentKind.Other);
    }

    [Fact]
    public void Locate_CredentialWasMissingAndThenRefused_IsForItsOwner()
    {
        var located = Localizer.Locate(SmallFleet.Saw((vantage, route, round) => (vantage, route) is not ("eus", "openai") ? null
            : round < 3 ? Cause.ConfigCredentialMissing : Cause.AuthInvalidKey));

        Assert.Equal(("credential:OPENAI_API_KEY@eus", Owner.Authentication), (located.Verdict.Component?.Name, located.Verdict.Owner));
    }

    [Fact]
    public void Locate_ImageLacksARootAndAKeyIsMissingThere_AreTwoFaults()
    {
        // Only what is sent meets the missing root: that the key lacks says nothing for or against it.
        var located = Localizer.Locate(SmallFleet.Saw((vantage, route, round) => vantage is not "uks" ? null
            : route is not "openai" ? Cause.TlsUntrustedRoot
            : round < 2 ? Cause.TlsUntrustedRoot
            : Cause.ConfigCredentialMissing));

        Assert.Equal(
            ["credential:OPENAI_API_KEY@uks", "trust-store:old"],
            located.Suspects.Where(suspect => suspect.Probability > .5).Select(suspect => suspect.Component.Name)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Locate_OneOfTwoServersOnAHostFails_IsThatServer()
    {
        var routes = SmallFleet.Routes.Select(route => $"{route.Name}" switch
        {
            "gateway" => route with { BaseUrl = new("https://llm.contoso.com:8443/v1"), Fronts = null },
            "aoai-swe" => route with { BaseUrl = new("https://llm.contoso.com:9443/v1"), Kind = RouteKind.Gateway, ApiVersion = null },
            _ => route,
        }).ToList();

        var located = Localizer.Locate(SmallFleet.Saw(routes, (_, route, round) => route is "gateway" && round > 2 ? Cause.TlsExpired : null));

        Assert.Equal(("front:llm.contoso.com:8443", Owner.RouteProvider), (located.Verdict.Component?.Name, located.Verdict.Owner));
    }

    [Fact]
    public void Locate_NameOfTwoServersOnOneHostIsGone_IsTheResolversOneName()
    {
        var routes = SmallFleet.Routes.Select(route => $"{route.Name}" is "gateway" or "openai"
            ? route with { BaseUrl = new($"https://llm.contoso.com:{(route.Kind is RouteKind.Gateway ? 8443 : 9443)}/v1"), Fronts = null }
            : route).ToList();

        var located = Localizer.Locate(SmallFleet.Saw(
            routes, (vantage, route, round) => vantage is "eus" && route is "gateway" or "openai" && round > 2 ? Cause.DnsNxdomain : null));

        Assert.Equal("dns:vnet-eus", located.Verdict.Component?.Name);
        Assert.Equal(["llm.contoso.com"], located.Suspects[0].HeldTo);
    }

    [Theory]
    [InlineData(7, Owner.Unknown)]
    [InlineData(6, Owner.None)]
    public void Locate_EverythingFailsInOneRound_IsUnknownUntilSomethingPasses(int failing, Owner expected)
    {
        var located = Localizer.Locate(SmallFleet.Saw((_, _, round) => round == failing ? Cause.DnsTimeout : null));

        Assert.Equal(expected, located.Verdict.Owner);
        Assert.Null(located.Verdict.Component);
    }
}
