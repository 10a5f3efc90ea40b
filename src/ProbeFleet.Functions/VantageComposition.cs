using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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

/// <summary>Registers the app's services: the one place that knows which part needs which.</summary>
internal static class VantageComposition
{
    /// <summary>All of the app. Wrong settings end the host's start with every problem.</summary>
    public static IServiceCollection AddVantage(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<VantageSettings>();
        return services.AddSingleton<IOptionsFactory<VantageSettings>, ConfiguredSettings>().AddVantage(new ProbeSurroundings());
    }

    public static IServiceCollection AddVantage(this IServiceCollection services, ProbeSurroundings surroundings) =>
        services
            .AddSingleton(provider => provider.GetRequiredService<IOptions<VantageSettings>>().Value)
            .AddSingleton(provider => RuntimeFactsReader.Read(surroundings.Environment, SettingsOf(provider).Plan ?? "standalone"))
            .AddSingleton(provider => surroundings with
            {
                Outbound = SettingsOf(provider).Outbound,
                Forbids = SettingsOf(provider).Forbids,
                RuntimeRefusal = provider.GetRequiredService<RuntimeFacts>().Host.StartsWith("functions", StringComparison.Ordinal)
                    ? "a Functions vantage runs .NET alone: probe this route from a self-hosted vantage, and name that in its \"vantages\""
                    : null,
            })
            .AddSingleton(surroundings.Clock)
            .AddSingleton(provider => new Vantage
            {
                Name = SettingsOf(provider).Vantage,
                Region = SettingsOf(provider).Region,
                Network = SettingsOf(provider).Network,
                Runtime = provider.GetRequiredService<RuntimeFacts>(),
            })
            .AddSingleton(provider => FleetStorage.Connect(
                SettingsOf(provider).Storage, Identity(SettingsOf(provider)), surroundings.Clock, LimitRetries, SettingsOf(provider)
                    .StorageSecondary))
            .AddSingleton(provider => SettingsOf(provider).Timing)
            .AddSingleton(provider => ProcessIdentity.Open(SettingsOf(provider).SpoolFolder, provider.GetRequiredService<Vantage>()))
            .AddSingleton<StoredHeartbeat>()
            .AddSingleton(provider => SettingsOf(provider).ConfigurationFile is { } file
                ? CurrentConfiguration.OfFile(file, surroundings.Clock)
                : CurrentConfiguration.OfTable(provider.GetRequiredService<FleetStorage>().Configuration, surroundings.Clock))
            .AddSingleton(new VantageState())
            .AddSingleton<ResultSpool>(provider => new(
                SettingsOf(provider).SpoolFolder,
                SpoolBounds.Default,
                surroundings.Clock,
                provider.GetRequiredService<ILogger<ResultSpool>>()))
            .AddSingleton<ResultRecorder>()
            .AddSingleton<TelemetryExport>(provider => new(
                SettingsOf(provider), provider.GetRequiredService<Vantage>(), Identity(SettingsOf(provider))))
            .AddSingleton<ProbeTelemetry>(provider => new(provider.GetRequiredService<TelemetryExport>().Records))
            .AddSingleton<RoundRunner>()
            .AddSingleton<VantageRecords>()
            .AddSingleton<RoundLease>()
            .AddSingleton<VantageRounds>()
            .AddSingleton<OnDemandProbes>()
            .AddSingleton<ProbeMailbox>()
            .AddSingleton<FleetQueries>(provider => new(
                provider.GetRequiredService<FleetStorage>(), SettingsOf(provider).ExpectedVantages, surroundings.Clock))
            .AddSingleton<WindowReader>()
            .AddSingleton<WindowLocalizer>()
            .AddSingleton<VerificationService>()
            .AddSingleton<FleetPackets>()
            .AddSingleton<NoticeSender>()
            .AddSingleton<NoticeDelivery>()
            .AddSingleton<IncidentQuestions>()
            .AddSingleton<JudgeWatch>()
            .AddSingleton<FleetJudge>()
            .AddSingleton<FleetPurge>()
            .AddSingleton<IdleRounds>()
            .AddSingleton<RoundLag>()
            .AddSingleton<VantageGauges>()
            .AddSingleton<DashboardSessions>()
            .AddSingleton<VantageHealth>()
            .AddSingleton<OrderlyEnd>()
            .AddHostedService(provider => provider.GetRequiredService<OrderlyEnd>());

    private static VantageSettings SettingsOf(IServiceProvider provider) => provider.GetRequiredService<VantageSettings>();

    // A round is short: a silent account is given up sooner than by the client's default, and the spool keeps the results.
    private static void LimitRetries(TableClientOptions options) =>
        (options.Retry.MaxRetries, options.Retry.NetworkTimeout) = (1, TimeSpan.FromSeconds(5));

    private static ManagedIdentityCredential Identity(VantageSettings settings) =>
        new(RuntimeIdentity.IdOf(new(settings.IdentityClientId)));
}
