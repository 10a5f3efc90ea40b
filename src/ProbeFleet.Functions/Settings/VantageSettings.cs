using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Probing.Credentials;

namespace ProbeFleet.Functions.Settings;

/// <summary>The app's settings.</summary>
public sealed record VantageSettings
{
    /// <summary><c>PROBEFLEET_VANTAGE</c>: the vantage's name.</summary>
    public required VantageName Vantage { get; init; }

    /// <summary><c>PROBEFLEET_REGION</c>; null when not set.</summary>
    public string? Region { get; init; }

    /// <summary><c>PROBEFLEET_VNET</c> and <c>PROBEFLEET_SUBNET</c> as <c>vnet/subnet</c>; null when not set.</summary>
    public string? Network { get; init; }

    /// <summary><c>PROBEFLEET_PLAN</c>: the hosting plan (<c>flex</c>): names the host if the runtime does not. Null if not set.</summary>
    public string? Plan { get; init; }

    /// <summary><c>PROBEFLEET_STORAGE</c>: a connection string, or the account's table URL with the app's identity.</summary>
    public required string Storage { get; init; }

    /// <summary><c>PROBEFLEET_STORAGE_SECONDARY</c>: another account, in another region; null for none.</summary>
    public string? StorageSecondary { get; init; }

    /// <summary><c>PROBEFLEET_CONFIG</c>: a fleet.json to read instead of the table; null for the table.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>
    /// <c>PROBEFLEET_SPOOL</c>: the folder of the spool. Default below the temporary folder, in one that is this user's alone.
    /// </summary>
    public required string SpoolFolder { get; init; }

    /// <summary><c>PROBEFLEET_EXPECTED_VANTAGES</c>: the fleet's vantages; one that never reported is silent. Empty when not set.</summary>
    public IReadOnlyList<VantageName> ExpectedVantages { get; init; } = [];

    /// <summary>
    /// <c>PROBEFLEET_CREDENTIALS</c>: which secrets may go to which hosts, none by default; <c>PROBEFLEET_ALLOW_PRIVATE</c>: whether routes
    /// may be on the vantage's own machine.
    /// </summary>
    public required OutboundRules Outbound { get; init; }

    /// <summary><c>PROBEFLEET_FORBIDDEN_VARIANTS</c>: variants that never run here, nor in a look after a break. None by default.</summary>
    public IReadOnlyList<ProbeVariant> Forbids { get; init; } = [];

    /// <summary>
    /// <c>PROBEFLEET_SESSION_KEY</c>: signs the dashboard's sessions, alike in all the app's processes; random when not set.
    /// </summary>
    public required string SessionKey { get; init; }

    /// <summary><c>AZURE_CLIENT_ID</c>: the client id of the app's user-assigned identity; null for the system-assigned one.</summary>
    public string? IdentityClientId { get; init; }

    /// <summary><c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>: where availability records go; null for nowhere.</summary>
    public string? ApplicationInsights { get; init; }

    /// <summary>
    /// <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c> says <c>Authorization=AAD</c>: records are sent with a token of the app's identity.
    /// Otherwise the connection string is enough, as on a machine that has no identity.
    /// </summary>
    public bool ApplicationInsightsByIdentity { get; init; }

    /// <summary><c>OTEL_EXPORTER_OTLP_ENDPOINT</c>: the collector that takes metrics, spans and records; null for none.</summary>
    public Uri? Collector { get; init; }

    /// <summary><c>ProbeSchedule</c>: when rounds are due.</summary>
    public required RoundTiming Timing { get; init; }

    /// <summary>Reads the settings; <paramref name="read"/> gives one, null or empty when it is not set.</summary>
    /// <exception cref="OptionsValidationException">
    /// Something is wrong; the message names every problem and no value that may be a secret.
    /// </exception>
    public static VantageSettings Read(Func<string, string?> read, TimeProvider clock) => new SettingsReader(read, clock).Read();
}

/// <summary>The settings as options of the host, read once from its configuration.</summary>
internal sealed class ConfiguredSettings(IConfiguration configuration, TimeProvider clock) : IOptionsFactory<VantageSettings>
{
    private VantageSettings? _settings;

    public VantageSettings Create(string name) => _settings ??= VantageSettings.Read(setting => configuration[setting], clock);
}
