using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;

namespace ProbeFleet.Core.Tests.Configuration.Reading;

/// <summary>What a configuration asks the operators of its vantages to allow.</summary>
public sealed class CredentialNeedsTests
{
    public static TheoryData<string> GoodNames => ConfigurationDrawer.GoodNames;

    [Fact]
    public void Needs_OfEveryKindOfSecret_AreNamedOnce()
    {
        var configuration = Configuration("""
            {
              "routes": [
                { "name": "a", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "credential": "env:OPENAI_API_KEY", "model": "gpt-4.1-nano" },
                { "name": "b", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "credential": "env:OPENAI_API_KEY", "model": "gpt-4.1" },
                { "name": "c", "kind": "azure-openai", "baseUrl": "https://contoso.openai.azure.com", "credential": "managed-identity",
                  "apiVersion": "2024-10-21", "model": "chat" },
                { "name": "d", "kind": "gateway", "baseUrl": "https://llm.contoso.com/v1", "model": "m",
                  "credential": "keyvault:https://kv.vault.azure.net/secrets/key", "headers": { "x-tenant": "env:TENANT" } },
                { "name": "e", "kind": "gateway", "baseUrl": "https://open.contoso.com/v1", "model": "m", "credential": "none" }
              ],
              "incidents": { "notify": [ { "kind": "webhook", "url": "env:HOOK", "secret": "env:HOOK_KEY" } ] }
            }
            """);

        Assert.Equal(
            [
                "HOOK @ notify", "HOOK_KEY @ notify", "OPENAI_API_KEY @ api.openai.com", "TENANT @ llm.contoso.com",
                "keyvault:kv.vault.azure.net @ llm.contoso.com",
            ],
            CredentialNeeds.Find(configuration));
    }

    [Theory]
    [MemberData(nameof(GoodNames))]
    public void ListOfNeeds_LetsEveryRouteSendItsSecrets(string name)
    {
        var configuration = Configuration(File.ReadAllText(ConfigurationDrawer.Good(name)));
        List<string> problems = [];

        var list = CredentialList.Read(string.Join(',', CredentialNeeds.Find(configuration)), problems);

        Assert.Empty(problems);
        foreach (var route in configuration.Routes)
        {
            Assert.All(route.Headers.Values, header => Assert.True(list.Allows(header, route.BaseUrl)));
            Assert.True(
                route.Credential is CredentialSource.None or CredentialSource.ManagedIdentity
                || list.Allows(route.Credential, route.BaseUrl));
        }

        Assert.All(configuration.Incidents.Notify, target => Assert.True(list.AllowsNotices(target.Url)));
    }

    private static FleetConfiguration Configuration(string json)
    {
        var reading = FleetConfigurationReader.Read(json);
        return reading.Configuration ?? throw new InvalidOperationException(string.Join('\n', reading.Violations));
    }
}
