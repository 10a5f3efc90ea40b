using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using ProbeFleet.Azurite;

namespace ProbeFleet.StandIns.Tests.Tables;

public sealed class CredentialTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WrongKey_Is403AndStaysUnsaid()
    {
        var wrong = Convert.ToBase64String(new byte[64]);
        var table = new TableServiceClient(azurite.Server.Endpoint, new TableSharedKeyCredential("devstoreaccount1", wrong), options: null).GetTableClient("t");

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => table.CreateIfNotExistsAsync(Cancellation));

        Assert.Equal(403, refusal.Status);
        Assert.DoesNotContain(wrong, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signature_InTheUrl_OpensTheTable()
    {
        var table = await azurite.NewTableAsync();
        var signed = new TableServiceClient(new UriBuilder(azurite.Server.Endpoint) { Query = Signature() }.Uri).GetTableClient(table.Name);

        await signed.AddEntityAsync(new TableEntity("p", "r"), Cancellation);
        var rows = await signed.QueryAsync<TableEntity>("PartitionKey eq 'p'", cancellationToken: Cancellation).CountAsync(Cancellation);

        Assert.Equal(1, rows);
        Assert.DoesNotContain("sig=", signed.Uri.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signature_InTheConnectionString_OpensTheTable()
    {
        var table = await azurite.NewTableAsync();
        var signed = new TableClient($"TableEndpoint={azurite.Server.Endpoint};SharedAccessSignature={Signature()}", table.Name);

        Assert.Equal(204, (await signed.AddEntityAsync(new TableEntity("p", "r"), Cancellation)).Status);
    }

    [Fact]
    public async Task Identity_AsksForTheStorageScopeAndBearsTheToken()
    {
        var service = new RecordingHandler(HttpStatusCode.NoContent);
        var credential = new KnownToken();
        var table = new TableServiceClient(new Uri("https://a.table.core.windows.net"), credential, Options(service)).GetTableClient("t");

        await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
        Assert.Equal("Bearer known-token", service.Requests.Single().Headers.Authorization!.ToString());
    }

    [Fact]
    public async Task Request_RefusedAsBusy_IsSentAgain()
    {
        var service = new RecordingHandler(HttpStatusCode.ServiceUnavailable, HttpStatusCode.NoContent);
        var table = new TableClient(new Uri("https://a.table.core.windows.net"), "t", new TableSharedKeyCredential("a", "AAAA"), Options(service));

        await table.UpsertEntityAsync(new TableEntity("p", "r"), cancellationToken: Cancellation);

        Assert.Equal(2, service.Requests.Count);
        Assert.All(service.Requests, request => Assert.Equal("SharedKeyLite", request.Headers.Authorization!.Scheme));
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=AAAA;EndpointSuffix=core.chinacloudapi.cn", "https://a.table.core.chinacloudapi.cn/")]
    [InlineData("AccountName=a;AccountKey=AAAA", "https://a.table.core.windows.net/")]
    [InlineData("AccountName=a;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:9/a", "http://127.0.0.1:9/a")]
    public void ConnectionString_NamesTheEndpoint(string text, string endpoint) =>
        Assert.Equal(endpoint, new TableServiceClient(text).Uri.ToString());

    [Theory]
    [InlineData("AccountKey=c2VjcmV0", "AccountName")]
    [InlineData("AccountName=a", "AccountKey")]
    [InlineData("AccountName=a;AccountKey=c2VjcmV0!", "AccountKey")]
    [InlineData("AccountName=a;AccountKey=c2VjcmV0;TableEndpoint=ftp://c2VjcmV0", "endpoint")]
    [InlineData("c2VjcmV0", "NAME=VALUE")]
    public void ConnectionString_WithAFault_IsRefusedWithoutItsValues(string text, string told)
    {
        var refusal = Assert.Throws<FormatException>(() => new TableServiceClient(text));

        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", refusal.ToString(), StringComparison.Ordinal);
    }

    private static TableClientOptions Options(RecordingHandler service) =>
        new() { Transport = new HttpClientTransport(service), Retry = { Delay = TimeSpan.Zero } };

    /// <summary>An account signature: https://learn.microsoft.com/rest/api/storageservices/create-account-sas.</summary>
    private static string Signature()
    {
        var expiry = DateTimeOffset.UtcNow.AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var text = $"devstoreaccount1\nrwdlacu\nt\nsco\n\n{expiry}\n\n\n2019-02-02\n";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(AzuriteServer.AccountKey), Encoding.UTF8.GetBytes(text)));
        return $"sv=2019-02-02&ss=t&srt=sco&sp=rwdlacu&se={Uri.EscapeDataString(expiry)}&sig={Uri.EscapeDataString(signature)}";
    }

    private sealed class RecordingHandler(params HttpStatusCode[] answers) : HttpMessageHandler
    {
        public List<HttpRequestMessage> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            return Task.FromResult(new HttpResponseMessage(answers[Requests.Count - 1]));
        }
    }

    private sealed class KnownToken : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken("known-token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
