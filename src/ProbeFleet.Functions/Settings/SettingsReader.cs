using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Fleet.Spool;
using ProbeFleet.Probing.Credentials;
using ProbeFleet.Storage;

namespace ProbeFleet.Functions.Settings;

/// <summary>
/// Turns the settings' texts into what they mean, and collects what is wrong with them. A binder would stop at the first text
/// that is no number or address, and repeat it, which may be a secret in the wrong place: here no text is repeated.
/// </summary>
internal sealed class SettingsReader(Func<string, string?> read, TimeProvider clock)
{
    private const int ShortestSessionKey = 32;

    private readonly List<string> _problems = [];

    /// <exception cref="OptionsValidationException">Its message, one line, is every problem.</exception>
    public VantageSettings Read()
    {
        var vantage = Vantage();
        var storage = Required("PROBEFLEET_STORAGE", "a connection string or the account's table URL");
        CheckStorage("PROBEFLEET_STORAGE");
        CheckStorage("PROBEFLEET_STORAGE_SECONDARY");
        var probing = Schedule("ProbeSchedule");
        Schedule("ServeSchedule");
        var judging = Schedule("JudgeSchedule");
        Schedule("PurgeSchedule");
        var expected = ExpectedVantages();
        var collector = Collector();
        var credentials = Credentials();
        var sessionKey = SessionKey();
        var forbids = ForbiddenVariants();
        var allowsPrivate = Flag("PROBEFLEET_ALLOW_PRIVATE");
        var configuration = ConfigurationFile();
        CheckFleetSecret();
        var spool = SpoolFolder(vantage);
        if (_problems is not [])
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(VantageSettings), [Sentence()]);
        }

        return new()
        {
            Vantage = new(vantage),
            Region = Value("PROBEFLEET_REGION"),
            Network = Core.Model.Vantage.NetworkOf(Value),
            Plan = Value("PROBEFLEET_PLAN"),
            Storage = storage,
            StorageSecondary = Value("PROBEFLEET_STORAGE_SECONDARY"),
            ConfigurationFile = configuration,
            SpoolFolder = spool,
            ExpectedVantages = [.. expected.Distinct().Select(name => new VantageName(name))],
            Outbound = new(credentials, allowsPrivate),
            Forbids = forbids,
            SessionKey = sessionKey ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ShortestSessionKey)),
            IdentityClientId = RuntimeIdentity.Resolve(new(), read).ClientId,
            ApplicationInsights = Value("APPLICATIONINSIGHTS_CONNECTION_STRING"),
            ApplicationInsightsByIdentity = Value("APPLICATIONINSIGHTS_AUTHENTICATION_STRING") is { } how
                && how.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase),
            Collector = collector,
            Timing = new(probing!.Shortest(clock.GetUtcNow())) { Rounds = probing.Ahead, Judgings = judging!.Ahead },
        };
    }

    // One line: a host logs what a process writes line by line, and a reader of errors sees the first one only.
    private string Sentence() =>
        $"The app's settings are wrong: {string.Join(" ", _problems.Select((problem, index) => $"({index + 1}) {problem}"))}";

    private string? Value(string name) => read(name) is { Length: > 0 } value ? value : null;

    private string[] List(string name) =>
        Value(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private string Required(string name, string what)
    {
        var value = Value(name);
        Require(value is not null, $"{name} is not set: it is {what}.");
        return value ?? "";
    }

    private void Require(bool isRight, string problem)
    {
        if (!isRight)
        {
            _problems.Add(problem);
        }
    }

    private string Vantage()
    {
        var vantage = Required("PROBEFLEET_VANTAGE", "the vantage's name");
        Require(vantage is "" || RouteName.IsValid(vantage), $"PROBEFLEET_VANTAGE is no name: {RouteName.Rule}");
        return vantage;
    }

    private void CheckStorage(string name)
    {
        var problem = Value(name) is { } address ? StorageAddress.ProblemOf(address) : null;
        Require(problem is null, $"{name}: {problem}");
    }

    private string[] ExpectedVantages()
    {
        var expected = List("PROBEFLEET_EXPECTED_VANTAGES");
        _problems.AddRange(expected.Index().Where(entry => !RouteName.IsValid(entry.Item))
            .Select(entry => $"PROBEFLEET_EXPECTED_VANTAGES: entry {entry.Index + 1} is no name: {RouteName.Rule}"));
        return expected;
    }

    private Uri? Collector()
    {
        var text = Value("OTEL_EXPORTER_OTLP_ENDPOINT");
        var url = Uri.TryCreate(text, UriKind.Absolute, out var given) && given.Scheme is "http" or "https" ? given : null;
        Require(text is null || url is not null, "OTEL_EXPORTER_OTLP_ENDPOINT is no http or https URL, such as http://collector:4317.");
        return url;
    }

    private CredentialList Credentials()
    {
        List<string> entries = [];
        var credentials = CredentialList.Read(Value("PROBEFLEET_CREDENTIALS"), entries);
        _problems.AddRange(entries.Select(problem => $"PROBEFLEET_CREDENTIALS: {problem}"));
        return credentials;
    }

    private string? SessionKey()
    {
        var key = Value("PROBEFLEET_SESSION_KEY");
        Require(key is null or { Length: >= ShortestSessionKey }, $"PROBEFLEET_SESSION_KEY has less than {ShortestSessionKey} characters.");
        return key;
    }

    private ProbeVariant[] ForbiddenVariants()
    {
        const string Name = "PROBEFLEET_FORBIDDEN_VARIANTS";
        var words = List(Name);
        var known = Enum.GetValues<ProbeVariant>().Where(variant => variant is not ProbeVariant.Full)
            .ToDictionary(variant => WireWord.Of(variant));
        _problems.AddRange(words.Index().Where(entry => !known.ContainsKey(entry.Item))
            .Select(entry => $"{Name}: entry {entry.Index + 1} is no variant: "
                + $"write some of {string.Join(", ", known.Keys)}, separated by commas."));
        return [.. words.Where(known.ContainsKey).Select(word => known[word]).Distinct()];
    }

    private bool Flag(string name)
    {
        var flag = false;
        Require(Value(name) is not { } text || bool.TryParse(text, out flag), $"{name} is neither true nor false.");
        return flag;
    }

    private string? ConfigurationFile()
    {
        var file = Value("PROBEFLEET_CONFIG");
        Require(file is null || File.Exists(file), "PROBEFLEET_CONFIG names a file that is not there.");
        return file;
    }

    private void CheckFleetSecret()
    {
        const int Shortest = CredentialIdentity.ShortestFleetSecret;
        var length = Value(CredentialIdentity.Variable)?.Length;
        Require(length is null or >= Shortest, $"{CredentialIdentity.Variable} has {length} characters; it needs {Shortest} or more.");
    }

    private string SpoolFolder(string vantage)
    {
        if (Value("PROBEFLEET_SPOOL") is { } folder)
        {
            return folder;
        }

        var shared = Path.Combine(Path.GetTempPath(), "probefleet-spool");
        if (PrivateFolder.ProblemOf(shared) is { } problem)
        {
            _problems.Add($"The folder of results that wait for storage: {problem} Remove it, or name another folder by PROBEFLEET_SPOOL.");
        }

        return Path.Combine(shared, vantage);
    }

    private TimerSchedule? Schedule(string name)
    {
        var text = Required(name, "an NCRONTAB expression with seconds, such as '0 * * * * *'");
        try
        {
            return text is "" ? null : TimerSchedule.Parse(text);
        }
        catch (FormatException error)
        {
            _problems.Add($"{name}: {error.Message}");
            return null;
        }
    }
}
