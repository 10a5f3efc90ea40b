namespace ProbeFleet.Functions.Tests.Observation;

/// <summary>What a vantage says of itself.</summary>
public sealed class HeartbeatTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    [Fact]
    public async Task Heartbeat_AfterARound_SaysWhereAndAsWhatTheVantageRuns()
    {
        // The file that the deployment puts into the package.
        var file = Path.Combine(AppContext.BaseDirectory, "package-hash.txt");
        await File.WriteAllTextAsync(file, "5ca1ab1e", TestContext.Current.CancellationToken);
        try
        {
            await using var app = await VantageApp.StartAsync(
                fixture.Azurite.Server.ConnectionString, fixture.Folder.FullName, "heartbeat", new()
                {
                    ["HTTPS_PROXY"] = "http://user:pa55word@proxy.contoso.com:3128",
                    ["PROBEFLEET_REGION"] = "swedencentral",
                    ["PROBEFLEET_VNET"] = "vnet-prod",
                });
            await app.PostAsync("/api/rounds", "");

            var heartbeat = (await app.GetJsonAsync("/api/fleet")).GetProperty("vantages").EnumerateArray()
                .Select(vantage => vantage.GetProperty("heartbeat"))
                .Single(said => said.GetProperty("vantage").GetProperty("name").GetString() is "heartbeat");

            Assert.Equal(
                ("5ca1ab1e", "127.0.0.1", "http://proxy.contoso.com:3128"),
                (heartbeat.GetProperty("packageHash").GetString(), heartbeat.GetProperty("egress").GetString(),
                    heartbeat.GetProperty("proxy").GetString()));
            Assert.StartsWith("sha256:", heartbeat.GetProperty("trustStoreHash").GetString(), StringComparison.Ordinal);
            Assert.Equal(System.Text.Json.JsonValueKind.Array, heartbeat.GetProperty("resolvers").ValueKind);
            var vantage = heartbeat.GetProperty("vantage");
            Assert.Equal(("swedencentral", "vnet-prod"),
                (vantage.GetProperty("region").GetString(), vantage.GetProperty("network").GetString()));
            Assert.All(["host", "os", "dotnet", "sdk", "app"], name => Assert.NotEmpty(
                vantage.GetProperty("runtime").GetProperty(name).GetString()!));
            Assert.DoesNotContain("pa55word", heartbeat.GetRawText(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
