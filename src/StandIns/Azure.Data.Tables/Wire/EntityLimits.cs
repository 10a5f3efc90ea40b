using System.Text.RegularExpressions;

namespace Azure.Data.Tables.Wire;

/// <summary>
/// What the service refuses, refused before sending: an emulator lets some of it pass. Limits:
/// https://learn.microsoft.com/azure/storage/tables/scalability-targets
/// and https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model.
/// </summary>
internal static partial class EntityLimits
{
    private const int KeyCharacters = 1024;
    private const int OwnProperties = 252;
    private const int NameCharacters = 255;
    private const int ValueBytes = 64 * 1024;
    private const int EntityBytes = 1024 * 1024;

    private static readonly DateTimeOffset FirstInstant = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [GeneratedRegex(@"^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Pc}\p{Mn}\p{Mc}\p{Cf}]*$")]
    private static partial Regex PropertyName { get; }

    public static void Check(TableEntity entity)
    {
        CheckKey(entity.PartitionKey, nameof(entity.PartitionKey));
        CheckKey(entity.RowKey, nameof(entity.RowKey));
        var own = entity
            .Where(property => property.Value is not null && EntityJson.IsSent(property.Key))
            .Where(property => property.Key is not (nameof(entity.PartitionKey) or nameof(entity.RowKey)))
            .ToArray();
        if (own.Length > OwnProperties)
        {
            throw Refusal("TooManyProperties", $"The entity has {own.Length} properties of its own; {OwnProperties} are allowed.");
        }

        foreach (var (name, value) in own)
        {
            CheckProperty(name, value!);
        }

        var size = 4 + ((entity.PartitionKey.Length + entity.RowKey.Length) * 2)
            + own.Sum(property => 8 + (property.Key.Length * 2) + Size(property.Value!));
        if (size > EntityBytes)
        {
            throw Refusal("EntityTooLarge", $"The entity takes {size} bytes; {EntityBytes} are allowed.");
        }
    }

    public static RequestFailedException Refusal(string code, string message, int status = 400) => new(status, message, code, null);

    private static void CheckKey(string? key, string name)
    {
        ArgumentNullException.ThrowIfNull(key, name);
        if (key.Length > KeyCharacters)
        {
            throw Refusal("KeyValueTooLarge", $"{name} has {key.Length} characters; {KeyCharacters} are allowed.");
        }

        if (key.Any(character => character is '/' or '\\' or '#' or '?' || char.IsControl(character)))
        {
            throw Refusal("OutOfRangeInput", $"{name} has a character that keys cannot hold: / \\ # ? or a control character.");
        }
    }

    private static void CheckProperty(string name, object value)
    {
        if (name.Length > NameCharacters)
        {
            throw Refusal("PropertyNameTooLong", $"A property name has {name.Length} characters; {NameCharacters} are allowed.");
        }

        if (!PropertyName.IsMatch(name))
        {
            throw Refusal("PropertyNameInvalid", $"'{name}' is no property name: letters, digits and underscores, and no digit first.");
        }

        if (value is string or byte[] or BinaryData && Size(value) - 4 > ValueBytes)
        {
            throw Refusal("PropertyValueTooLarge", $"'{name}' takes {Size(value) - 4} bytes; {ValueBytes} are allowed.");
        }

        if (value is DateTimeOffset instant && instant < FirstInstant)
        {
            throw Refusal("OutOfRangeInput", $"'{name}' is before 1601-01-01, the first instant that a table can hold.");
        }
    }

    private static int Size(object value) => value switch
    {
        string text => 4 + (text.Length * 2),
        byte[] bytes => 4 + bytes.Length,
        BinaryData bytes => 4 + bytes.ToMemory().Length,
        Guid => 16,
        int => 4,
        bool => 1,
        _ => 8,
    };
}
