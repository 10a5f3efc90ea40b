namespace ProbeFleet.Storage.Snapshots;

/// <summary>A snapshot as a row: partition <c>fleet</c>, row <c>{vantage}|{route}</c>.</summary>
internal static class SnapshotRow
{
    public const string Partition = "fleet";

    public static string Key(VantageName vantage, RouteName route) => $"{KeyPart.Of(vantage)}|{KeyPart.Of(route)}";

    public static TableEntity Write(RouteSnapshot snapshot) => new(Partition, Key(snapshot.Vantage, snapshot.Route))
    {
        [RowReader.SchemaColumn] = RowReader.Schema,
        ["ProbeId"] = snapshot.ProbeId,
        ["At"] = snapshot.Latest.At,
        ["Outcome"] = WireWord.Of(snapshot.Latest.Outcome),
        ["Cause"] = WireWord.Of(snapshot.Latest.Cause),
        ["Owner"] = WireWord.Of(snapshot.Owner),
        ["Confidence"] = snapshot.Confidence,
        ["Status"] = snapshot.Status,
        ["TlsIssuer"] = snapshot.TlsIssuer,
        [StageTimes.Column] = StageTimes.Write(snapshot.Stages),
        ["RouteFingerprint"] = snapshot.RouteFingerprint,
        ["Recent"] = OutcomeRing.Write(snapshot.Recent),
    };

    public static RouteSnapshot Read(TableEntity row) => row.RowKey.Split('|') is [var vantage, var route]
        ? new(
            new(vantage),
            new(route),
            row.Required<Guid>("ProbeId"),
            WireWord.Read<Owner>("Owner", row.Required<string>("Owner")),
            row.Required<double>("Confidence"),
            row.OptionalValue<int>("Status"),
            row.Optional<string>("TlsIssuer"),
            StageTimes.Read(row.Optional<string>(StageTimes.Column)),
            row.Required<string>("RouteFingerprint"),
            OutcomeRing.Read(row.Required<string>("Recent")))
        : throw new FormatException("The row key is not {vantage}|{route}.");
}
