using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ProbeFleet.Azurite;
using ProbeFleet.Cli.Fleets;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Queries;
using ProbeFleet.Functions.Http;
using ProbeFleet.Storage;

namespace ProbeFleet.Cli.Tests.Fleets;

/// <summary>Who is silent is the same over HTTP and over storage: the tables tell, and no setting of the app that is asked.</summary>
public sealed class SilenceTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silence_OverHttpAndOverStorage_IsOneRule()
    {
        using var storage = FleetStorage.Connect(azurite.Server.ConnectionString, null, TimeProvider.System);
        foreach (var (name, minutes) in new (string, int?)[] { ("each-minute", 1), ("each-ten-minutes", 10), ("an-older-version", null) })
        {
            await storage.SaveHeartbeatAsync(
                new()
                {
                    Vantage = Sample.Passed().Vantage with { Name = new(name) },
                    At = DateTimeOffset.UtcNow,
                    Interval = minutes is { } apart ? TimeSpan.FromMinutes(apart) : null,
                },
                Stop);
        }

        // Storage itself says when a heartbeat came, by the machine's clock.
        var clock = new ShiftedClock(TimeProvider.System, TimeSpan.FromMinutes(20));
        var overHttp = await OverHttpAsync(storage, clock);
        var overStorage = await new StorageFleet(storage, clock).ReadAsync(Stop);

        string[] expected = ["an-older-version True", "each-minute True", "each-ten-minutes False"];
        Assert.Equal(expected, overHttp.Order());
        Assert.Equal(expected, overStorage.Vantages.Select(vantage => $"{vantage.Heartbeat.Vantage.Name} {vantage.IsSilent}").Order());
    }

    private static async Task<IEnumerable<string>> OverHttpAsync(FleetStorage storage, TimeProvider clock)
    {
        using var configuration = CurrentConfiguration.OfTable(storage.Configuration, clock);
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };

        var answer = await new FleetFunctions(new FleetQueries(storage, [], clock), configuration).GetAsync(context.Request, Stop);
        await answer.ExecuteAsync(context);

        return JsonElement.Parse(body.ToArray()).GetProperty("vantages").EnumerateArray().Select(vantage =>
            $"{vantage.GetProperty("heartbeat").GetProperty("vantage").GetProperty("name")} {vantage.GetProperty("isSilent").GetBoolean()}")
                .ToList();
    }
}
