using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>A query read page by page; a page may be empty and still continue.</summary>
internal sealed class EntityPages<T>(
    TableAccount account, string table, string? filter, int? maxPerPage, IEnumerable<string>? select, CancellationToken cancellationToken)
    : AsyncPageable<T>(cancellationToken)
    where T : class, ITableEntity
{
    private const string NextPartitionKey = "x-ms-continuation-NextPartitionKey";
    private const string NextRowKey = "x-ms-continuation-NextRowKey";

    private readonly string? _select = select is null ? null : string.Join(',', select);

    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            using var message = account.Message(RequestMethod.Get, Address(continuationToken, pageSizeHint ?? maxPerPage));
            var response = await account.SendAsync(message, alsoFine: null, CancellationToken).ConfigureAwait(false);
            using var document = JsonDocument.Parse(response.Content);
            var rows = document.RootElement.GetProperty("value").EnumerateArray().Select(EntityJson.Read<T>).ToArray();
            continuationToken = Next(response);
            yield return Page<T>.FromValues(rows, continuationToken, response);
        }
        while (continuationToken is not null);
    }

    /// <summary>Both headers in one token, as the official client joins them; the service's parts are opaque and hold no space.</summary>
    private static string? Next(Response response)
    {
        if (!response.Headers.TryGetValue(NextPartitionKey, out var partition))
        {
            return null;
        }

        return response.Headers.TryGetValue(NextRowKey, out var row) ? $"{partition} {row}" : partition;
    }

    private string Address(string? continuationToken, int? top)
    {
        var next = continuationToken?.Split(' ', 2) ?? [];
        string?[] parameters =
        [
            Parameter("$filter", filter),
            Parameter("$select", _select),
            Parameter("$top", top?.ToString(CultureInfo.InvariantCulture)),
            Parameter("NextPartitionKey", next.ElementAtOrDefault(0)),
            Parameter("NextRowKey", next.ElementAtOrDefault(1)),
        ];
        return account.Address($"{table}()?{string.Join('&', parameters.OfType<string>())}").TrimEnd('?');
    }

    private static string? Parameter(string name, string? value) => value is null ? null : $"{name}={Uri.EscapeDataString(value)}";
}
