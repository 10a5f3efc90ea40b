using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>A transaction was refused as a whole; nothing was stored.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    /// <summary>Wraps the refusal of one action.</summary>
    /// <param name="requestFailedException">The refusal; its message starts with the action's index and a colon.</param>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            (requestFailedException ?? throw new ArgumentNullException(nameof(requestFailedException))).Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        var colon = requestFailedException.Message.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0
            && int.TryParse(requestFailedException.Message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            FailedTransactionActionIndex = index;
        }
    }

    /// <summary>Which action was refused, from 0; null when the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; }
}
