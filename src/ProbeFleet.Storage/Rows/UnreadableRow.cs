namespace ProbeFleet.Storage.Rows;

/// <summary>A row that cannot be read: a wrong type, a missing column, a broken text or a future schema version.</summary>
/// <param name="Reason">Why, in one sentence; repeats no stored text.</param>
public sealed record UnreadableRow(string PartitionKey, string RowKey, string Reason);
