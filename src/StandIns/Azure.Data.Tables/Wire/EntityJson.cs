using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Azure.Data.Tables.Wire;

/// <summary>
/// Rows as OData JSON with minimal metadata: https://learn.microsoft.com/rest/api/storageservices/payload-format-for-table-service-operations.
/// </summary>
internal static class EntityJson
{
    public const string MinimalMetadata = "application/json;odata=minimalmetadata";

    private const string TypeSuffix = "@odata.type";

    /// <summary>Not for HTML; the strict default would triple the size of non-Latin text.</summary>
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TableEntity Own(ITableEntity entity) => entity as TableEntity
        ?? throw new NotSupportedException($"The stand-in stores {nameof(TableEntity)} only, not {entity.GetType().Name}.");

    public static ReadOnlyMemory<byte> TableName(string name) => JsonSerializer.SerializeToUtf8Bytes(new { TableName = name });

    public static ReadOnlyMemory<byte> Write(TableEntity entity)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in entity.Where(property => property.Value is not null && IsSent(property.Key)))
            {
                WriteProperty(writer, name, value!);
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    public static T ReadEntity<T>(BinaryData body)
        where T : class, ITableEntity
    {
        using var document = JsonDocument.Parse(body);
        return Read<T>(document.RootElement);
    }

    public static T Read<T>(JsonElement row)
        where T : class, ITableEntity
    {
        var entity = new TableEntity();
        foreach (var property in row.EnumerateObject())
        {
            if (property.NameEquals(TableEntity.ETagKey))
            {
                entity[TableEntity.ETagKey] = property.Value.GetString();
            }
            else if (property.NameEquals(TableEntity.TimestampKey))
            {
                entity.Timestamp = property.Value.GetDateTimeOffset();
            }
            else if (IsSent(property.Name) && property.Value.ValueKind != JsonValueKind.Null)
            {
                var type = row.TryGetProperty(property.Name + TypeSuffix, out var annotation) ? annotation.GetString() : null;
                entity[property.Name] = ReadValue(property.Value, type);
            }
        }

        return entity as T ?? throw new NotSupportedException($"The stand-in reads {nameof(TableEntity)} only, not {typeof(T).Name}.");
    }

    public static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    public static bool IsSent(string name) =>
        name != TableEntity.TimestampKey && !name.StartsWith("odata.", StringComparison.Ordinal) && !name.EndsWith(TypeSuffix, StringComparison.Ordinal);

    private static void WriteProperty(Utf8JsonWriter writer, string name, object value)
    {
        if (value is bool truth)
        {
            writer.WriteBoolean(name, truth);
        }
        else if (value is int number)
        {
            writer.WriteNumber(name, number);
        }
        else if (value is double real && double.IsFinite(real))
        {
            writer.WriteString(name + TypeSuffix, "Edm.Double");
            writer.WriteNumber(name, real);
        }
        else if (TextOf(value) is var (text, type))
        {
            if (type is not null)
            {
                writer.WriteString(name + TypeSuffix, type);
            }

            writer.WriteString(name, text);
        }
    }

    private static (string Text, string? Type) TextOf(object value) => value switch
    {
        string text => (text, null),
        double number => (number.ToString(CultureInfo.InvariantCulture), "Edm.Double"),
        long number => (number.ToString(CultureInfo.InvariantCulture), "Edm.Int64"),
        Guid id => (id.ToString(), "Edm.Guid"),
        DateTimeOffset instant => (Text(instant), "Edm.DateTime"),
        DateTime instant => (Text(instant), "Edm.DateTime"),
        byte[] bytes => (Convert.ToBase64String(bytes), "Edm.Binary"),
        BinaryData bytes => (Convert.ToBase64String(bytes.ToMemory().Span), "Edm.Binary"),
        _ => throw new NotSupportedException($"A table has no type for {value.GetType().Name}."),
    };

    private static object ReadValue(JsonElement value, string? type) => (type, value.ValueKind) switch
    {
        ("Edm.Int64", JsonValueKind.String) => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        ("Edm.DateTime", JsonValueKind.String) => value.GetDateTimeOffset(),
        ("Edm.Guid", JsonValueKind.String) => value.GetGuid(),
        ("Edm.Binary", JsonValueKind.String) => value.GetBytesFromBase64(),
        ("Edm.Double", JsonValueKind.String) => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        ("Edm.Double", JsonValueKind.Number) => value.GetDouble(),
        (_, JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
        (_, JsonValueKind.Number) => value.TryGetInt32(out var number) ? (object)number : value.GetDouble(),
        (_, _) => value.GetString() ?? "",
    };
}
