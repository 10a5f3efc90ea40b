using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>One write as an HTTP request, alone or as a part of a transaction.</summary>
internal sealed record Change(
    string PartitionKey,
    string RowKey,
    RequestMethod Method,
    string Address,
    ReadOnlyMemory<byte>? Body,
    IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public static Change Of(TableAccount account, string table, TableTransactionAction action)
    {
        var entity = EntityJson.Own(action.Entity);
        EntityLimits.Check(entity);
        var row = account.Address(table, entity.PartitionKey, entity.RowKey);
        return action.ActionType switch
        {
            TableTransactionActionType.Add =>
                With(RequestMethod.Post, account.Address(table), body: true, new KeyValuePair<string, string>("Prefer", "return-no-content")),
            TableTransactionActionType.UpdateMerge => With(RequestMethod.Patch, row, body: true, IfMatch()),
            TableTransactionActionType.UpdateReplace => With(RequestMethod.Put, row, body: true, IfMatch()),
            TableTransactionActionType.Delete => With(RequestMethod.Delete, row, body: false, IfMatch()),
            TableTransactionActionType.UpsertMerge => With(RequestMethod.Patch, row, body: true),
            TableTransactionActionType.UpsertReplace => With(RequestMethod.Put, row, body: true),
        };

        KeyValuePair<string, string> IfMatch() => new("If-Match", (action.ETag == default ? ETag.All : action.ETag).ToString("H"));

        Change With(RequestMethod method, string address, bool body, params KeyValuePair<string, string>[] headers) =>
            new(entity.PartitionKey, entity.RowKey, method, address, body ? EntityJson.Write(entity) : null, headers);
    }
}
