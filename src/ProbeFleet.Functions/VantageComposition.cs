using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProbeFleet.Core.Model;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Fleet.Incidents.Notifications;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Fleet.Processes;
using ProbeFleet.Fleet.Queries;
using ProbeFleet.Fleet.Results;
using ProbeFleet.Fleet.Retention;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Fleet.Spool;
using ProbeFleet.Fleet.Telemetry;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Functions.Dashboard;
using ProbeFleet.Functions.Observation;
using ProbeFleet.Functions.Settings;
using ProbeFleet.Probing;
using ProbeFleet.Probing.Credentials;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Storage;

namespace ProbeFleet.Functions;

/// <summary>Puts the app together: the one place that knows which part needs which.</summary>
internal static class VantageComposition
{
    public static IServiceCollection AddVantage(this IServiceCollection services, VantageSettings settings) =>
        services.AddVantage(settings, new ProbeSurroundings());

    public static IServiceCollection AddVantage(this IServiceCollection services, VantageSettings settings, ProbeSurroundings surroundings)
    {
        var runtime = RuntimeFactsReader.Read(surroundings.Environment, settings.Plan ?? "standalone");
        surroundings = surroundings with
        {
            Outbound = settings.Outbound,
            Forbids = settings.Forbids,
            RuntimeRefusal = runtime.Host.StartsWith("functions", StringComparison.Ordinal)
                ? "a Functions vantage runs .NET alone: probe this route from a self-hosted vantage, and name that in its \"vantages\""
                : null,
        };
        var vantage = new Vantage
        {
            Name = settings.Vantage,
            Region = settings.Region,
            Network = settings.Network,
            Runtime = runtime,
        };
        var storage = FleetStorage.Connect(settings.Storage, Identity(settings), surroundings.Clock, Hurry, settings.StorageSecondary);
        return services
            .AddSingleton(settings)
            .AddSingleton(surroundings)
            .AddSingleton(surroundings.Clock)
            .AddSingleton(vantage)
            .AddSingleton(storage)
            .AddSingleton(new RoundTiming(settings.ShortestInterval) { LongestInterval = settings.LongestInterval })
            .AddSingleton(_ => ProcessIdentity.Open(settings.SpoolFolder, vantage))
            .AddSingleton<StoredHeartbeat>()
            .AddSingleton(_ => ConfigurationOf(settings, storage, surroundings.Clock))
            .AddSingleton(new VantageMemory())
            .AddSingleton<ResultSpool>(provider => new(
                settings.SpoolFolder, SpoolBounds.Default, surroundings.Clock, provider.GetRequiredService<ILogger<ResultSpool>>()))
            .AddSingleton<ResultRecorder>()
            .AddSingleton<TelemetryExport>(_ => new(settings, vantage, Identity(settings)))
            .AddSingleton<ProbeTelemetry>(provider => new(provider.GetRequiredService<TelemetryExport>().Records))
            .AddSingleton<RoundRunner>()
            .AddSingleton<VantageRecords>()
            .AddSingleton<RoundLease>()
            .AddSingleton<VantageRounds>()
            .AddSingleton<OnDemandProbes>()
            .AddSingleton<ProbeMailbox>()
            .AddSingleton<FleetQueries>(provider => new(provider.GetRequiredService<FleetStorage>(), settings.ExpectedVantages, surroundings.Clock))
            .AddSingleton<WindowReader>()
            .AddSingleton<WindowLocalizer>()
            .AddSingleton<VerificationReader>()
            .AddSingleton<IncidentVerifications>()
            .AddSingleton<PacketReads>()
            .AddSingleton<NoticeSender>()
            .AddSingleton<NoticeDelivery>()
            .AddSingleton<IncidentQuestions>()
            .AddSingleton<JudgeWatch>()
            .AddSingleton<FleetJudge>()
            .AddSingleton<FleetPurge>()
            .AddSingleton<IdleRounds>()
            .AddSingleton<RoundLag>(provider => new(provider.GetRequiredService<StoredHeartbeat>(), settings.LongestInterval, surroundings.Clock))
            .AddSingleton<VantageGauges>()
            .AddSingleton<DashboardSessions>()
            .AddSingleton<VantageHealth>()
            .AddSingleton<OrderlyEnd>()
            .AddHostedService(provider => provider.GetRequiredService<OrderlyEnd>());
    }

    private static CurrentConfiguration ConfigurationOf(VantageSettings settings, FleetStorage storage, TimeProvider clock) =>
        settings.ConfigurationFile is { } file ? CurrentConfiguration.OfFile(file, clock) : CurrentConfiguration.OfTable(storage.Configuration, clock);

    // A round is short: a silent account is given up sooner than the client would, and the spool keeps the results.
    private static void Hurry(TableClientOptions options) => (options.Retry.MaxRetries, options.Retry.NetworkTimeout) = (1, TimeSpan.FromSeconds(5));

    private static ManagedIdentityCredential Identity(VantageSettings settings) => new(RuntimeIdentity.IdOf(new(settings.IdentityClientId)));
}
