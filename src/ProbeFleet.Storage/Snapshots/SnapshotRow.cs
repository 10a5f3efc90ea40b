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

    public static RouteSnapshot Read(TableEntity row)
    {
        if (row.RowKey.Split('|') is not [var vantage, var route])
        {
            throw new FormatException("The row key is not {vantage}|{route}.");
        }

        return new()
        {
            Vantage = new(vantage),
            Route = new(route),
            ProbeId = row.Required<Guid>("ProbeId"),
            Owner = WireWord.Read<Owner>("Owner", row.Required<string>("Owner")),
            Confidence = row.Required<double>("Confidence"),
            Status = row.OptionalValue<int>("Status"),
            TlsIssuer = row.Optional<string>("TlsIssuer"),
            Stages = StageTimes.Read(row.Optional<string>(StageTimes.Column)),
            RouteFingerprint = row.Required<string>("RouteFingerprint"),
            Recent = OutcomeRing.Read(row.Required<string>("Recent")),
        };
    }
}
