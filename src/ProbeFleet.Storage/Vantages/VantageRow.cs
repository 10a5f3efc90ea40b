using Azure.Data.Tables;
using ProbeFleet.Core.Redaction;
using ProbeFleet.Storage.Rows;

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
        ["Egress"] = Short(heartbeat.Egress),
        ["PackageHash"] = Short(heartbeat.PackageHash),
        ["LastRoundAt"] = heartbeat.LastRoundAt is { } at ? KeyPart.WholeMilliseconds(at) : null,
        ["LastRound"] = heartbeat.LastRound,
        ["SpoolDepth"] = heartbeat.SpoolDepth,
    };

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
        Egress = row.Optional<string>("Egress"),
        PackageHash = row.Optional<string>("PackageHash"),
        LastRoundAt = row.OptionalValue<DateTimeOffset>("LastRoundAt"),
        LastRound = row.Required<long>("LastRound"),
        SpoolDepth = row.Required<int>("SpoolDepth"),
    };

    private static string? Short(string? text) => text is { Length: > MostCharacters } ? text[..MostCharacters] : text;
}
