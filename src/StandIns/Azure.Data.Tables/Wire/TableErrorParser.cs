using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>The service's error body: <c>{"odata.error":{"code":"…","message":{"value":"…"}}}</c>.</summary>
internal sealed class TableErrorParser : RequestFailedDetailsParser
{
    public override bool TryParse(
        Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        error = Read(response);
        data = null;
        return error.Code is not null;
    }

    public static ResponseError Read(Response response) =>
        response.ContentStream is MemoryStream ? Read(response.Content.ToMemory()) : new ResponseError(null, null);

    public static ResponseError Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.GetProperty("odata.error");
            return new ResponseError(error.GetProperty("code").GetString(), error.GetProperty("message").GetProperty("value").GetString());
        }
        catch (Exception notAnErrorBody) when (notAnErrorBody is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new ResponseError(null, null);
        }
    }
}
