using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProbeFleet.Core.Vantages;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Fleet.Incidents.Notifications;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Fleet.Results;
using ProbeFleet.Fleet.Retention;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Fleet.Spool;
using ProbeFleet.Fleet.Vantages;
using ProbeFleet.Probing;
using ProbeFleet.Storage;

namespace ProbeFleet.Functions;

/// <summary>Puts the app together: the one place that knows which part needs which.</summary>
internal static class VantageComposition
{
    public static IServiceCollection AddVantage(this IServiceCollection services, VantageSettings settings)
    {
        var surroundings = new ProbeSurroundings();
        var vantage = new Vantage
        {
            Name = settings.Vantage,
            Region = settings.Region,
            Network = settings.Network,
            Runtime = RuntimeFactsReader.Read(surroundings.Environment, settings.Plan ?? "standalone"),
        };
        var first = Connect(settings.Storage, surroundings);
        var second = settings.StorageSecondary is { } other ? Connect(other, surroundings) : null;
        return services
            .AddSingleton(settings)
            .AddSingleton(surroundings)
            .AddSingleton(surroundings.Clock)
            .AddSingleton(vantage)
            .AddSingleton(first)
            .AddSingleton(new StoragePair(first, second, surroundings.Clock))
            .AddSingleton(new RoundTiming(settings.ShortestInterval))
            .AddSingleton(ConfigurationOf(settings, first, surroundings.Clock))
            .AddSingleton(new VantageMemory())
            .AddSingleton<ResultSpool>(provider => new(
                settings.SpoolFolder, SpoolBounds.Default, surroundings.Clock, provider.GetRequiredService<ILogger<ResultSpool>>()))
            .AddSingleton<ResultRecorder>()
            .AddSingleton<RoundRunner>()
            .AddSingleton<VantageRecords>()
            .AddSingleton<VantageRounds>()
            .AddSingleton<OnDemandProbes>()
            .AddSingleton<ProbeMailbox>()
            .AddSingleton<WindowReader>()
            .AddSingleton<VerificationReader>()
            .AddSingleton<IncidentVerifications>()
            .AddSingleton<PacketReads>()
            .AddSingleton<NoticeSender>()
            .AddSingleton<NoticeDelivery>()
            .AddSingleton<FleetJudge>()
            .AddSingleton<FleetPurge>()
            .AddSingleton<Observation.VantageHealth>();
    }

    private static CurrentConfiguration ConfigurationOf(VantageSettings settings, TableStores stores, TimeProvider clock) =>
        settings.ConfigurationFile is { } file ? CurrentConfiguration.OfFile(file, clock) : CurrentConfiguration.OfTable(stores.Configuration, clock);

    private static TableStores Connect(string connection, ProbeSurroundings surroundings) =>
        TableStores.Connect(connection, Identity(surroundings.Environment), surroundings.Clock, Hurry);

    // A round is short: a silent account is given up sooner than the client would, and the spool keeps the results.
    private static void Hurry(TableClientOptions options) => (options.Retry.MaxRetries, options.Retry.NetworkTimeout) = (1, TimeSpan.FromSeconds(5));

    private static ManagedIdentityCredential Identity(Func<string, string?> environment) => new ManagedIdentityCredential(
        environment("AZURE_CLIENT_ID") is { Length: > 0 } client ? ManagedIdentityId.FromUserAssignedClientId(client) : ManagedIdentityId.SystemAssigned);
}
