namespace Azure.Data.Tables;

/// <summary>One action of a transaction.</summary>
public class TableTransactionAction
{
    /// <summary>Describes one action.</summary>
    /// <param name="actionType">What to do.</param>
    /// <param name="entity">The row to do it to.</param>
    /// <param name="etag">The version that an update or delete requires; the default means any.</param>
    /// <exception cref="ArgumentNullException"><paramref name="entity"/> is null.</exception>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ActionType = actionType;
        Entity = entity;
        ETag = etag;
    }

    /// <summary>What to do.</summary>
    public TableTransactionActionType ActionType { get; }

    /// <summary>The row to do it to.</summary>
    public ITableEntity Entity { get; }

    /// <summary>The version that an update or delete requires; the default means any.</summary>
    public ETag ETag { get; }
}
