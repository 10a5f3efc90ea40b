namespace Azure.Data.Tables;

/// <summary>What happens to stored properties that the sent entity does not name.</summary>
public enum TableUpdateMode
{
    /// <summary>They stay.</summary>
    Merge = 0,

    /// <summary>They go.</summary>
    Replace = 1,
}
