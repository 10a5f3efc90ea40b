using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests;

public sealed class ConnectTests(AzuriteFixture azurite)
{
    private const string Secret = "c2VjcmV0LXBsYW50ZWQtYnktYS10ZXN0";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "No storage is named")]
    [InlineData("  ", "No storage is named")]
    [InlineData($"AccountName=contoso;AccountKey={Secret}!", "not usable")]
    [InlineData($"AccountKey={Secret}", "not usable")]
    [InlineData($"AccountName=contoso;{Secret}", "not usable")]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey={Secret}!;TableEndpoint=https://contoso.table.core.windows.net", "not usable")]
    [InlineData(Secret, "not usable")]
    [InlineData($"https://contoso.table.core.windows.net/?x={Secret}", "needs an identity")]
    [InlineData($"https://user:{Secret}@contoso.table.core.windows.net", "is not one")]
    [InlineData($"https://contoso.blob.core.windows.net/?sig={Secret}", "another service")]
    [InlineData("ftp://contoso.table.core.windows.net", "is not one")]
    public void Connect_BadText_SaysWhatIsWrongAndRepeatsNoSecret(string? connection, string expected)
    {
        var error = Assert.Throws<FormatException>(() => TableStores.Connect(connection, credential: null, TimeProvider.System));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://contoso.table.core.windows.net", "https://contoso.table.core.windows.net/")]
    [InlineData("https://contoso.table.core.usgovcloudapi.net/", "https://contoso.table.core.usgovcloudapi.net/")]
    [InlineData($"https://contoso.table.core.windows.net/?sv=2020-12-06&sig={Secret}", "https://contoso.table.core.windows.net/")]
    [InlineData($"AccountName=contoso;AccountKey={Secret};EndpointSuffix=core.chinacloudapi.cn\n",
        "https://contoso.table.core.chinacloudapi.cn/")]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1")]
    public void Connect_GoodText_FindsTheAccountAndHidesItsSignature(string connection, string endpoint)
    {
        using var stores = TableStores.Connect(connection, new FixedToken(), TimeProvider.System);

        Assert.Equal(new Uri(endpoint), stores.Endpoint);
    }

    [Fact]
    public void Connect_IdentityOverPlainHttp_IsRefused() => Assert.Contains(
        "https",
        Assert.Throws<FormatException>(
            () => TableStores.Connect("http://contoso.table.core.windows.net", new FixedToken(), TimeProvider.System)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(403, "AuthorizationPermissionMismatch", StorageFailure.Denied, "Storage Table Data Contributor")]
    [InlineData(403, "AuthorizationFailure", StorageFailure.Denied, "network rules")]
    [InlineData(403, "AuthenticationFailed", StorageFailure.Denied, "clock")]
    [InlineData(401, "Anything", StorageFailure.Denied, "Anything")]
    [InlineData(400, "InvalidInput", StorageFailure.Refused, "400 InvalidInput")]
    [InlineData(503, "ServerBusy", StorageFailure.Unreachable, "503 ServerBusy")]
    [InlineData(429, "TooManyRequests", StorageFailure.Unreachable, "429")]
    public async Task Call_Refused_SaysWhatToDo(int status, string code, StorageFailure failure, string expected)
    {
        using var stores = TableStores.Connect(
            "https://contoso.table.core.windows.net", new FixedToken(), TimeProvider.System, options =>
            {
                options.Retry.MaxRetries = 0;
                options.Transport = new HttpClientTransport(new Answers(status, code));
            });

        foreach (var call in new Func<Task>[]
        {
            () => stores.Results.SaveAsync(Round(NewVantage(), Noon), Cancel),
            () => stores.Snapshots.ReadFleetAsync(Cancel),
            () => stores.Configuration.ReadAsync(default, Cancel),
        })
        {
            var error = await Assert.ThrowsAsync<StorageException>(call);
            Assert.Equal(failure, error.Failure);
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(FixedToken.Text, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Call_WrongKey_IsDeniedWithoutTheKey()
    {
        var connection = azurite.Server.ConnectionString.Replace(AzuriteServer.AccountKey, Secret, StringComparison.Ordinal);
        using var stores = TableStores.Connect(connection, credential: null, TimeProvider.System);

        var error = await Assert.ThrowsAsync<StorageException>(() => stores.Vantages.ReadAllAsync(Cancel));

        Assert.Equal(StorageFailure.Denied, error.Failure);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_IdentityWithoutAToken_SaysSo()
    {
        using var stores = TableStores.Connect("https://contoso.table.core.windows.net", new NoToken(), TimeProvider.System);

        var error = await Assert.ThrowsAsync<StorageException>(() => stores.Vantages.ReadAllAsync(Cancel));

        Assert.Equal(StorageFailure.Denied, error.Failure);
        Assert.Contains("identity", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_AnsweredByASignInPage_IsNoAnswerOfStorage()
    {
        using var stores = TableStores.Connect(
            "https://contoso.table.core.windows.net", new FixedToken(), TimeProvider.System,
            options => options.Transport = new HttpClientTransport(new SignInPage()));

        var error = await Assert.ThrowsAsync<StorageException>(() => stores.Vantages.ReadAllAsync(Cancel));

        Assert.Equal(StorageFailure.Unreachable, error.Failure);
        Assert.Contains("is not Table Storage", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_FailsInThisProgram_IsNoFaultOfTheAccount()
    {
        using var stores = TableStores.Connect(
            "https://contoso.table.core.windows.net", new FixedToken(), TimeProvider.System,
            options => options.Transport = new HttpClientTransport(new Broken()));

        var error = await Assert.ThrowsAsync<StorageException>(() => stores.Vantages.ReadAllAsync(Cancel));

        Assert.Equal(StorageFailure.Refused, error.Failure);
        Assert.Contains("a defect of ProbeFleet", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("identity", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_CancelledByTheCaller_IsACancellation()
    {
        using var account = new Account(azurite.Server.ConnectionString, TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => account.Stores.Vantages.ReadAllAsync(new(canceled: true)));
    }

    [Fact]
    public async Task Call_CancelledInItsRepetition_IsACancellationToo()
    {
        using var stop = new CancellationTokenSource();
        using var stores = TableStores.Connect(
            "https://contoso.table.core.windows.net", new FixedToken(), TimeProvider.System, options =>
            {
                options.Retry.Delay = TimeSpan.Zero;
                options.Transport = new HttpClientTransport(new Breaks(stop));
            });

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stores.Vantages.ReadAllAsync(stop.Token));

        Assert.Equal(stop.Token, error.CancellationToken);
        Assert.IsType<AggregateException>(error.InnerException);
    }

    [Fact]
    public async Task Account_WithoutTables_ReadsEmptyAndIsMadeByTheFirstWrite()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, TimeProvider.System);

        Assert.Empty((await account.Stores.Snapshots.ReadFleetAsync(Cancel)).Values);
        Assert.Null((await account.Stores.Results.QueryAsync(new() { From = Noon, To = Noon.AddDays(1) }, Cancel)).Next);
        await account.Stores.Results.SaveAsync(Round(NewVantage(), Noon), Cancel);

        Assert.Equal(["ProbeResults"], await TablesAsync(account));
    }

    private static async Task<List<string>> TablesAsync(Account account)
    {
        string[] names = ["Baselines", "FleetConfig", "Leases", "ProbeRequests", "ProbeResults", "RouteSnapshots", "Vantages", "Other"];
        List<string> found = [];
        foreach (var name in names)
        {
            try
            {
                await account.Raw(name).QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: Cancel).AnyAsync(Cancel);
                found.Add(name);
            }
            catch (Azure.RequestFailedException missing) when (missing.Status == 404)
            {
            }
        }

        return found;
    }

    private sealed class FixedToken : TokenCredential
    {
        public const string Text = "token-planted-by-a-test";

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(Text, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }

    private sealed class NoToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new CredentialUnavailableException("no identity here");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new CredentialUnavailableException("no identity here");
    }

    private sealed class SignInPage : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>Please sign in</html>") });
    }

    private sealed class Broken : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new NotSupportedException("as reflection in a native file");
    }

    /// <summary>Answers in the account's place.</summary>
    private sealed class Answers(int status, string code) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new StringContent($$"""{ "odata.error": { "code": "{{code}}", "message": { "value": "No." } } }"""),
            });
    }

    /// <summary>Breaks the first connection, and is cancelled in the second.</summary>
    private sealed class Breaks(CancellationTokenSource stop) : HttpMessageHandler
    {
        private int _calls;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _calls) > 1)
            {
                await stop.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            throw new HttpRequestException("broken by a test");
        }
    }
}
