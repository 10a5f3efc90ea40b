using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;

namespace ProbeFleet.Core.Tests.Configuration.Reading;

/// <summary>What a vantage's list of credentials lets go, and to where.</summary>
public sealed class CredentialListTests
{
    private static readonly CredentialSource Key = new CredentialSource.EnvironmentVariable("KEY");

    private static readonly CredentialSource Secret = new CredentialSource.KeyVaultSecret(
        new("https://kv-fleet.vault.azure.net/secrets/key"));

    [Theory]
    [InlineData("KEY@api.openai.com", "https://api.openai.com/v1", true)]
    [InlineData("KEY@api.openai.com", "https://API.OpenAI.com:8443/v1", true)]
    [InlineData("KEY @ api.openai.com , OTHER@a.example", "https://api.openai.com/v1", true)]
    [InlineData("KEY@api.openai.com.", "https://api.openai.com/v1", true)]
    [InlineData("KEY@api.openai.com", "https://api.openai.com./v1", true)]
    [InlineData("KEY@api.openai.com", "https://api.openai.com.evil.example/v1", false)]
    [InlineData("KEY@api.openai.com", "https://api.openai.com\u3002evil.example/v1", false)]
    [InlineData("KEY@api.openai.com", "https://api.openai.com@evil.example/v1", false)]
    [InlineData("KEY@api.openai.com", "https://evil.example/api.openai.com", false)]
    [InlineData("KEY@api.openai.com", "https://\u0430pi.openai.com/v1", false)]
    [InlineData("KEY@api.openai.com", "https://xapi.openai.com/v1", false)]
    [InlineData("KEY@api.openai.com", "https://sub.api.openai.com/v1", false)]
    [InlineData("KEY@api.openai.com", "http://api.openai.com/v1", false)]
    [InlineData("KEY@http://llm.contoso.com", "http://llm.contoso.com/v1", true)]
    [InlineData("KEY@http://llm.contoso.com", "https://llm.contoso.com/v1", true)]
    [InlineData("KEY@localhost", "http://localhost:8080/v1", true)]
    [InlineData("KEY@127.0.0.1", "http://2130706433/v1", true)]
    [InlineData("KEY@::1", "http://[::1]:8080/v1", true)]
    [InlineData("KEY@[2001:db8::1]", "https://[2001:db8:0:0::1]/v1", true)]
    [InlineData("KEY@*.contoso.com", "https://llm.contoso.com/v1", true)]
    [InlineData("KEY@*.contoso.com", "https://a.b.contoso.com/v1", true)]
    [InlineData("KEY@*.contoso.com", "https://contoso.com/v1", false)]
    [InlineData("KEY@*.contoso.com", "https://evilcontoso.com/v1", false)]
    [InlineData("KEY@*.contoso.com", "https://llm.contoso.com.evil.example/v1", false)]
    [InlineData("KEY@b\u00FCcher.example", "https://xn--bcher-kva.example/v1", true)]
    [InlineData("OTHER@api.openai.com", "https://api.openai.com/v1", false)]
    [InlineData("KEYS@api.openai.com", "https://api.openai.com/v1", false)]
    [InlineData("key@api.openai.com", "https://api.openai.com/v1", false)]
    [InlineData("KEY@notify", "https://notify/v1", false)]
    [InlineData("managed-identity@api.openai.com", "https://api.openai.com/v1", false)]
    [InlineData("", "https://api.openai.com/v1", false)]
    public void Variable_GoesToListedHostsOnly(string list, string target, bool allowed) =>
        Assert.Equal(allowed, Read(list).Allows(Key, new(target)));

    [Theory]
    [InlineData("keyvault:kv-fleet.vault.azure.net@api.openai.com", true)]
    [InlineData("keyvault:kv-other.vault.azure.net@api.openai.com", false)]
    [InlineData("keyvault:kv-fleet.vault.azure.net@llm.contoso.com", false)]
    public void VaultSecret_GoesToHostsListedForItsVault(string list, bool allowed) =>
        Assert.Equal(allowed, Read(list).Allows(Secret, new("https://api.openai.com/v1")));

    [Theory]
    [InlineData("HOOK@notify", true)]
    [InlineData("HOOK@hooks.slack.com", false)]
    [InlineData("HOOK@*.notify.example", false)]
    public void Receiver_NeedsAnEntryOfItsOwn(string list, bool allowed) => Assert.Equal(allowed, Read(list).AllowsNotices(new("HOOK")));

    [Theory]
    [InlineData("https://api.openai.com/v1")]
    [InlineData("http://llm.contoso.com:4000/v1")]
    [InlineData("http://127.0.0.1:4000/v1")]
    [InlineData("https://[2001:db8::1]/v1")]
    [InlineData("https://b\u00FCcher.example./v1")]
    public void EntryFor_Added_LetsItGo(string target)
    {
        CredentialSource[] sources = [Key, Secret, new CredentialSource.ManagedIdentity("11111111-2222-3333-4444-555555555555")];

        Assert.All(sources, source => Assert.True(Read(CredentialList.EntryFor(source, new(target))).Allows(source, new(target))));
    }

    [Theory]
    [InlineData("OPENAI_API_KEY", "entry 1 'OPENAI_API_KEY' is no SOURCE@HOST")]
    [InlineData("A@a.example, , @b.example", "entry 3 '@b.example' begins with no source")]
    [InlineData("2KEY@api.openai.com", "entry 1 '2KEY@api.openai.com' begins with no source")]
    [InlineData("env:KEY@api.openai.com", "entry 1 'env:KEY@api.openai.com' begins with no source")]
    [InlineData("KEY@", "entry 1 'KEY@' ends in no host")]
    [InlineData("KEY@*", "entry 1 'KEY@*' ends in no host")]
    [InlineData("KEY@api.openai.com:443", "entry 1 'KEY@api.openai.com:443' ends in no host")]
    [InlineData("KEY@https://api.openai.com", "entry 1 'KEY@https://api.openai.com' ends in no host")]
    [InlineData("KEY@api.*.com", "entry 1 'KEY@api.*.com' ends in no host")]
    [InlineData("KEY@api.openai.com/v1", "entry 1 'KEY@api.openai.com/v1' ends in no host")]
    [InlineData("KEY@*.com", "entry 1 'KEY@*.com' allows a whole top-level domain")]
    [InlineData("WEBSITE_AUTH_SIGNING_KEY@a.example", "entry 1 'WEBSITE_AUTH_SIGNING_KEY@a.example' names a variable of the platform")]
    [InlineData("KEY@me@evil.example", "entry 1, which is not shown because it may hold a secret, ends in no host")]
    [InlineData("sk-planted-0123456789@a.example", "entry 1, which is not shown because it may hold a secret, begins with no source")]
    public void Malformed_IsNamedAndSaysWhy(string list, string problem)
    {
        List<string> problems = [];
        CredentialList.Read(list, problems);

        Assert.StartsWith(problem, Assert.Single(problems), StringComparison.Ordinal);
    }

    /// <summary>
    /// The environment of a worker on Flex Consumption and on Premium, of its host, of a container, and of what people copy into one.
    /// </summary>
    [Theory]
    [InlineData("PROBEFLEET_STORAGE")]
    [InlineData("probefleet_storage")]
    [InlineData("PROBEFLEET_CREDENTIALS")]
    [InlineData("Host__FunctionKeys__default")]
    [InlineData("HOST__FUNCTIONKEYS__ADMIN")]
    [InlineData("AzureWebJobsStorage")]
    [InlineData("AzureWebJobsStorage__clientId")]
    [InlineData("APPSETTING_OPENAI_API_KEY")]
    [InlineData("APPSETTING_PROBEFLEET_STORAGE")]
    [InlineData("WEBSITE_AUTH_SIGNING_KEY")]
    [InlineData("WEBSITE_AUTH_ENCRYPTION_KEY")]
    [InlineData("WEBSITE_CONTENTAZUREFILECONNECTIONSTRING")]
    [InlineData("IDENTITY_HEADER")]
    [InlineData("IDENTITY_ENDPOINT")]
    [InlineData("MSI_SECRET")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING")]
    [InlineData("APPINSIGHTS_INSTRUMENTATIONKEY")]
    [InlineData("AZURE_CLIENT_SECRET")]
    [InlineData("AZURE_CLIENT_CERTIFICATE_PASSWORD")]
    [InlineData("AZURE_PASSWORD")]
    [InlineData("AZURE_FEDERATED_TOKEN_FILE")]
    [InlineData("CONTAINER_ENCRYPTION_KEY")]
    [InlineData("MACHINEKEY_DecryptionKey")]
    [InlineData("SQLAZURECONNSTR_Main")]
    [InlineData("CUSTOMCONNSTR_Main")]
    [InlineData("DEPLOYMENT_STORAGE_CONNECTION_STRING")]
    [InlineData("DOCKER_REGISTRY_SERVER_PASSWORD")]
    [InlineData("FUNCTIONS_EXTENSION_VERSION")]
    [InlineData("HTTPS_PROXY")]
    [InlineData("https_proxy")]
    public void PlatformVariable_InAConfigurationOrAList_IsRefused(string name)
    {
        List<string> problems = [];
        CredentialList.Read($"{name}@a.example", problems);
        var reading = FleetConfigurationReader.Read($$"""
            { "routes": [{
                "name": "r", "kind": "gateway", "baseUrl": "https://a.example/v1", "model": "m", "credential": "env:{{name}}",
                "headers": { "x": "env:{{name}}" }
              }],
              "incidents": { "notify": [{ "kind": "webhook", "url": "env:{{name}}", "secret": "env:{{name}}" }] } }
            """);

        Assert.Contains("names a variable of the platform", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Equal(
            ["$.routes[0].credential", "$.routes[0].headers.x", "$.incidents.notify[0].url", "$.incidents.notify[0].secret"],
            reading.Violations.Select(violation => violation.Path));
    }

    [Theory]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("AZURE_OPENAI_API_KEY")]
    [InlineData("AOAI_KEY")]
    [InlineData("GATEWAY_TENANT")]
    [InlineData("INCIDENT_WEBHOOK")]
    public void OwnVariable_IsNoneOfThePlatforms(string name) => Assert.False(PlatformVariables.Has(name));

    private static CredentialList Read(string list)
    {
        List<string> problems = [];
        var read = CredentialList.Read(list, problems);
        Assert.Empty(problems);
        return read;
    }
}
