using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Storage.Requests;

/// <summary>
/// Requests: partition <c>requests</c>, row <c>{reverse ticks}|{id}</c>, newest first. A request's progress: partition <c>{id}</c>, row
/// <c>{vantage}</c> for the claim and <c>{vantage}|{probe id}</c> for each result.
/// </summary>
internal static class RequestRow
{
    public const string Partition = "requests";
    private const string ProbesColumn = "Probes";

    public const string CompletedAtColumn = "CompletedAt";

    public static bool IsClaim(TableEntity part) => !part.RowKey.Contains('|', StringComparison.Ordinal);

    public static TableEntity Write(OnDemandRequest request)
    {
        var row = new TableEntity(
            Partition, TimeOrderedId.KeyOf(request.Id)
                ?? throw new ArgumentException("A request's id is of version 7: Guid.CreateVersion7.", nameof(request)))
        {
            [RowReader.SchemaColumn] = RowReader.Schema,
            ["Id"] = request.Id,
            ["CreatedAt"] = KeyPart.WholeMilliseconds(request.CreatedAt),
            ["Deadline"] = KeyPart.WholeMilliseconds(request.Deadline),
            ["Depth"] = WireWord.Of(request.Depth),
            ["Reason"] = request.Reason is { } reason ? Sanitizer.PatternsOnly.Clean(reason, OnDemandRequest.MostReasonCharacters) : null,
        };
        TextColumns.Write(row, "Routes", string.Join(' ', request.Routes.Select(KeyPart.Of)));
        if (request.Probes is not [])
        {
            var probes = request.Probes.Select(probe =>
                $"{KeyPart.Of(probe.Vantage)} {KeyPart.Of(probe.Route)} {WireWord.Of(probe.Depth)}"
                + (probe.Variant is ProbeVariant.Full ? "" : $" {WireWord.Of(probe.Variant)}"));
            TextColumns.Write(row, ProbesColumn, string.Join('\n', probes));
        }

        TextColumns.Write(row, "Vantages", string.Join(' ', request.Vantages.Select(KeyPart.Of)));
        return row;
    }

    public static OnDemandRequest Read(TableEntity row) => new()
    {
        Id = row.Required<Guid>("Id"),
        CreatedAt = row.Required<DateTimeOffset>("CreatedAt"),
        Deadline = row.Required<DateTimeOffset>("Deadline"),
        Routes = [.. Names(row, "Routes").Select(RouteName.From)],
        Vantages = [.. Names(row, "Vantages").Select(VantageName.From)],
        Depth = row.Optional<string>("Depth") is { } depth ? WireWord.Read<ProbeDepth>("Depth", depth) : null,
        Probes = row.Optional<string>(ProbesColumn) is null ? [] : [.. TextColumns.Read(row, ProbesColumn).Split('\n').Select(ReadProbe)],
        Reason = row.Optional<string>("Reason"),
    };

    public static TableEntity Claim(Guid id, RequestClaim claim) => new(id.ToString(), KeyPart.Of(claim.Vantage))
    {
        [RowReader.SchemaColumn] = RowReader.Schema,
        ["Holder"] = claim.Holder,
        ["ClaimedAt"] = KeyPart.WholeMilliseconds(claim.ClaimedAt),
    };

    public static RequestClaim ReadClaim(TableEntity row) => new(
        new(row.RowKey),
        row.Required<string>("Holder"),
        row.Required<DateTimeOffset>("ClaimedAt"),
        row.OptionalValue<DateTimeOffset>(CompletedAtColumn));

    private static RequestedProbe ReadProbe(string line) =>
        line.Split(' ') is [var vantage, var route, var depth, .. { Length: <= 1 } variant]
        ? new(
            VantageName.From(vantage),
            RouteName.From(route),
            WireWord.Read<ProbeDepth>(ProbesColumn, depth),
            variant is [var word] ? WireWord.Read<ProbeVariant>(ProbesColumn, word) : ProbeVariant.Full)
        : throw new FormatException($"Column {ProbesColumn} holds a line that is no vantage, route, depth and variant.");

    private static string[] Names(TableEntity row, string column) =>
        TextColumns.Read(row, column).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
