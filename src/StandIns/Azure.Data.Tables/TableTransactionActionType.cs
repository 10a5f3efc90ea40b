namespace Azure.Data.Tables;

/// <summary>What one action of a transaction does.</summary>
public enum TableTransactionActionType
{
    /// <summary>Insert; 409 when the row exists.</summary>
    Add = 0,

    /// <summary>Merge into an existing row.</summary>
    UpdateMerge = 1,

    /// <summary>Replace an existing row.</summary>
    UpdateReplace = 2,

    /// <summary>Delete an existing row.</summary>
    Delete = 3,

    /// <summary>Merge into the row, or insert it.</summary>
    UpsertMerge = 4,

    /// <summary>Replace the row, or insert it.</summary>
    UpsertReplace = 5,
}
