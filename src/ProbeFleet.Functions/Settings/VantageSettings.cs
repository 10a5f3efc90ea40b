using System.Security.Cryptography;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Core.Model;
using ProbeFleet.Fleet.Spool;
using ProbeFleet.Probing.Credentials;

namespace ProbeFleet.Functions.Settings;

/// <summary>Everything the app is told by its settings.</summary>
public sealed record VantageSettings
{
    /// <summary><c>PROBEFLEET_VANTAGE</c>: the vantage's name.</summary>
    public required VantageName Vantage { get; init; }

    /// <summary><c>PROBEFLEET_REGION</c>; null when nobody said.</summary>
    public string? Region { get; init; }

    /// <summary><c>PROBEFLEET_VNET</c> and <c>PROBEFLEET_SUBNET</c> as <c>vnet/subnet</c>; null when nobody said.</summary>
    public string? Network { get; init; }

    /// <summary><c>PROBEFLEET_PLAN</c>: the hosting plan, such as <c>flex</c>: names the host where the runtime does not; null when nobody said.</summary>
    public string? Plan { get; init; }

    /// <summary><c>PROBEFLEET_STORAGE</c>: a connection string, or the account's table URL with the app's identity.</summary>
    public required string Storage { get; init; }

    /// <summary><c>PROBEFLEET_STORAGE_SECONDARY</c>: another account, in another region; null for none.</summary>
    public string? StorageSecondary { get; init; }

    /// <summary><c>PROBEFLEET_CONFIG</c>: a fleet.json to read instead of the table; null for the table.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>
    /// <c>PROBEFLEET_SPOOL</c>: the folder of results that wait for storage. Default below the temporary folder, in one that is this user's alone.
    /// </summary>
    public required string SpoolFolder { get; init; }

    /// <summary><c>PROBEFLEET_EXPECTED_VANTAGES</c>: every vantage of the fleet; one that never reported is silent. Empty when nobody said.</summary>
    public IReadOnlyList<VantageName> ExpectedVantages { get; init; } = [];

    /// <summary>
    /// <c>PROBEFLEET_CREDENTIALS</c>: which secrets may go to which hosts, none by default; <c>PROBEFLEET_ALLOW_PRIVATE</c>: whether routes may be on the
    /// vantage's own machine.
    /// </summary>
    public required OutboundRules Outbound { get; init; }

    /// <summary><c>PROBEFLEET_FORBIDDEN_VARIANTS</c>: variants of probes that never run here, in a look after a break neither. None by default.</summary>
    public IReadOnlyList<ProbeVariant> Forbids { get; init; } = [];

    /// <summary>
    /// <c>PROBEFLEET_SESSION_KEY</c>: what signs the dashboard's sessions, the same in every process of the app; of this process alone when nobody said.
    /// </summary>
    public required string SessionKey { get; init; }

    /// <summary><c>AZURE_CLIENT_ID</c>: the client id of the app's user-assigned identity; null for the system-assigned one.</summary>
    public string? IdentityClientId { get; init; }

    /// <summary><c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>: where availability records go; null for nowhere.</summary>
    public string? ApplicationInsights { get; init; }

    /// <summary>
    /// <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c> says <c>Authorization=AAD</c>: records go with a token of the app's identity. Without it the
    /// connection string is enough, as on a machine that has no identity.
    /// </summary>
    public bool ApplicationInsightsByIdentity { get; init; }

    /// <summary><c>OTEL_EXPORTER_OTLP_ENDPOINT</c>: the collector that takes metrics, spans and records; null for none.</summary>
    public Uri? Collector { get; init; }

    /// <summary>The shortest time between two rounds of <c>ProbeSchedule</c>.</summary>
    public required TimeSpan ShortestInterval { get; init; }

    /// <summary>The longest time between two rounds of <c>ProbeSchedule</c>.</summary>
    public required TimeSpan LongestInterval { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <param name="read">Reads one; null or empty when it is not set.</param>
    /// <param name="clock">The time from which the schedule's intervals are looked at.</param>
    /// <exception cref="InvalidOperationException">Something is wrong; the message names every problem and no value that may be a secret.</exception>
    public static VantageSettings Read(Func<string, string?> read, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(clock);
        List<string> problems = [];
        var vantage = Required("PROBEFLEET_VANTAGE", "the vantage's name");
        if (vantage.Length > 0 && !RouteName.IsValid(vantage))
        {
            problems.Add($"PROBEFLEET_VANTAGE is '{vantage}', which is no name: {RouteName.Rule}");
        }

        var storage = Required("PROBEFLEET_STORAGE", "a connection string or the account's table URL");
        var intervals = IntervalsOf("ProbeSchedule");
        IntervalsOf("ServeSchedule");
        IntervalsOf("JudgeSchedule");
        IntervalsOf("PurgeSchedule");
        string[] expected = Value("PROBEFLEET_EXPECTED_VANTAGES")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        problems.AddRange(expected.Where(name => !RouteName.IsValid(name))
            .Select(name => $"PROBEFLEET_EXPECTED_VANTAGES lists '{name}', which is no name: {RouteName.Rule}"));
        var collector = Collector();
        List<string> entries = [];
        var credentials = CredentialList.Read(Value("PROBEFLEET_CREDENTIALS"), entries);
        problems.AddRange(entries.Select(problem => $"PROBEFLEET_CREDENTIALS: {problem}"));
        if (Value("PROBEFLEET_SESSION_KEY") is { Length: < 32 })
        {
            problems.Add("PROBEFLEET_SESSION_KEY has less than 32 characters.");
        }

        var forbids = VariantsOf("PROBEFLEET_FORBIDDEN_VARIANTS");
        var allowsPrivate = Flag("PROBEFLEET_ALLOW_PRIVATE");
        if (Value("PROBEFLEET_CONFIG") is { } file && !File.Exists(file))
        {
            problems.Add($"PROBEFLEET_CONFIG names the file '{file}', which is not there.");
        }

        if (Value(CredentialIdentity.Variable) is { Length: < CredentialIdentity.ShortestFleetSecret } secret)
        {
            problems.Add($"{CredentialIdentity.Variable} has {secret.Length} characters; it needs {CredentialIdentity.ShortestFleetSecret} or more.");
        }

        var shared = Path.Combine(Path.GetTempPath(), "probefleet-spool");
        if (Value("PROBEFLEET_SPOOL") is null && PrivateFolder.ProblemOf(shared) is { } problem)
        {
            problems.Add($"The folder of results that wait for storage: {problem} Remove it, or name another folder by PROBEFLEET_SPOOL.");
        }

        return problems is not [] ? throw new InvalidOperationException(Sentence(problems)) : new()
        {
            Vantage = new(vantage),
            Region = Value("PROBEFLEET_REGION"),
            Network = Core.Model.Vantage.NetworkOf(Value),
            Plan = Value("PROBEFLEET_PLAN"),
            Storage = storage,
            StorageSecondary = Value("PROBEFLEET_STORAGE_SECONDARY"),
            ConfigurationFile = Value("PROBEFLEET_CONFIG"),
            SpoolFolder = Value("PROBEFLEET_SPOOL") ?? Path.Combine(shared, vantage),
            ExpectedVantages = [.. expected.Distinct().Select(name => new VantageName(name))],
            Outbound = new(credentials, allowsPrivate),
            Forbids = forbids,
            SessionKey = Value("PROBEFLEET_SESSION_KEY") ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            IdentityClientId = RuntimeIdentity.Of(new(), read).ClientId,
            ApplicationInsights = Value("APPLICATIONINSIGHTS_CONNECTION_STRING"),
            ApplicationInsightsByIdentity =
                Value("APPLICATIONINSIGHTS_AUTHENTICATION_STRING")?.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase) ?? false,
            Collector = collector,
            ShortestInterval = intervals.Shortest,
            LongestInterval = intervals.Longest,
        };

        // One line: a host logs what a process writes line by line, and a reader of errors sees the first one only.
        static string Sentence(List<string> problems) =>
            $"The app's settings are wrong: {string.Join(" ", problems.Select((problem, index) => $"({index + 1}) {problem}"))}";

        string? Value(string name) => read(name) is { Length: > 0 } value ? value : null;

        string Required(string name, string what)
        {
            if (Value(name) is { } value)
            {
                return value;
            }

            problems.Add($"{name} is not set: it is {what}.");
            return "";
        }

        ProbeVariant[] VariantsOf(string name)
        {
            string[] words = Value(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
            var known = Enum.GetValues<ProbeVariant>().Where(variant => variant is not ProbeVariant.Full).ToDictionary(variant => WireWord.Of(variant));
            problems.AddRange(words.Where(word => !known.ContainsKey(word))
                .Select(word => $"{name} lists '{word}', which is no variant: write some of {string.Join(", ", known.Keys)}, separated by commas."));
            return [.. words.Where(known.ContainsKey).Select(word => known[word]).Distinct()];
        }

        bool Flag(string name)
        {
            var flag = false;
            if (Value(name) is not { } text || bool.TryParse(text, out flag))
            {
                return flag;
            }

            problems.Add($"{name} is neither true nor false.");
            return false;
        }

        Uri? Collector()
        {
            if (Value("OTEL_EXPORTER_OTLP_ENDPOINT") is not { } text)
            {
                return null;
            }

            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                return url;
            }

            problems.Add("OTEL_EXPORTER_OTLP_ENDPOINT is no http or https URL, such as http://collector:4317.");
            return null;
        }

        (TimeSpan Shortest, TimeSpan Longest) IntervalsOf(string name)
        {
            var text = Required(name, "an NCRONTAB expression with seconds, such as '0 * * * * *'");
            try
            {
                return text.Length == 0 ? default : TimerSchedule.Parse(text).Intervals(clock.GetUtcNow());
            }
            catch (FormatException error)
            {
                problems.Add($"{name}: {error.Message}");
                return default;
            }
        }
    }
}
