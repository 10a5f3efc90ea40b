using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace ProbeFleet.Functions.Tests.Http;

/// <summary>
/// Every row of the account spoiled by a stranger or a later version: the app answers, goes on, and what is good comes through.
/// </summary>
public sealed class SpoiledStorageTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    private static readonly string[] Calls =
        ["/api/fleet", "/api/probes", "/api/metrics", "/api/health/details", "/api/config",
            "/api/probes/requests/01a1fc0b-e380-79cc-9173-bf7749fc6a5c"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("wrong types")]
    [InlineData("missing columns")]
    [InlineData("future version")]
    public async Task Rows_AllSpoiled_CallsAnswerAndTheNextRoundIsStored(string spoiling)
    {
        await using var server = await fixture.Azurite.StartAnotherAsync(Stop);
        await using var app = await VantageApp.StartAsync(server.ConnectionString, fixture.Folder.FullName, "spoiled");
        await app.SendAsync(HttpMethod.Put, "/api/config", VantageApp.Configuration(fixture.Api, "a", "b"));
        await app.PostAsync("/api/rounds", "");
        var left = await VantageApp.ReadJsonAsync(await app.PostAsync("/api/probes", """{"routes":["a"],"scope":"fleet"}"""));
        var spoiled = await SpoilAsync(new TableServiceClient(server.ConnectionString), spoiling);

        var unread = await app.GetJsonAsync("/api/fleet");
        Assert.Equal(3, unread.GetProperty("unreadable").GetInt32());
        var silent = Assert.Single(unread.GetProperty("unreadableVantages").EnumerateArray()).GetString();
        Assert.Contains(
            $"probefleet_vantage_silent{{vantage=\"{silent}\"}} 1", await app.Client.GetStringAsync("/api/metrics", Stop),
            StringComparison.Ordinal);
        foreach (var call in Calls.Append(left.GetProperty("location").GetString()!))
        {
            var response = await app.Client.GetAsync(call, Stop);
            var text = await response.Content.ReadAsStringAsync(Stop);
            Assert.True(
                response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound
                    || text.Contains("\"title\"", StringComparison.Ordinal),
                $"{call}: {response.StatusCode} {text}");
        }

        Assert.True(spoiled >= 5, $"{spoiled} rows");
        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync("/api/rounds", "")).StatusCode);
        var health = await app.GetJsonAsync("/api/health/details");
        Assert.Equal((2, 0), (health.GetProperty("lastRoundResults").GetInt32(), health.GetProperty("spoolResults").GetInt32()));
        var page = await app.GetJsonAsync("/api/probes?route=a");
        Assert.Equal((1, 1), (page.GetProperty("results").GetArrayLength(), page.GetProperty("unreadable").GetInt32()));
        var fleet = await app.GetJsonAsync("/api/fleet");
        Assert.Equal((2, 0), (fleet.GetProperty("cells").GetArrayLength(), fleet.GetProperty("unreadable").GetInt32()));
    }

    [Theory]
    [InlineData("GET", "/api/incidents/{0}")]
    [InlineData("GET", "/api/incidents/{0}/packet")]
    [InlineData("POST", "/api/incidents/{0}/question")]
    [InlineData("POST", "/api/incidents/{0}/verification")]
    [InlineData("GET", "/api/probes/requests/{0}")]
    public async Task Row_AskedForByIdAndUnreadable_IsSaidToExist(string method, string path)
    {
        var id = Guid.CreateVersion7();
        var made = DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id.ToString("N")[..12], 16));
        var key = $"{(DateTimeOffset.MaxValue.UtcTicks - made.UtcTicks).ToString("D19", CultureInfo.InvariantCulture)}|{id}";
        var account = new TableServiceClient(fixture.Azurite.Server.ConnectionString);
        foreach (var (name, partition) in new[] { ("Incidents", "fleet"), ("ProbeRequests", "requests") })
        {
            var table = account.GetTableClient(name);
            await table.CreateIfNotExistsAsync(Stop);
            await table.UpsertEntityAsync(new TableEntity(partition, key) { ["Schema"] = 99 }, TableUpdateMode.Replace, Stop);
        }

        var response = await fixture.App.SendAsync(new(method), string.Format(CultureInfo.InvariantCulture, path, id), "");

        var text = await response.Content.ReadAsStringAsync(Stop);
        Assert.True(response.StatusCode is HttpStatusCode.InternalServerError, text);
        Assert.Contains("It exists, but this version cannot read it. The row has schema 99", text, StringComparison.Ordinal);
        Assert.Contains("restore or delete row", text, StringComparison.Ordinal);
    }

    /// <summary>Spoils all rows of all tables.</summary>
    /// <returns>How many.</returns>
    private static async Task<int> SpoilAsync(TableServiceClient account, string spoiling)
    {
        var count = 0;
        foreach (var name in new[] { "ProbeResults", "RouteSnapshots", "Vantages", "Baselines", "ProbeRequests", "FleetConfig" })
        {
            var table = account.GetTableClient(name);
            await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Stop))
            {
                await table.UpdateEntityAsync(Spoiled(row, spoiling), ETag.All, TableUpdateMode.Replace, Stop);
                count++;
            }
        }

        return count;
    }

    private static TableEntity Spoiled(TableEntity row, string spoiling)
    {
        var spoiled = new TableEntity(row.PartitionKey, row.RowKey);
        foreach (var (column, value) in row.Where(column => column.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag")))
        {
            switch (spoiling)
            {
                case "wrong types":
                    spoiled[column] = value is string ? 7 : "seven";
                    break;
                case "future version":
                    spoiled[column] = column == "Schema" ? 99 : value;
                    break;
            }
        }

        return spoiled;
    }
}
