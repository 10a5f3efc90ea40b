using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Storage.Vantages;

/// <summary>A heartbeat as a row: partition <c>fleet</c>, row <c>{vantage}</c>.</summary>
internal static class VantageRow
{
    public const string Partition = "fleet";

    private const int MostCharacters = 1_000;

    public static TableEntity Write(VantageHeartbeat heartbeat) => new(Partition, KeyPart.Of(heartbeat.Vantage.Name))
    {
        [RowReader.SchemaColumn] = RowReader.Schema,
        ["Region"] = Short(heartbeat.Vantage.Region),
        ["Network"] = Short(heartbeat.Vantage.Network),
        ["Host"] = Short(heartbeat.Vantage.Runtime.Host),
        ["Instance"] = Short(heartbeat.Vantage.Runtime.Instance),
        ["Os"] = Short(heartbeat.Vantage.Runtime.Os),
        ["Dotnet"] = Short(heartbeat.Vantage.Runtime.Dotnet),
        ["Sdk"] = Short(heartbeat.Vantage.Runtime.Sdk),
        ["App"] = Short(heartbeat.Vantage.Runtime.App),
        ["At"] = KeyPart.WholeMilliseconds(heartbeat.At),
        ["Resolvers"] = Short(string.Join(' ', heartbeat.Resolvers)),
        ["Proxy"] = heartbeat.Proxy is { } proxy ? Sanitizer.PatternsOnly.Clean(proxy, MostCharacters) : null,
        ["TrustStoreHash"] = Short(heartbeat.TrustStoreHash),
        ["Forbids"] = heartbeat.Forbids is [] ? null : string.Join(' ', heartbeat.Forbids.Select(variant => WireWord.Of(variant))),
        ["Egress"] = Short(heartbeat.Egress),
        ["PackageHash"] = Short(heartbeat.PackageHash),
        ["Process"] = Short(heartbeat.Process),
        ["IntervalSeconds"] = heartbeat.Interval?.TotalSeconds,
        ["LastRoundStartedAt"] = Whole(heartbeat.LastRoundStartedAt),
        ["LastRoundAt"] = Whole(heartbeat.LastRoundAt),
        ["LastRound"] = heartbeat.LastRound,
        ["LastRoundResults"] = heartbeat.LastRoundResults,
        ["RoundsSkipped"] = heartbeat.RoundsSkipped,
        ["LastStoredAt"] = Whole(heartbeat.LastStoredAt),
        ["SpoolDepth"] = heartbeat.SpoolDepth,
        ["SpoolBytes"] = heartbeat.SpoolBytes,
        ["SpoolDropped"] = heartbeat.SpoolDropped,
        ["SpoolQuarantined"] = heartbeat.SpoolQuarantined,
    };

    /// <summary>Columns that an earlier version does not write are optional, and unknown columns are ignored.</summary>
    public static VantageHeartbeat Read(TableEntity row) => new()
    {
        Vantage = new()
        {
            Name = new(row.RowKey),
            Region = row.Optional<string>("Region"),
            Network = row.Optional<string>("Network"),
            Runtime = new()
            {
                Host = row.Required<string>("Host"),
                Instance = row.Optional<string>("Instance"),
                Os = row.Required<string>("Os"),
                Dotnet = row.Required<string>("Dotnet"),
                Sdk = row.Required<string>("Sdk"),
                App = row.Required<string>("App"),
            },
        },
        At = row.Required<DateTimeOffset>("At"),
        StoredAt = row.Timestamp,
        Resolvers = row.Required<string>("Resolvers").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Proxy = row.Optional<string>("Proxy"),
        TrustStoreHash = row.Optional<string>("TrustStoreHash"),
        Forbids = ForbidsOf(row.Optional<string>("Forbids")),
        Egress = row.Optional<string>("Egress"),
        PackageHash = row.Optional<string>("PackageHash"),
        Process = row.Optional<string>("Process"),
        Interval = row.OptionalValue<double>("IntervalSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        LastRoundStartedAt = row.OptionalValue<DateTimeOffset>("LastRoundStartedAt"),
        LastRoundAt = row.OptionalValue<DateTimeOffset>("LastRoundAt"),
        LastRound = row.Required<long>("LastRound"),
        LastRoundResults = row.OptionalValue<int>("LastRoundResults") ?? 0,
        RoundsSkipped = row.OptionalValue<long>("RoundsSkipped") ?? 0,
        LastStoredAt = row.OptionalValue<DateTimeOffset>("LastStoredAt"),
        SpoolDepth = row.Required<int>("SpoolDepth"),
        SpoolBytes = row.OptionalValue<long>("SpoolBytes") ?? 0,
        SpoolDropped = row.OptionalValue<long>("SpoolDropped") ?? 0,
        SpoolQuarantined = row.OptionalValue<long>("SpoolQuarantined") ?? 0,
    };

    /// <summary>Variants of a later version are ignored, because this version cannot ask for them.</summary>
    private static ProbeVariant[] ForbidsOf(string? words) =>
        [.. Enum.GetValues<ProbeVariant>().Where(variant => words?.Split(' ').Contains(WireWord.Of(variant)) ?? false)];

    private static DateTimeOffset? Whole(DateTimeOffset? instant) => instant is { } at ? KeyPart.WholeMilliseconds(at) : null;

    private static string? Short(string? text) => text is { Length: > MostCharacters } ? text[..MostCharacters] : text;
}
