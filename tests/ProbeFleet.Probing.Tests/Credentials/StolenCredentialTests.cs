using System.Net;
using Azure.Core;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Proxies;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Tests.Dns;

namespace ProbeFleet.Probing.Tests.Credentials;

/// <summary>Routes that are written to steal: nothing secret leaves a vantage but to the hosts that its operator listed.</summary>
public sealed class StolenCredentialTests
{
    private const string Planted = "planted-secret-3f9a7c51d2e84b06";

    private static readonly Dictionary<string, CredentialSource.EnvironmentVariable> NoHeaders = [];

    [Theory]
    [InlineData("")]
    [InlineData("KEY@api.openai.com")]
    [InlineData("OTHER@localhost")]
    [InlineData("KEY@*.localhost.example")]
    [InlineData("KEY@notify")]
    public async Task Variable_ToAHostThatIsNotListedForIt_IsNotSentAndTheResultNamesTheEntry(string list)
    {
        await using var thief = FaultServer.Start(Misbehave.Healthy);

        var result = await ProbeAsync(thief.Http(), new CredentialSource.EnvironmentVariable("KEY"), list);

        Assert.Empty(thief.Connections);
        Assert.Equal((Cause.ConfigCredentialNotAllowed, Owner.Configuration), (result.Diagnosis.Cause, result.Diagnosis.Owner));
        Assert.Contains("add KEY @ localhost to its PROBEFLEET_CREDENTIALS", result.Diagnosis.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, result.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variable_ToItsListedHost_IsSent()
    {
        await using var server = FaultServer.Start(Misbehave.Healthy);

        var result = await ProbeAsync(server.Http(), new CredentialSource.EnvironmentVariable("KEY"), "KEY@localhost");

        result.AssertPassed();
        Assert.True(server.Received(Planted));
    }

    [Fact]
    public async Task Header_ThatIsNotListed_IsNotSentThoughTheRouteHasNoCredential()
    {
        await using var thief = FaultServer.Start(Misbehave.Healthy);
        var headers = new Dictionary<string, CredentialSource.EnvironmentVariable>
        {
            ["x-tenant"] = new("KEY"),
            ["x-other"] = new("STORAGE"),
        };

        var result = await ProbeAsync(thief.Http(), new CredentialSource.None(), "KEY@localhost", headers: headers);

        Assert.Empty(thief.Connections);
        Assert.Equal(Cause.ConfigCredentialNotAllowed, result.Diagnosis.Cause);
        Assert.Contains("add STORAGE @ localhost", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlatformVariable_InAStoredConfiguration_IsNeverSentWhateverIsListed()
    {
        await using var thief = FaultServer.Start(Misbehave.Healthy);

        var result = await ProbeAsync(thief.Http(), new CredentialSource.EnvironmentVariable("PROBEFLEET_STORAGE"), "KEY@localhost");

        Assert.Empty(thief.Connections);
        Assert.Equal(Cause.ConfigCredentialNotAllowed, result.Diagnosis.Cause);
        Assert.Contains("which is never sent", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://attacker.example", null)]
    [InlineData("https://contoso.openai.azure.com.attacker.example", null)]
    [InlineData("https://contoso.openai.azure.com@attacker.example", null)]
    [InlineData("https://contoso.openai.azure.com\u3002attacker.example", null)]
    [InlineData("https://contoso.openai.\u0430zure.com", null)]
    [InlineData("https://attacker.azure-api.net", null)]
    [InlineData("https://attacker.openai.azure.us", null)]
    [InlineData("https://attacker.cognitiveservices.azure.us", null)]
    [InlineData("https://attacker.openai.azure.cn", null)]
    [InlineData("https://attacker.services.ai.azure.cn.", null)]
    [InlineData("https://contoso.openai.azure.com", "func.azurewebsites.us")]
    [InlineData("https://contoso.openai.azure.us", "func.chinacloudsites.cn")]
    [InlineData("http://contoso.openai.azure.com", null)]
    public async Task Token_ToAHostOutsideTheCloudInUse_IsNotEvenAskedFor(string baseUrl, string? site)
    {
        var identity = new CountingIdentity();

        var result = await ProbeAsync(
            new(baseUrl), new CredentialSource.ManagedIdentity(), "KEY@localhost", identity: identity, site: site);

        Assert.Equal(0, identity.Asked);
        Assert.Equal(Cause.ConfigCredentialNotAllowed, result.Diagnosis.Cause);
        Assert.Contains("add managed-identity @", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://contoso.openai.azure.com", null, "https://ai.azure.com/.default")]
    [InlineData("https://CONTOSO.services.ai.azure.com.", null, "https://ai.azure.com/.default")]
    [InlineData("https://contoso.openai.azure.us", "func.azurewebsites.us", "https://cognitiveservices.azure.us/.default")]
    [InlineData("https://contoso.cognitiveservices.azure.cn", "func.chinacloudsites.cn", "https://cognitiveservices.azure.cn/.default")]
    [InlineData("https://llm.contoso.example", "func.azurewebsites.us", "https://cognitiveservices.azure.us/.default")]
    public async Task Token_ToAResourceOfTheCloudInUseOrAListedHost_IsAskedForInThatCloud(string baseUrl, string? site, string scope)
    {
        var identity = new CountingIdentity();

        var result = await ProbeAsync(
            new(baseUrl), new CredentialSource.ManagedIdentity(), "managed-identity@llm.contoso.example", identity: identity, site: site);

        Assert.Equal((1, scope), (identity.Asked, result.Find<CredentialEvidence>()!.Facts!.Scope));
        Assert.NotEqual(Cause.ConfigCredentialNotAllowed, result.Diagnosis.Cause);
    }

    [Theory]
    [InlineData("")]
    [InlineData("managed-identity@*.attacker.example, KEY@localhost")]
    [InlineData("keyvault:kv-fleet.vault.azure.net@localhost")]
    [InlineData("keyvault:kv.attacker.example@api.openai.com")]
    public async Task VaultSecret_OfAVaultThatIsNotListedForTheHost_IsNotEvenAskedFor(string list)
    {
        var identity = new CountingIdentity();
        await using var thief = FaultServer.Start(Misbehave.Healthy);

        var result = await ProbeAsync(
            thief.Http(), new CredentialSource.KeyVaultSecret(new("https://kv.attacker.example/secrets/key")), list, identity: identity);

        Assert.Equal(0, identity.Asked);
        Assert.Empty(thief.Connections);
        Assert.Contains("add keyvault:kv.attacker.example @ localhost", result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_OfAListedHost_TakesNothingToAnother()
    {
        await using var thief = FaultServer.Start(Misbehave.Healthy);
        await using var server = FaultServer.Start(Misbehave.RedirectTo(thief.Http("/v1/models")));

        var result = await ProbeAsync(server.Http(), new CredentialSource.EnvironmentVariable("KEY"), "KEY@localhost");

        Assert.Equal(Cause.HttpRedirected, result.Diagnosis.Cause);
        Assert.True(server.Received(Planted));
        Assert.Empty(thief.Connections);
    }

    [Fact]
    public async Task Rebinding_OfAListedHostToTheVantageItself_IsRefusedAndNotLookedAtFurther()
    {
        await using var thief = FaultServer.Start(Misbehave.Healthy);
        await using var dns = Answering(IPAddress.Loopback);

        var result = await ProbeAsync(
            thief.Http(host: "llm.contoso.example"), new CredentialSource.EnvironmentVariable("KEY"), "KEY@http://llm.contoso.example", dns,
            allowsLoopback: false);

        AssertTargetRefused(result, "127.0.0.1");
        Assert.Empty(thief.Connections);
    }

    [Fact]
    public async Task Rebinding_OfAListedHostToAThief_FindsNoCertificateForTheName()
    {
        await using var thief = FaultServer.Start(Misbehave.Healthy.OverTls(LabTrust.Server));
        await using var dns = Answering(IPAddress.Loopback);

        var result = await ProbeAsync(
            thief.Https(host: "llm.contoso.example"), new CredentialSource.EnvironmentVariable("KEY"), "KEY@llm.contoso.example", dns);

        Assert.Equal(Cause.TlsNameMismatch, result.Diagnosis.Cause);
        Assert.False(thief.Received(Planted));
    }

    [Fact]
    public async Task Rebinding_BetweenTwoProbes_IsJudgedAtEachOfThem()
    {
        await using var server = FaultServer.Start(Misbehave.Healthy);
        var answers = new Queue<IPAddress>([IPAddress.Loopback, IPAddress.Parse("169.254.169.254")]);
        var address = answers.Dequeue();
        await using var dns = new DnsResponder((query, _) => [Answer(query, address)]);
        Task<ProbeResult> NextAsync() => ProbeAsync(
            server.Http(host: "llm.contoso.example"), new CredentialSource.EnvironmentVariable("KEY"),
            "KEY@http://llm.contoso.example", dns);

        (await NextAsync()).AssertPassed();
        address = answers.Dequeue();
        var second = await NextAsync();

        AssertTargetRefused(second, "169.254.169.254");
        Assert.Single(server.Connections);
    }

    [Theory]
    [InlineData("http://169.254.169.254/metadata", true)]
    [InlineData("http://2852039166/metadata", true)]
    [InlineData("http://[::ffff:169.254.169.254]/metadata", true)]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/metadata", true)]
    [InlineData("http://[fe80::1]/v1", true)]
    [InlineData("http://[fd00:ec2::254]/latest", true)]
    [InlineData("http://168.63.129.16/machine", true)]
    [InlineData("http://[2002:a83f:8110::1]/machine", true)]
    [InlineData("http://127.0.0.1:1/v1", false)]
    [InlineData("http://0x7f.1:1/v1", false)]
    [InlineData("http://0.0.0.0:1/v1", false)]
    [InlineData("http://localhost:1/v1", false)]
    [InlineData("http://[::1]:1/v1", false)]
    [InlineData("http://[::]:1/v1", false)]
    [InlineData("http://[::ffff:127.0.0.1]:1/v1", false)]
    public async Task Address_OutOfBounds_IsACauseAndNoConnection(string baseUrl, bool allowsLoopback)
    {
        var result = await ProbeAsync(new(baseUrl), new CredentialSource.None(), "", allowsLoopback: allowsLoopback);

        AssertTargetRefused(result, "no route may lead there", "declare the route \"private\": true");
    }

    [Theory]
    [InlineData("http://127.0.0.1:{port}/msi/token")]
    [InlineData("http://localhost:{port}/msi/token")]
    public async Task IdentityEndpoint_AsARoute_IsRefusedWhateverIsAllowed(string endpoint)
    {
        await using var tokens = FaultServer.Start(Misbehave.Healthy);

        var result = await ProbeAsync(
            tokens.Http(), new CredentialSource.EnvironmentVariable("KEY"), "KEY@localhost",
            identityEndpoint: endpoint.Replace("{port}", $"{tokens.Endpoint.Port}", StringComparison.Ordinal));

        AssertTargetRefused(result, "is where this process gets its tokens");
        Assert.Empty(tokens.Connections);
    }

    [Fact]
    public async Task Loopback_OfARouteThatIsDeclaredPrivate_IsReached()
    {
        await using var server = FaultServer.Start(Misbehave.Healthy);

        var result = await ProbeAsync(
            server.Http(), new CredentialSource.EnvironmentVariable("KEY"), "KEY@localhost", allowsLoopback: false, isPrivate: true);

        result.AssertPassed();
    }

    [Theory]
    [InlineData("http://169.254.169.254/metadata", "169.254.169.254")]
    [InlineData("https://localhost/v1", "the vantage itself")]
    [InlineData("https://llm.contoso.example/v1", "the vantage itself")]
    public async Task Proxy_ThatTheRouteNames_LeadsNowhereThatARouteMayNot(string baseUrl, string why)
    {
        await using var proxy = FaultServer.Start(FaultProxy.Working);

        var result = await ProbeAsync(
            new(baseUrl), new CredentialSource.None(), "", allowsLoopback: false, proxy: new($"http://127.0.0.1:{proxy.Endpoint.Port}"));

        AssertTargetRefused(result, why);
        Assert.Empty(proxy.Connections);
    }

    private static void AssertTargetRefused(ProbeResult result, params string[] oneOf)
    {
        Assert.Equal((Cause.ConfigTargetNotAllowed, Stage.Connect), (result.Diagnosis.Cause, result.Break));
        Assert.Contains(oneOf, words => result.Diagnosis.Summary.Contains(words, StringComparison.Ordinal));
        Assert.Null(result.DrillDown);
    }

    private static DnsResponder Answering(IPAddress address) => new((query, _) => [Answer(query, address)]);

    /// <summary>An A record for whoever asks for one, and nothing else.</summary>
    private static byte[] Answer(byte[] query, IPAddress address)
    {
        var answer = DnsResponder.RespondWithAddress(query, 1);
        address.GetAddressBytes().CopyTo(answer, answer.Length - 4);
        var isAddress = query[query.AsSpan(12).IndexOf((byte)0) + 12 + 2] == 1;
        return isAddress ? answer : DnsResponder.Respond(query, 0);
    }

    private static Task<ProbeResult> ProbeAsync(
        Uri baseUrl,
        CredentialSource credential,
        string list,
        DnsResponder? dns = null,
        bool allowsLoopback = true,
        bool isPrivate = false,
        Dictionary<string, CredentialSource.EnvironmentVariable>? headers = null,
        TokenCredential? identity = null,
        string? site = null,
        string? identityEndpoint = null,
        Uri? proxy = null)
    {
        var kind = headers is not null
            ? RouteKind.Gateway
            : credential is CredentialSource.ManagedIdentity ? RouteKind.AzureOpenAI : RouteKind.OpenAI;
        var request = Probe.Of(baseUrl, kind);
        var surroundings = new ProbeSurroundings
        {
            Environment = name => name switch
            {
                "WEBSITE_HOSTNAME" => site,
                "IDENTITY_ENDPOINT" => identityEndpoint,
                "PROBEFLEET_OTHER_RESOLVER" => dns?.Endpoint.ToString(),
                "KEY" or "OTHER" or "STORAGE" or "PROBEFLEET_STORAGE" => Planted,
                _ => null,
            },
            Identity = _ => identity ?? new CountingIdentity(),
            Outbound = new(CredentialList.Read(list, []), allowsLoopback),
        };
        return (request with
        {
            Explain = true,
            Variant = dns is null ? ProbeVariant.Full : ProbeVariant.OtherResolver,
            Route = request.Route with
            {
                Credential = credential,
                Headers = headers ?? NoHeaders,
                IsPrivate = isPrivate,
                Proxy = proxy is null ? new ProxyChoice.Direct() : new ProxyChoice.Explicit(proxy),
            },
        }).RunAsync(surroundings);
    }

    private sealed class CountingIdentity : TokenCredential
    {
        public int Asked { get; private set; }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Asked++;
            return new(new AccessToken(Planted, DateTimeOffset.MaxValue));
        }
    }
}
