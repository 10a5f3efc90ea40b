namespace Azure.Data.Tables;

/// <summary>One row: its two keys, and what the service keeps beside them.</summary>
public interface ITableEntity
{
    /// <summary>The partition; entities of one partition can share a transaction. Up to 1,024 characters.</summary>
    string PartitionKey { get; set; }

    /// <summary>The row, unique in its partition. Up to 1,024 characters.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last wrote the row, UTC; null before the first read.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version of the row as last read.</summary>
    ETag ETag { get; set; }
}
