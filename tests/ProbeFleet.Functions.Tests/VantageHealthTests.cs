using Microsoft.Extensions.Logging.Abstractions;
using ProbeFleet.FaultLab;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Results;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Fleet.Spool;
using ProbeFleet.Fleet.Telemetry;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Functions.Observation;
using ProbeFleet.Probing;
using ProbeFleet.Storage;

namespace ProbeFleet.Functions.Tests;

public sealed class VantageHealthTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("probefleet-health-").FullName;
    private readonly ManualClock _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Report_NoRoundForThreeIntervals_IsUnhealthyAndNamesTheWayOut()
    {
        var health = Health(out _);

        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(HealthStatus.Healthy, health.Report().Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var report = health.Report();

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Contains("POST /api/rounds", Assert.Single(report.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_NothingToProbeBy_IsUnhealthy()
    {
        var health = Health(out var configuration);
        await configuration.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HealthStatus.Unhealthy, health.Report().Status);
    }

    [Fact]
    public async Task Report_LastGoodConfiguration_IsDegraded()
    {
        var health = Health(out var configuration);
        var file = Path.Combine(_folder, "fleet.json");
        await File.WriteAllTextAsync(file, """
            { "routes": [ { "name": "a", "kind": "openai", "baseUrl": "https://localhost/v1", "model": "m", "credential": "none" } ] }
            """, TestContext.Current.CancellationToken);
        Assert.NotNull(await configuration.RefreshAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HealthStatus.Healthy, health.Report().Status);
        File.Delete(file);
        await configuration.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HealthStatus.Degraded, health.Report().Status);
    }

    private VantageHealth Health(out CurrentConfiguration configuration)
    {
        var surroundings = new ProbeSurroundings { Clock = _clock };
        var settings = VantageSettings.Read(
            name => name switch
            {
                "PROBEFLEET_VANTAGE" => "lab",
                "PROBEFLEET_STORAGE" => "UseDevelopmentStorage=true",
                "ProbeSchedule" or "ServeSchedule" or "JudgeSchedule" or "PurgeSchedule" => "0 * * * * *",
                _ => null,
            },
            _clock);
        var storage = new StoragePair(TableStores.Connect(settings.Storage, null, _clock), null, _clock);
        var memory = new VantageMemory();
        var vantage = new Core.Vantages.Vantage { Name = settings.Vantage, Runtime = RuntimeFactsReader.Read(_ => null, "test") };
        var spool = new ResultSpool(Path.Combine(_folder, "spool"), SpoolBounds.Default, _clock, NullLogger<ResultSpool>.Instance);
        var recorder = new ResultRecorder(storage, spool, _clock, NullLogger<ResultRecorder>.Instance);
        configuration = CurrentConfiguration.OfFile(Path.Combine(_folder, "fleet.json"), _clock);
        var rounds = new VantageRounds(
            new RoundTiming(settings.ShortestInterval), configuration, new RoundRunner(surroundings, vantage, memory), recorder,
            new VantageRecords(vantage, memory, storage, surroundings, NullLogger<VantageRecords>.Instance),
            new ProbeTelemetry(NullLogger.Instance), _clock, NullLogger<VantageRounds>.Instance);
        return new(vantage, settings, rounds, configuration, recorder, _clock);
    }
}
