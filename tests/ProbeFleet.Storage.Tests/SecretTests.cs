using System.Text;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using ProbeFleet.Core.Packets;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Storage.Baselines;
using ProbeFleet.Storage.Results;
using static ProbeFleet.Storage.Tests.Samples;

namespace ProbeFleet.Storage.Tests;

/// <summary>A secret in everything that is stored, as it arrives from the outside: no property of any row holds it.</summary>
public sealed class SecretTests(AzuriteFixture azurite)
{
    private const string Secret = "sk-proj-planted0123456789abcdefghijklmnopqrstuvwxyz";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secret_PlantedInEvidenceReasonAndProxy_IsInNoRow()
    {
        await using var server = await azurite.StartAnotherAsync(Cancel);
        using var account = new Account(server.ConnectionString, new FakeTimeProvider(Noon));
        var stores = account.Stores;
        var round = Round(NewVantage(), Noon, routes: 60)
            .Select(result => result with { Exception = [new() { Type = "T", Message = $"Bearer {Secret} was refused" }] })
            .Select(result => ResultSanitizer.Clean(result, new Sanitizer([Secret])))
            .ToList();
        var id = Guid.CreateVersion7(Noon);
        await stores.Results.SaveAsync(round, Cancel);
        await stores.Snapshots.RecordAsync(round, Cancel);
        await stores.Baselines.SaveAsync(
            [new RouteBaseline { Healthy = round.First(result => result.Outcome is ProbeOutcome.Passed) }], Cancel);
        await stores.Vantages.SaveAsync(
            new() { Vantage = round[0].Vantage, At = Noon, Proxy = $"http://user:{Secret}@proxy:3128" }, Cancel);
        await stores.Requests.CreateAsync(
            new()
            {
                Id = id,
                CreatedAt = Noon,
                Deadline = Noon,
                Routes = [Route(0)],
                Vantages = [round[0].Vantage.Name],
                Reason = $"key {Secret}?"
            }, Cancel);
        await stores.Requests.TryClaimAsync(id, round[0].Vantage.Name, "process", Cancel);
        await stores.Requests.AnswerAsync(id, round[0].Vantage.Name, round, isLast: true, Cancel);

        var (rows, packed) = (0, 0);
        foreach (var table in new[] { "ProbeResults", "RouteSnapshots", "Baselines", "Vantages", "ProbeRequests" })
        {
            await foreach (var row in account.Raw(table).QueryAsync<TableEntity>(cancellationToken: Cancel))
            {
                rows++;
                Assert.All(row.Keys, key => Assert.DoesNotContain("planted", $"{Text(row[key])}", StringComparison.Ordinal));
                if (row.ContainsKey("Packed"))
                {
                    packed++;
                    Assert.DoesNotContain("planted", Json(ResultRow.Read(row)), StringComparison.Ordinal);
                    Assert.DoesNotContain("planted", $"{ResultOutline.Read(row)}", StringComparison.Ordinal);
                }
            }
        }

        Assert.Equal(60 + 60 + 1 + 1 + 62, rows);
        Assert.Equal(60 + 1 + 60, packed);
        var heartbeat = Assert.Single((await stores.Vantages.ReadAllAsync(Cancel)).Values);
        Assert.EndsWith("@proxy:3128", heartbeat.Proxy, StringComparison.Ordinal);
    }

    private static string? Text(object? value) => value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value?.ToString();
}
