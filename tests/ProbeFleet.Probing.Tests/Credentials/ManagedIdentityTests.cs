using System.Net;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Tests.DrillDowns;

namespace ProbeFleet.Probing.Tests.Credentials;

/// <summary>Azure's own client against a token endpoint on loopback, as a Functions app with identities sees it.</summary>
public sealed class ManagedIdentityTests(
    LabApiFixture lab, IdentityEndpoint endpoint) : IClassFixture<LabApiFixture>, IClassFixture<IdentityEndpoint>
{
    private readonly string _clientId = Guid.NewGuid().ToString();

    [Theory]
    [InlineData("v1", LabCredentials.FoundryAudience)]
    [InlineData("2024-10-21", LabCredentials.CognitiveServicesAudience)]
    public async Task Unnamed_AzureClientIdIsSet_IsAskedForAndAccepted(string version, string audience)
    {
        endpoint.Assign(_clientId, LabCredentials.TokenFor(audience));

        var result = await RunAsync(new CredentialSource.ManagedIdentity(), azureClientId: _clientId, version);

        result.AssertPassed();
        Assert.Equal(audience, Assert.Single(endpoint.AskedFor(_clientId))["resource"]);
        Assert.Equal(_clientId, result.Find<CredentialEvidence>()!.Facts!.ManagedIdentity);
        Assert.Equal("managed-identity", result.Find<CredentialEvidence>()!.Facts!.Source);
    }

    [Fact]
    public async Task Named_AzureClientIdIsSet_TheNamedOneWins()
    {
        var other = Guid.NewGuid().ToString();
        endpoint.Assign(_clientId, LabCredentials.TokenFor(LabCredentials.FoundryAudience));

        var result = await RunAsync(new CredentialSource.ManagedIdentity(_clientId), azureClientId: other);

        result.AssertPassed();
        Assert.Equal(_clientId, result.Find<CredentialEvidence>()!.Facts!.ManagedIdentity);
        Assert.Empty(endpoint.AskedFor(other));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task SystemAssigned_NotThere_IsRefusedWithTheRemedy(string? azureClientId)
    {
        var before = endpoint.AskedFor("").Count();

        var result = await RunAsync(new CredentialSource.ManagedIdentity(), azureClientId);

        Assert.Single(endpoint.AskedFor("").Skip(before));
        AssertRefused(result, 400, "the system-assigned identity");
        Assert.Equal("system-assigned", result.Find<CredentialEvidence>()!.Facts!.ManagedIdentity);
        Assert.Contains(result.Exception!, link => link.Message.Contains(
            "Unable to load the proper Managed Identity", StringComparison.Ordinal));
        Assert.Contains(result.Diagnosis.DoNext, step => step.Contains("set AZURE_CLIENT_ID", StringComparison.Ordinal));
        Assert.Contains(result.Diagnosis.DoNext, step => step.Contains("Turn the system-assigned identity", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400, """{"statusCode":400,"message":"Unable to load the proper Managed Identity."}""", "Assign the user-assigned identity")]
    [InlineData(401, """{"error":{"code":"Unauthorized"}}""", "IDENTITY_HEADER")]
    [InlineData(403, """{"message":"Forbidden"}""", "IDENTITY_HEADER")]
    [InlineData(404, """{"statusCode":404,"message":"No User Assigned or Delegated Managed Identity found for specified ClientId."}""", "is assigned")]
    [InlineData(404, "", "is assigned")]
    [InlineData(410, "", "70 seconds")]
    [InlineData(429, "{}", "one credential object")]
    [InlineData(500, """{"message":"An unexpected error occured while fetching the AAD Token."}""", "correlation id")]
    [InlineData(503, "", "correlation id")]
    public async Task EndpointThatAnswers_IsARefusalWithTheRemedyThatFits(int status, string body, string remedy)
    {
        endpoint.Answer(_clientId, status, body);

        var result = await RunAsync(new CredentialSource.ManagedIdentity(), _clientId);

        AssertRefused(result, status, $"the identity with client id {_clientId}");
        Assert.Contains(remedy, string.Join('\n', result.Diagnosis.DoNext), StringComparison.Ordinal);
    }

    // The client's exceptions have no status here.
    [Fact]
    public async Task MetadataServiceThatKnowsNoSuchIdentity_IsARefusal()
    {
        const string otherEndpoint = "AZURE_POD_IDENTITY_AUTHORITY_HOST";
        await using var metadata = FaultServer.Start(
            Misbehave.Reply("400 Bad Request", "application/json",
                """{"error":"invalid_request","error_description":"Identity not found"}"""));
        Environment.SetEnvironmentVariable(otherEndpoint, $"http://127.0.0.1:{metadata.Endpoint.Port}");
        try
        {
            await ElsewhereAsync(null, async () =>
            {
                var result = await RunAsync(new CredentialSource.ManagedIdentity(), _clientId);

                Assert.Contains($"client_id={_clientId}", Assert.Single(metadata.Requests).Target, StringComparison.Ordinal);
                AssertRefused(result, 400, $"the identity with client id {_clientId}");
            });
        }
        finally
        {
            Environment.SetEnvironmentVariable(otherEndpoint, null);
        }
    }

    [Fact]
    public async Task SuccessWithoutAToken_IsNotTheEndpoint()
    {
        endpoint.Answer(_clientId, 200, "<html>Please sign in</html>");

        AssertUnreachable(await RunAsync(new CredentialSource.ManagedIdentity(), _clientId));
    }

    [Fact]
    public async Task NothingListens_IsThePath() =>
        await ElsewhereAsync($"http://127.0.0.1:{FreePort.Take(IPAddress.Loopback)}/msi/token", async () =>
        AssertUnreachable(await RunAsync(new CredentialSource.ManagedIdentity(), _clientId)));

    [Fact]
    public async Task ConnectionClosedWithoutAnAnswer_IsThePath()
    {
        await using var server = new LoopbackServer((socket, _, _) =>
        {
            socket.Close();
            return Task.CompletedTask;
        });

        await ElsewhereAsync($"http://127.0.0.1:{server.Port}/msi/token", async () =>
            AssertUnreachable(await RunAsync(new CredentialSource.ManagedIdentity(), _clientId)));
    }

    [Fact]
    public async Task Silence_IsCutByItsOwnBoundAndIsThePath()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(async (_, stream, stop) =>
        {
            await stream.ReadExactlyAsync(new byte[1], stop);
            asked.TrySetResult();
            await stream.CopyToAsync(Stream.Null, stop);
        });
        var clock = new ManualClock();

        await ElsewhereAsync($"http://127.0.0.1:{server.Port}/msi/token", async () =>
        {
            var probing = Request(new CredentialSource.ManagedIdentity()).RunAsync(Surroundings(_clientId) with { Clock = clock });
            await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
            clock.Advance(Probe.Ample.Headers / 3);
            var result = await probing;

            Assert.Equal((Cause.CredentialTimeout, Owner.ConnectionPath), (result.Diagnosis.Cause, result.Diagnosis.Owner));
            Assert.Contains("within 8 s", result.FailureAt(Stage.Credential)!.Detail, StringComparison.Ordinal);
        });
    }

    // Key Vault's client takes a challenge only from a host below its own domain, which loopback is not: no token is asked for here.
    [Fact]
    public async Task Vault_IsReadWithTheIdentityOfAzureClientIdAndItsRefusalIsOne()
    {
        await using var vault = FaultServer.Start(Misbehave.Reply("403 Forbidden", "application/json", "{}").OverTls(LabTrust.Server));
        List<CredentialSource.ManagedIdentity> asked = [];
        var surroundings = Surroundings(_clientId);
        var source = new CredentialSource.KeyVaultSecret(vault.Https("/secrets/key/1"));

        var result = await Request(source).RunAsync(surroundings with
        {
            Identity = identity =>
            {
                asked.Add(identity);
                return surroundings.Identity(identity);
            },
        });

        Assert.Equal(new(_clientId), Assert.Single(asked));
        Assert.Equal(_clientId, result.Find<CredentialEvidence>()!.Facts!.ManagedIdentity);
        Assert.StartsWith("/secrets/key/1", Assert.Single(vault.Requests).Target, StringComparison.Ordinal);
        Assert.Equal((Cause.CredentialRefused, Owner.Authentication), (result.Diagnosis.Cause, result.Diagnosis.Owner));
        Assert.Equal($"the vault answered 403 to the identity with client id {_clientId}", result.FailureAt(Stage.Credential)!.Detail);
    }

    private static void AssertRefused(ProbeResult result, int status, string identity)
    {
        Assert.Equal((Cause.CredentialRefused, Owner.Authentication), (result.Diagnosis.Cause, result.Diagnosis.Owner));
        Assert.Equal($"the token endpoint answered {status} when asked for {identity}", result.FailureAt(Stage.Credential)!.Detail);
        Assert.DoesNotContain("lab-identity-header", result.ToJson(), StringComparison.Ordinal);
    }

    private static void AssertUnreachable(ProbeResult result) =>
        Assert.Equal((Cause.CredentialUnreachable, Owner.ConnectionPath), (result.Diagnosis.Cause, result.Diagnosis.Owner));

    private Task<ProbeResult> RunAsync(CredentialSource source, string? azureClientId, string version = "v1") =>
        Request(source, version).RunAsync(Surroundings(azureClientId));

    private ProbeRequest Request(CredentialSource source, string version = "v1")
    {
        var request = Probe.Of(lab.Api.Https, RouteKind.AzureOpenAI, "chat", version);
        return request with { Route = request.Route with { Credential = source } };
    }

    private static ProbeSurroundings Surroundings(string? azureClientId) =>
        new() { Environment = name => name is "AZURE_CLIENT_ID" ? azureClientId : null };

    private async Task ElsewhereAsync(string? url, Func<Task> act)
    {
        IdentityEndpoint.PointTo(url);
        try
        {
            await act();
        }
        finally
        {
            IdentityEndpoint.PointTo(endpoint.Url);
        }
    }
}
