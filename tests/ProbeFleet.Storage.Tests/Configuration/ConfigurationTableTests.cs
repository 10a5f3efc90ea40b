using Azure;
using Microsoft.Extensions.Time.Testing;
using ProbeFleet.Storage.Configuration;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests.Configuration;

/// <summary>A server of their own: there is one configuration per account.</summary>
public sealed class ConfigurationTableTests(AzuriteFixture azurite)
{
    private const string Good = """
        { "routes": [ { "name": "openai", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "model": "gpt", "credential": "none" } ] }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Configuration_AppliedReadAndReplaced_FollowsItsTag()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, new FakeTimeProvider(Noon));
        var table = account.Stores.Configuration;
        Assert.IsType<Reading<StoredConfiguration>.Absent>(await table.ReadAsync(default, Cancel));

        var first = Assert.IsType<ConfigurationChange.Applied>(await table.ApplyAsync(Good, ETag.All, "a test", Cancel));
        var read = Assert.IsType<Reading<StoredConfiguration>.Found>(await table.ReadAsync(default, Cancel)).Value;
        Assert.Equal((Good, 1L, Noon, first.Tag), (read.Json, read.Version, read.AppliedAt, read.Tag));
        Assert.Equal("openai", Assert.Single(read.Configuration.Routes).Name.ToString());
        Assert.Null(await table.ReadAsync(first.Tag, Cancel));

        var second = Assert.IsType<ConfigurationChange.Applied>(await table.ApplyAsync(Good, first.Tag, "a test", Cancel));
        Assert.Equal(2, second.Version);
        Assert.IsType<Reading<StoredConfiguration>.Found>(await table.ReadAsync(first.Tag, Cancel));
        Assert.IsType<ConfigurationChange.Conflict>(await table.ApplyAsync(Good, first.Tag, "a test", Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Configuration_TheAnswerIsLost_IsApplied(bool isFirst)
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, new FakeTimeProvider(Noon));
        var table = account.Stores.Configuration;
        await account.Raw("FleetConfig").CreateAsync(Cancel);
        var version = isFirst ? 1L : 2L;
        var before = isFirst ? null : (await table.ApplyAsync(Good, null, "a test", Cancel) as ConfigurationChange.Applied)?.Tag;
        var lost = 0;
        account.OnCall = () =>
        {
            if (lost == 0 && account.Calls[^1].StartsWith("POST", StringComparison.Ordinal))
            {
                lost++;
                throw new IOException("the answer is lost by the test");
            }
        };

        var applied = Assert.IsType<ConfigurationChange.Applied>(await table.ApplyAsync($"{Good} ", before, "a test", Cancel));

        var read = Assert.IsType<Reading<StoredConfiguration>.Found>(await table.ReadAsync(default, Cancel)).Value;
        Assert.Equal((1, version, version, applied.Tag), (lost, applied.Version, read.Version, read.Tag));
    }

    [Fact]
    public async Task History_OfTwentyFiveVersions_KeepsTheLastTwentyWithTheirTextsAndWho()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        var clock = new FakeTimeProvider(Noon);
        using var account = new Account(server.ConnectionString, clock);
        var table = account.Stores.Configuration;
        ETag? tag = null;
        for (var version = 1; version <= 25; version++)
        {
            var applied = Assert.IsType<ConfigurationChange.Applied>(
                await table.ApplyAsync(Text(version), tag, $"person {version}\n", Cancel));
            Assert.Equal(version, applied.Version);
            tag = applied.Tag;
        }

        var history = await table.ReadHistoryAsync(Cancel);

        Assert.Equal(
            Enumerable.Range(6, 20).Reverse().Select(
                version => new ConfigurationVersion(version, Noon, $"person {version}")), history.Values);
        foreach (var version in new[] { 6, 24, 25 })
        {
            Assert.Equal(new Reading<string>.Found(Text(version)), await table.FindTextAsync(version, Cancel));
        }

        Assert.IsType<Reading<string>.Absent>(await table.FindTextAsync(5, Cancel));
        Assert.IsType<Reading<string>.Absent>(await table.FindTextAsync(26, Cancel));
        await account.SpoilAsync("FleetConfig", "fleet", "version|000000000024", "Schema", 99);
        Assert.IsType<Reading<string>.Unreadable>(await table.FindTextAsync(24, Cancel));

        static string Text(int version) => Good.Replace("\"gpt\"", $"\"gpt-{version}\"", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_OverAnotherThanIsMeant_IsAConflictAndKeepsNothing()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, new FakeTimeProvider(Noon));
        var table = account.Stores.Configuration;
        Assert.IsType<ConfigurationChange.Conflict>(await table.ApplyAsync(Good, new ETag("other"), "a test", Cancel));
        Assert.IsType<ConfigurationChange.Applied>(await table.ApplyAsync(Good, expected: null, "a test", Cancel));

        Assert.IsType<ConfigurationChange.Conflict>(await table.ApplyAsync(Good, expected: null, "a test", Cancel));
        Assert.IsType<ConfigurationChange.Conflict>(await table.ApplyAsync(Good, new ETag("other"), "a test", Cancel));

        Assert.Single((await table.ReadHistoryAsync(Cancel)).Values);
    }

    [Fact]
    public async Task Configuration_OfTenThousandsOfCharacters_ComesBackWhole()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, TimeProvider.System);
        var json = Good.Replace("\"gpt\"", $"\"{string.Concat(Enumerable.Repeat("😀", 9))}\"", StringComparison.Ordinal)
            + new string(' ', 95_983);
        var odd = json.Insert(1, " ") + " ";

        foreach (var text in new[] { json, odd })
        {
            Assert.IsType<ConfigurationChange.Applied>(await account.Stores.Configuration.ApplyAsync(text, ETag.All, "a test", Cancel));
            Assert.Equal(text, Assert.IsType<Reading<StoredConfiguration>.Found>(
                await account.Stores.Configuration.ReadAsync(default, Cancel)).Value.Json);
        }
    }

    [Fact]
    public async Task Apply_TextThatIsNoConfiguration_IsRefusedWithEveryViolationAndStoresNothing()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, TimeProvider.System);

        var invalid = Assert.IsType<ConfigurationChange.Invalid>(
            await account.Stores.Configuration.ApplyAsync("""{ "routes": [], "retention": "0" }""", ETag.All, "a test", Cancel));
        var tooLong = Assert.IsType<ConfigurationChange.Invalid>(
            await account.Stores.Configuration.ApplyAsync(Good + new string(' ', 500_000), ETag.All, "a test", Cancel));

        Assert.True(invalid.Violations.Count >= 2);
        Assert.Contains("479000", Assert.Single(tooLong.Violations).Message, StringComparison.Ordinal);
        Assert.Empty(account.Calls);
    }

    [Fact]
    public async Task Read_RowThatAnotherVersionWrote_IsUnreadableAndCanBeReplaced()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, TimeProvider.System);
        var table = account.Stores.Configuration;
        var applied = Assert.IsType<ConfigurationChange.Applied>(await table.ApplyAsync(Good, ETag.All, "a test", Cancel));

        await account.SpoilAsync("FleetConfig", "fleet", "current", "Json", """{ "routes": [], "novelty": 1 }""");
        var unreadable = Assert.IsType<Reading<StoredConfiguration>.Unreadable>(await table.ReadAsync(applied.Tag, Cancel));
        Assert.Contains("$.", unreadable.Row.Reason, StringComparison.Ordinal);

        Assert.IsType<ConfigurationChange.Applied>(await table.ApplyAsync(Good, ETag.All, "a test", Cancel));
        Assert.IsType<Reading<StoredConfiguration>.Found>(await table.ReadAsync(new ETag("other"), Cancel));

        var withKey = Good.Replace("\"gpt\"", "\"sk-proj-abcdefghijklmnopqrstuvwxyz0123456789\"", StringComparison.Ordinal);
        await account.SpoilAsync("FleetConfig", "fleet", "current", "Json", withKey);
        Assert.IsType<Reading<StoredConfiguration>.Found>(await table.ReadAsync(new ETag("other"), Cancel));
        Assert.IsType<ConfigurationChange.Invalid>(await table.ApplyAsync(withKey, ETag.All, "a test", Cancel));
    }
}
