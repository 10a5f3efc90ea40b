using Azure.Identity;
using ProbeFleet.Cli.Fleets;
using ProbeFleet.Storage;

namespace ProbeFleet.Cli.Inputs;

/// <summary>The options that choose the fleet: by its storage account, or by the address of one of its apps.</summary>
internal sealed class FleetOptions : IOptionGroup
{
    private const string StorageVariable = "PROBEFLEET_STORAGE";
    private const string UrlVariable = "PROBEFLEET_URL";
    private const string KeyVariable = "PROBEFLEET_KEY";

    private readonly Option<string?> _storage = OptionKinds.Text(
        "--storage", "CONNECTION|ACCOUNT_URL",
        "The fleet's storage: a connection string, or the account's table URL with this machine's Azure identity. Default: "
            + $"{StorageVariable}.");

    private readonly Option<string?> _url = OptionKinds.Text(
        "--url", "BASE", $"Or the address of one of the fleet's apps. Default: {UrlVariable}.");

    private readonly Option<string?> _key = OptionKinds.Text(
        "--key", "KEY", $"With --url: a function key of the app. Default, and better: {KeyVariable}.");

    /// <summary>Makes the options, which a command's subcommands have too.</summary>
    public FleetOptions() => _storage.Recursive = _url.Recursive = _key.Recursive = true;

    public IEnumerable<Option> All => [_storage, _url, _key];

    /// <summary>Whether the command line (not the environment) names a fleet.</summary>
    public bool IsNamed(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is not null);

    /// <summary>Opens the chosen fleet; nothing is sent yet.</summary>
    /// <exception cref="UsageException">No fleet is named, or two are, or the name is invalid.</exception>
    public IFleet Open(ParseResult parsed, CliSurroundings surroundings)
    {
        var (storage, url) = (parsed.GetValue(_storage), parsed.GetValue(_url));
        if (storage is null && url is null)
        {
            (storage, url) = (Value(surroundings, StorageVariable), Value(surroundings, UrlVariable));
        }

        return (storage, url) switch
        {
            ({ }, { }) => throw new UsageException(
                $"Give the fleet's storage or the address of an app, not both: --storage or --url ({StorageVariable} or {UrlVariable})."),
            (null, null) => throw new UsageException(
                "Which fleet? Give its storage, --storage CONNECTION|ACCOUNT_URL, or the address of one of its apps, --url BASE --key KEY. "
                + $"The environment may say it: {StorageVariable}, or {UrlVariable} and {KeyVariable}."),
            ({ }, null) when parsed.GetResult(_key) is not null =>
                throw new UsageException("--key belongs to --url BASE: storage takes a connection string or this machine's identity."),
            ({ }, null) => OpenStorage(storage, surroundings),
            (null, { }) => OpenUrl(url, parsed.GetValue(_key) ?? Value(surroundings, KeyVariable), surroundings),
        };
    }

    /// <summary>Opens a fleet for operations that only a running app supports.</summary>
    /// <exception cref="UsageException">No valid fleet is named, or it is named by its storage.</exception>
    public HttpFleet OpenApp(ParseResult parsed, CliSurroundings surroundings, string what) =>
        Open(parsed, surroundings) as HttpFleet
        ?? throw new UsageException(
            $"{what} needs a running app, and storage alone runs nothing: give --url BASE --key KEY of any vantage.");

    private static StorageFleet OpenStorage(string connection, CliSurroundings surroundings)
    {
        var options = new DefaultAzureCredentialOptions { CredentialProcessTimeout = TimeSpan.FromSeconds(20) };
        var storage = UsageException.Unless(
            "--storage", () => FleetStorage.Connect(connection, new DefaultAzureCredential(options), surroundings.Clock));
        return new(storage, surroundings.Clock);
    }

    private static HttpFleet OpenUrl(string text, string? key, CliSurroundings surroundings)
    {
        // The text is not repeated, because it may hold a key.
        if (!Uri.TryCreate(text.EndsWith("/api", StringComparison.Ordinal) ? text[..^4] : text, UriKind.Absolute, out var address)
            || address is not { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
        {
            throw new UsageException(
                "--url must be the address of an app and nothing more, such as https://APP.azurewebsites.net. "
                + "A key belongs into --key or PROBEFLEET_KEY.");
        }

        if (key is not null && (key.Length == 0 || key.Any(character => character is <= ' ' or > '~')))
        {
            throw new UsageException(
                "The function key has white space or characters that no key has, or is empty: copy it again. It is not shown here.");
        }

        if (key is not null && address is { Scheme: "http", IsLoopback: false })
        {
            surroundings.Error.WriteLine(
                $"Warning: the function key goes to {address.Host} over http, where anybody on the way can read it. Use https.");
        }

        return new(address, key, surroundings.Clock);
    }

    private static string? Value(CliSurroundings surroundings, string variable) =>
        surroundings.Environment(variable) is { Length: > 0 } value ? value : null;
}
