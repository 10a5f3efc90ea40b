using System.Text.Json;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Core.Tests.Localization.Inference;

public sealed class LocalizerTests
{
    [Fact]
    public void Locate_OneVantagesResolverTimesOut_BlamesItsResolverWithTheProbesThatSaySo()
    {
        var located = Localizer.Locate(SmallFleet.Saw((vantage, _, _) => vantage is "eus" ? Cause.DnsTimeout : null));

        Assert.Equal(Owner.ConnectionPath, located.Verdict.Owner);
        Assert.Equal("dns:vnet-eus", located.Verdict.Component?.Name);
        var suspect = located.Suspects[0];
        Assert.Equal(20, suspect.For.Count);
        Assert.All(suspect.For, id => Assert.StartsWith("eus-", id, StringComparison.Ordinal));
        Assert.Empty(suspect.Against);
    }

    [Theory]
    [InlineData(false, Stage.Resolve)]
    [InlineData(true, null)]
    public void Locate_SlowProbes_AreSaidToBeSlowUnlessOneFailed(bool oneFailed, Stage? expected)
    {
        var file = SmallFleet.Saw((vantage, _, round) => oneFailed && vantage is "eus" && round == 7 ? Cause.DnsTimeout : null);
        var located = Localizer.Locate(file with
        {
            Results =
            [
                .. file.Results.Select(result =>
                    $"{result.Path.Vantage}" is "eus"
                        && result.Outcome is ProbeOutcome.Passed ? result with { Slow = Stage.Resolve } : result),
            ],
        });

        Assert.Equal(("dns:vnet-eus", expected), (located.Suspects[0].Component.Name, located.Suspects[0].Slow));
        Assert.Empty(located.Suspects[0].Against);
    }

    [Fact]
    public void Locate_GatewayFailsAndItsControlPasses_BlamesTheRouteProvider()
    {
        var located = Localizer.Locate(SmallFleet.Saw((_, route, _) => route is "gateway" ? Cause.GatewayUpstreamFailed : null));

        Assert.Equal(Owner.RouteProvider, located.Verdict.Owner);
        Assert.Equal("front:llm.contoso.com#upstream", located.Verdict.Component?.Name);
        Assert.DoesNotContain(located.Suspects, suspect => suspect.Component.Name is "upstream:openai");
    }

    [Fact]
    public void Locate_GatewayFailsWithoutAnyDataOfItsControl_StillBlamesTheRouteProvider()
    {
        var file = SmallFleet.Saw((_, route, _) => route is "gateway" ? Cause.GatewayUpstreamFailed : null);

        var located = Localizer.Locate(
            file with { Results = [.. file.Results.Where(result => result.Path.Route.ToString() is not "openai")] });

        Assert.Equal(Owner.RouteProvider, located.Verdict.Owner);
    }

    [Fact]
    public void Locate_GatewayAndItsControlFailAlike_BlamesTheUpstream()
    {
        var located = Localizer.Locate(SmallFleet.Saw((_, route, _) => route switch
        {
            "gateway" => Cause.GatewayUpstreamFailed,
            "openai" => Cause.ServerError,
            _ => null,
        }));

        Assert.Equal(Owner.ApiServer, located.Verdict.Owner);
        Assert.Equal("upstream:openai", located.Verdict.Component?.Name);
    }

    [Fact]
    public void Locate_TwoFaultsAtOnce_NamesBoth()
    {
        var located = Localizer.Locate(SmallFleet.Saw((vantage, route, _) =>
            vantage is "uks" ? Cause.ProxyAuthRequired : route is "aoai-eus" ? Cause.QuotaRate : null));

        Assert.Equal(
            ["proxy:proxy.uks:3128", "quota:contoso-eus.openai.azure.com/chat"],
            located.Suspects.Where(suspect => suspect.Probability > .8).Select(
                suspect => suspect.Component.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Locate_ATokenServiceFailsWhereTheIdentityIsRefusedElsewhere_NamesBothAlthoughTheIdentityCouldExplainAll()
    {
        var file = SmallFleet.Saw((vantage, route, _) => !route.StartsWith("aoai", StringComparison.Ordinal) ? null
            : vantage is "eus" ? Cause.CredentialTimeout : Cause.AuthPermission);

        var located = Localizer.Locate(file with
        {
            Routes =
            [
                .. file.Routes.Select(route => route.Kind is not RouteKind.AzureOpenAI ? route : route with
                {
                    Credential = new CredentialSource.ManagedIdentity(),
                    Declared = route.Declared with { CredentialId = "prober" },
                }),
            ],
        });

        Assert.Equal(
            ["credential:prober", "token-service:eastus2"],
            located.Suspects.Where(suspect => suspect.Probability > .8).Select(
                suspect => suspect.Component.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>The API alone explains far more than the key or the quota alone: yet they are grown into the set that is true.</summary>
    [Fact]
    public void Locate_OneComponentCouldExplainTwoOfThreeFaults_FindsAllThreeWithoutExchangingAny()
    {
        Route[] routes = [.. SmallFleet.Routes.Select(route => route.Kind is RouteKind.Gateway ? route with { Model = "n" } : route)];

        var located = Localizer.Locate(
            SmallFleet.Saw(routes, (vantage, route, _) => vantage is "uks" ? Cause.ProxyDenied
                : route is "openai" ? Cause.AuthInvalidKey
                : route is "gateway" ? Cause.QuotaRate
                : null),
            new LocalizerParameters { Search = new() { ExchangeSize = 1 } });

        Assert.Equal(
            ["credential:OPENAI_API_KEY", "proxy:proxy.uks:3128", "quota:llm.contoso.com/GATEWAY_KEY"],
            located.Suspects.Where(suspect => suspect.Probability > .5).Select(suspect => suspect.Component.Name).Order());
    }

    /// <summary>A resolver that fails or is silent is asked before any proxy, so that a proxy at fault does not explain it.</summary>
    [Theory]
    [InlineData(Cause.DnsServfail)]
    [InlineData(Cause.DnsTimeout)]
    public void Locate_AProxyFailsAndNowAndThenTheResolverBeforeIt_NamesBoth(Cause cause)
    {
        var located = Localizer.Locate(SmallFleet.Saw((vantage, route, round) =>
            vantage is not "uks" ? null : round is 3 or 6 && route is not "gateway" ? cause : Cause.ProxyDenied));

        Assert.Equal(
            ["dns:vnet-uks", "proxy:proxy.uks:3128"],
            located.Suspects.Where(suspect => suspect.Probability > .5).Select(suspect => suspect.Component.Name).Order());
    }

    [Fact]
    public void Locate_OneBadRound_IsABlipAndAccusesNobody()
    {
        var located = Localizer.Locate(SmallFleet.Saw((_, route, round) => round is 4 && route is "openai" ? Cause.QuotaRate : null));

        Assert.Equal(Owner.None, located.Verdict.Owner);
        Assert.Equal(["quota:api.openai.com/OPENAI_API_KEY"], located.Blips);
    }

    [Fact]
    public void Locate_NoResults_IsUnknownAndNotHealthy()
    {
        var located = Localizer.Locate(SmallFleet.Saw((_, _, _) => null) with { Results = [] });

        Assert.Equal(Owner.Unknown, located.Verdict.Owner);
        Assert.Equal(["swe", "eus", "uks"], located.Silent);
        Assert.Equal(0, located.NoFault);
    }

    [Fact]
    public void Locate_ASilentVantage_IsNamedInTheSummary()
    {
        var file = SmallFleet.Saw((_, _, _) => null);

        var located = Localizer.Locate(
            file with { Results = [.. file.Results.Where(result => result.Path.Vantage.ToString() is not "uks")] });

        Assert.Equal(Owner.None, located.Verdict.Owner);
        Assert.Equal(["uks"], located.Silent);
        Assert.Contains("No data from uks", located.Verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Locate_CancelledProbes_AreNoEvidence()
    {
        var located = Localizer.Locate(SmallFleet.Saw((_, _, _) => Cause.ProbeCancelled));

        Assert.Equal(Owner.Unknown, located.Verdict.Owner);
    }

    [Fact]
    public void Locate_TheSameFileInAnotherOrder_IsTheSameText()
    {
        var file = SmallFleet.Saw((vantage, _, round) => vantage is "eus" && round % 2 == 0 ? Cause.TcpTimeout : null);

        var (one, other) = (Localizer.Locate(file), Localizer.Locate(file with { Results = [.. file.Results.Reverse()] }));

        Assert.Equal(
            JsonSerializer.Serialize(one, ProbeFleetJson.Default.FaultLocalization),
            JsonSerializer.Serialize(other, ProbeFleetJson.Default.FaultLocalization));
    }

    [Fact]
    public void Locate_EgressOrFrontInDoubt_SaysSoAndProposesAProbeThatTells()
    {
        var file = SmallFleet.Saw((vantage, route, round) => vantage is "eus" && route is "openai" && round > 2 ? Cause.TcpTimeout : null);

        var results = file.Results.Where(result => $"{result.Path.Route}" is "openai" && $"{result.Path.Vantage}" is "eus");
        var located = Localizer.Locate(file with { Results = [.. results] });

        Assert.True(located.CredibleSet.Count > 1);
        Assert.NotEmpty(located.Indistinguishable);
        Assert.NotNull(located.NextProbe);
        Assert.True(located.NextProbe.Bits > .1);
        Assert.Contains("It crosses", located.NextProbe.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Localization_Written_HasTheContractsNames()
    {
        var located = Localizer.Locate(SmallFleet.Saw((vantage, _, _) => vantage is "eus" ? Cause.DnsTimeout : null));

        using var json = JsonSerializer.SerializeToDocument(located, ProbeFleetJson.Default.FaultLocalization);

        var verdict = json.RootElement.GetProperty("verdict");
        Assert.Equal("connection-path", verdict.GetProperty("owner").GetString());
        Assert.Equal("dns", verdict.GetProperty("component").GetProperty("kind").GetString());
        var suspect = json.RootElement.GetProperty("suspects")[0];
        Assert.Equal("dns:vnet-eus", suspect.GetProperty("component").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Array, suspect.GetProperty("for").ValueKind);
        Assert.Equal(JsonValueKind.Array, suspect.GetProperty("against").ValueKind);
        Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("indistinguishable").ValueKind);
        Assert.Equal("2026-11-21T03:00:00.000Z", json.RootElement.GetProperty("window").GetProperty("from").GetString());
    }
}
