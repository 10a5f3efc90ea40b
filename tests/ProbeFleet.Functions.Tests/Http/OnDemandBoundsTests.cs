using System.Text.Json;
using ProbeFleet.Azurite;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.Functions.Tests.Http;

/// <summary>What is asked on demand costs money and the provider's patience, so however much is asked, only so much is done.</summary>
public sealed class OnDemandBoundsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int Concurrency = 2;

    private static readonly string[] Routes = ["a", "b", "c", "d", "e", "f", "g", "h"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostProbes_TwoHundredAtOnce_NeverMoreInFlightThanConfigured_AndEachIsDoneTakenOrToldToWait()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        api.Delay(LabPersona.OpenAI, TimeSpan.FromMilliseconds(20));
        await using var server = await azurite.StartAnotherAsync(Stop);
        await using var rig = await RigAsync(api, server);

        // Half of them for this vantage, half for the fleet, no two alike.
        var calls = Enumerable.Range(1, 200).Select(
            number => rig.App.PostAsync("/api/probes", OrderOf(number / 2, number % 2 == 0 ? "vantage" : "fleet")));
        var answers = await Task.WhenAll(calls);
        Assert.Equal(HttpStatusCode.Accepted, (await rig.App.PostAsync("/admin/functions/ServeProbeRequests", "{}")).StatusCode);
        foreach (var taken in answers.Where(answer => answer.StatusCode is HttpStatusCode.Accepted))
        {
            await FinishedAsync(rig.App, taken.Headers.Location!.ToString());
        }

        var statuses = answers.Select(answer => answer.StatusCode).ToList();
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.TooManyRequests], statuses.Distinct().Order());
        Assert.InRange(statuses.Count(status => status is HttpStatusCode.OK), 1, 30);
        Assert.InRange(statuses.Count(status => status is HttpStatusCode.Accepted), 1, 20);
        Assert.All(
            answers.Where(answer => answer.StatusCode is HttpStatusCode.TooManyRequests),
            answer =>
            {
                Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            });
        Assert.Equal(Concurrency, api.MostAtOnce);
    }

    [Fact]
    public async Task PostProbes_TheSameAtOnce_IsOneOrder()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);
        api.Delay(LabPersona.OpenAI, TimeSpan.FromSeconds(2));
        await using var rig = await RigAsync(api, azurite.Server);

        var here = Enumerable.Range(0, 50).Select(_ => rig.App.PostAsync("/api/probes", """{"routes":["a"]}""")).ToList();
        var everywhere = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(
                number => rig.App.PostAsync("/api/probes", $$"""{"routes":["b"],"scope":"fleet","reason":"{{number}}"}""")));
        var again = await rig.App.PostAsync("/api/probes", """{"routes":["b"],"scope":"fleet"}""");

        var results = await Task.WhenAll((await Task.WhenAll(here)).Select(VantageApp.ReadJsonAsync));
        Assert.Single(results.Select(body => body.GetProperty("results")[0].GetProperty("id").GetGuid()).Distinct());
        Assert.Single(api.Requests);
        Assert.Single(everywhere.Append(again).Select(answer => answer.Headers.Location!.ToString()).Distinct());
    }

    private static async Task<Rig> RigAsync(LabApi api, AzuriteServer server)
    {
        var folder = Directory.CreateTempSubdirectory("probefleet-bounds-");
        var configuration = VantageApp.Configuration(api, Routes).TrimEnd()[..^1] + $$""", "probe": { "concurrency": {{Concurrency}} } }""";
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "fleet.json"), configuration, Stop);
        return new(folder, await VantageApp.StartAsync(server.ConnectionString, folder.FullName));
    }

    /// <summary>The routes whose bits are set, so that no two numbers below 256 mean the same.</summary>
    private static string OrderOf(int number, string scope)
    {
        var routes = Routes.Where((_, bit) => ((number + 1) & (1 << bit)) != 0).Select(route => $"\"{route}\"");
        return $$"""{"routes":[{{string.Join(',', routes)}}],"scope":"{{scope}}","depth":"authenticated"}""";
    }

    private static async Task FinishedAsync(VantageApp app, string location)
    {
        JsonElement status;
        do
        {
            status = await app.GetJsonAsync(location);
        }
        while (!status.GetProperty("isFinished").GetBoolean());

        Assert.Equal(status.GetProperty("routes").GetArrayLength(), status.GetProperty("results").GetArrayLength());
    }

    private sealed record Rig(DirectoryInfo Folder, VantageApp App) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            Folder.Delete(recursive: true);
        }
    }
}
