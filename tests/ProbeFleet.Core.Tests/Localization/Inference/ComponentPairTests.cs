using ProbeFleet.Core.Localization.Inference;

namespace ProbeFleet.Core.Tests.Localization.Inference;

/// <summary>Pairs of incidents that only one component tells apart.</summary>
public sealed class ComponentPairTests
{
    [Theory]
    [InlineData(true, "trust-store:python@new", "Python's list of trusted certificates on new does not hold the root of 4 routes from 2 vantages")]
    [InlineData(false, "trust-store:new", "The list of trusted certificates new does not hold the root of 4 routes from 2 vantages")]
    public void Locate_RootMissingForARuntimeOrForTheImage_SaysWhich(bool onlyPython, string expected, string words)
    {
        Route[] python = [.. SmallFleet.Routes.Select(route => route with
        {
            Name = new($"{route.Name}-python"), Runtime = WorkloadRuntime.Python,
        })];
        Route[] routes = [.. SmallFleet.Routes, .. python];

        var located = Localizer.Locate(SmallFleet.Saw(routes, (vantage, route, _) =>
            vantage is "swe" or "eus" && route.EndsWith("-python", StringComparison.Ordinal) == onlyPython ? Cause.TlsUntrustedRoot : null));

        Assert.Equal(expected, located.Verdict.Component?.Name);
        Assert.True(located.Verdict.Confidence > .8, $"{located.Verdict.Confidence}");
        Assert.Equal(words, located.Suspects[0].Words);
    }

    [Theory]
    [InlineData(true, Owner.ApiServer, "The model behind contoso-eus.openai.azure.com/fast and contoso-swe.openai.azure.com/chat fails for ")]
    [InlineData(false, Owner.Configuration, "What deployment:contoso-eus.openai.azure.com/fast and deployment:")]
    public void Locate_DeploymentsThatFailInTwoRegions_AreOneModelWhenTheirAnswersSaidSo(bool oneModel, Owner owner, string words)
    {
        Route[] azure = [SmallFleet.Routes[2], SmallFleet.Routes[3] with { Model = "fast" }];
        Route[] routes =
        [
            .. azure, .. azure.Select(route => route with { Name = new($"{route.Name}-other"), Model = $"{route.Model}-other" }),
        ];
        var file = SmallFleet.Saw(
            routes, (_, route, round) => round >= 2 && !route.EndsWith("-other", StringComparison.Ordinal) ? Cause.ServerError : null);

        var located = Localizer.Locate(file with
        {
            Results =
            [
                .. file.Results.Select(item => item.Outcome is ProbeOutcome.Failed ? item : item with
                {
                    Model = oneModel && !$"{item.Path.Route}".EndsWith("-other", StringComparison.Ordinal) ? "gpt-x" : $"{item.Path.Route}",
                }),
            ],
        });

        Assert.Equal(owner, located.Verdict.Owner);
        Assert.StartsWith(words, located.Suspects[0].Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "private-endpoint:vnet-eus→contoso-swe.openai.azure.com")]
    [InlineData(false, "egress:eus")]
    public void Locate_RefusedByNetworkRules_IsTheWayToAPrivateAddressOrThePublicOneThatIsUsed(bool isPrivate, string expected)
    {
        Route[] routes =
        [
            .. SmallFleet.Routes.Select(route => route.Kind is not RouteKind.AzureOpenAI ? route : route with
            {
                Declared = route.Declared with { IsPrivate = isPrivate },
            }),
        ];

        var located = Localizer.Locate(SmallFleet.Saw(routes, (vantage, route, _) =>
            vantage is "eus" && (isPrivate ? route is "aoai-swe" : route.StartsWith("aoai", StringComparison.Ordinal))
                ? Cause.NetworkRulesDenied : null));

        Assert.Equal(expected, located.Verdict.Component?.Name);
    }

    [Theory]
    [InlineData("OTHER_KEY", "The account behind api.openai.com/OPENAI_API_KEY and api.openai.com/OTHER_KEY is used up for ")]
    [InlineData("OPENAI_API_KEY", "The quota api.openai.com/OPENAI_API_KEY is used up for ")]
    public void Locate_TwoKeysOfOneHostAreUsedUp_IsTheAccountBehindThem(string secondKey, string words)
    {
        var first = SmallFleet.Routes[0];
        Route[] routes =
        [
            .. SmallFleet.Routes,
            first with { Name = new("second"), Model = "n", Credential = new CredentialSource.EnvironmentVariable(secondKey) },
            first with { Name = new("third"), Model = "o", Credential = new CredentialSource.EnvironmentVariable("THIRD_KEY") },
        ];

        var located = Localizer.Locate(SmallFleet.Saw(
            routes, (_, route, round) => round >= 2 && route is "openai" or "second" ? Cause.QuotaBilling : null));

        Assert.Equal(Owner.Quota, located.Verdict.Owner);
        Assert.StartsWith(words, located.Suspects[0].Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Cause.QuotaBilling, "openai", "The quota org is used up for openai from 3 vantages")]
    [InlineData(Cause.QuotaBilling, "openai second", "The quota org is used up for ")]
    [InlineData(Cause.AuthPermission, "openai", "The credential OPENAI_API_KEY is refused by api.openai.com from 3 vantages")]
    [InlineData(Cause.AuthPermission, "openai second", "The account behind OPENAI_API_KEY and OTHER_KEY is refused by api.openai.com")]
    public void Locate_OneKeyOfAnAccountOrAll_IsTheKeysOrTheAccounts(Cause cause, string failing, string words)
    {
        var first = SmallFleet.Routes[0] with { Declared = new() { QuotaScope = "org" } };
        Route[] routes =
        [
            first,
            first with { Name = new("second"), Model = "n", Credential = new CredentialSource.EnvironmentVariable("OTHER_KEY") },
            .. SmallFleet.Routes.Skip(2),
        ];

        var located = Localizer.Locate(SmallFleet.Saw(routes, (_, route, _) => failing.Split(' ').Contains(route) ? cause : null));

        Assert.StartsWith(words, located.Suspects[0].Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Locate_AnIdentityRefusedByOneResource_IsHeldToItsHost()
    {
        Route[] routes =
        [
            .. SmallFleet.Routes.Take(2),
            .. SmallFleet.Routes.Skip(2).Append(SmallFleet.Routes[3] with { Name = new("aoai-eus-2"), Model = "other" })
                .Select(route => route with
                {
                    Credential = new CredentialSource.ManagedIdentity("client"),
                    Declared = route.Declared with { CredentialId = "identity" },
                }),
        ];

        var located = Localizer.Locate(SmallFleet.Saw(routes, (_, route, _) => route.StartsWith("aoai-eus", StringComparison.Ordinal)
            ? Cause.AuthPermission : null));

        Assert.Equal("credential:identity", located.Suspects[0].Component.Name);
        Assert.Equal(["contoso-eus.openai.azure.com"], located.Suspects[0].HeldTo);
    }

    [Theory]
    [InlineData(true, "egress:eus#b2", "The way out of eus's instance b2 blocks 4 routes")]
    [InlineData(false, "egress:eus", "The way out of eus blocks 4 routes")]
    public void Locate_TimeoutsFromOneInstanceOrFromEach_SaysWhich(bool onOneInstance, string expected, string words)
    {
        static string InstanceOf(int round) => round % 2 == 0 ? "a1" : "b2";
        var file = SmallFleet.Saw((vantage, _, round) => vantage is "eus" && (onOneInstance ? InstanceOf(round) is "b2" : round % 4 < 2)
            ? Cause.TcpTimeout : null);

        var located = Localizer.Locate(file with
        {
            Results = [.. file.Results.Select((item, at) => item with { Instance = InstanceOf(at / 12) })],
        });

        Assert.Equal(expected, located.Verdict.Component?.Name);
        Assert.Equal(words, located.Suspects[0].Words);
    }
}
