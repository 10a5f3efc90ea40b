using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;

namespace ProbeFleet.Azurite;

/// <summary>
/// Lets an Azurite live in the time of a test: what it says the time is (<c>Date</c>), and when it says that a row was changed
/// (<c>Timestamp</c>, but not of rows that a batch wrote), are by the test's clock. Clients of one account know of each other's changes.
/// </summary>
public sealed class StoreTime : DelegatingHandler
{
    private static readonly ConcurrentDictionary<string, DateTimeOffset> Changes = new();

    private readonly TimeProvider _clock;

    private StoreTime(TimeProvider clock)
        : base(new SocketsHttpHandler()) => _clock = clock;

    /// <summary>A transport for <c>TableClientOptions</c>.</summary>
    /// <param name="clock">The time of the store.</param>
    public static HttpPipelineTransport By(TimeProvider clock) => new HttpClientTransport(new HttpClient(new StoreTime(clock)));

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var row = await RowOfAsync(request, cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        response.Headers.Date = _clock.GetUtcNow();
        if (row is null || !response.IsSuccessStatusCode)
        {
            return response;
        }

        if (request.Method != HttpMethod.Get)
        {
            Changes[row] = _clock.GetUtcNow();
        }
        else if (JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) is JsonObject read)
        {
            var table = row[..row.LastIndexOf('(')];
            foreach (var entity in read["value"] is JsonArray rows ? rows.OfType<JsonObject>() : [read])
            {
                if (entity.ContainsKey("Timestamp") && Changes.TryGetValue(KeyOf(table, entity), out var changed))
                {
                    entity["Timestamp"] = changed.UtcDateTime.ToString("O");
                }
            }

            var type = response.Content.Headers.ContentType;
            response.Content = new StringContent(read.ToJsonString());
            response.Content.Headers.ContentType = type;
        }

        return response;
    }

    private static string KeyOf(string table, JsonObject entity) =>
        $"{table}(PartitionKey='{entity["PartitionKey"]}',RowKey='{entity["RowKey"]}')";

    private static async Task<string?> RowOfAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var table = request.RequestUri!.GetLeftPart(UriPartial.Path);
        if (table.EndsWith(')'))
        {
            return Uri.UnescapeDataString(table);
        }

        return request.Method == HttpMethod.Post && !table.EndsWith("$batch", StringComparison.Ordinal) && request.Content is { } content
            && JsonNode.Parse(await content.ReadAsStringAsync(cancellationToken)) is JsonObject entity && entity["RowKey"] is not null
            ? KeyOf(Uri.UnescapeDataString(table), entity)
            : null;
    }
}
