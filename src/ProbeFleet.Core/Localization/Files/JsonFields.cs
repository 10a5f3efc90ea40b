using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Localization.Files;

/// <summary>Reads the fields of one JSON object and notes what is wrong with them, with its path.</summary>
internal sealed class JsonFields(JsonElement element, string path, List<IncidentFileViolation> violations)
{
    public string Path => path;

    public void Refuse(string name, string message) =>
        violations.Add(new(name is "" ? path : $"{path}.{name}", message));

    public bool AllowOnly(params ReadOnlySpan<string> names)
    {
        var before = violations.Count;
        foreach (var property in element.EnumerateObject())
        {
            if (!names.Contains(property.Name))
            {
                Refuse(property.Name, $"is not a field here; write one of: {string.Join(", ", names)}.");
            }
        }

        return violations.Count == before;
    }

    public bool Has(string name, JsonValueKind kind) => element.TryGetProperty(name, out var value) && value.ValueKind == kind;

    public string? Text(string name, bool required = false) => Scalar(name, JsonValueKind.String, required, "a text")?.GetString();

    public bool Flag(string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Refuse(name, "must be true or false.");
        }

        return value.ValueKind is JsonValueKind.True;
    }

    public int? Integer(string name)
    {
        var value = Scalar(name, JsonValueKind.Number, required: false, "a whole number");
        if (value is null || value.Value.TryGetInt32(out var number))
        {
            return value?.GetInt32();
        }

        Refuse(name, "must be a whole number.");
        return null;
    }

    public DateTimeOffset? Instant(string name)
    {
        var text = Text(name, required: true);
        if (text is null)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return instant.ToUniversalTime();
        }

        Refuse(name, $"'{text}' is not an ISO-8601 instant such as 2026-11-21T03:14:15.926Z.");
        return null;
    }

    public T? Named<T>(string name, bool required)
        where T : struct, IName<T>
    {
        if (Text(name, required) is not { } text)
        {
            return null;
        }

        try
        {
            return T.From(text);
        }
        catch (FormatException error)
        {
            Refuse(name, error.Message);
            return null;
        }
    }

    public T? Choice<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(string name, JsonTypeInfo<T> type, bool required = false)
        where T : struct, Enum
    {
        var value = Scalar(name, JsonValueKind.String, required, "a text");
        if (value is null)
        {
            return null;
        }

        try
        {
            return value.Value.Deserialize(type);
        }
        catch (JsonException)
        {
            Refuse(name, $"'{value.Value.GetString()}' is not known to this version{KnownWords<T>()}.");
            return null;
        }
    }

    /// <summary>A short list is worth showing; cause codes are too many.</summary>
    private static string KnownWords<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>()
        where T : struct, Enum =>
        WireWord.All<T>() is { Count: <= 12 } words ? $"; write one of: {string.Join(", ", words)}"
            : "";

    public JsonFields? Object(string name, bool required = false)
    {
        if (Scalar(name, JsonValueKind.Object, required, "an object") is { } value)
        {
            return new(value, $"{path}.{name}", violations);
        }

        return null;
    }

    public IReadOnlyList<JsonFields> Objects(string name)
    {
        List<JsonFields> items = [];
        foreach (var (index, item) in Items(name, required: true).Index())
        {
            if (item.ValueKind is JsonValueKind.Object)
            {
                items.Add(new(item, $"{path}.{name}[{index}]", violations));
            }
            else
            {
                Refuse($"{name}[{index}]", "must be an object.");
            }
        }

        return items;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        List<string> items = [];
        foreach (var (index, item) in Items(name, required: false).Index())
        {
            if (item.ValueKind is JsonValueKind.String)
            {
                items.Add(item.GetString()!);
            }
            else
            {
                Refuse($"{name}[{index}]", "must be a text.");
            }
        }

        return items;
    }

    private JsonElement[] Items(string name, bool required) =>
        Scalar(name, JsonValueKind.Array, required, "an array") is { } array ? [.. array.EnumerateArray()] : [];

    private JsonElement? Scalar(string name, JsonValueKind kind, bool required, string words)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            if (required)
            {
                Refuse(name, $"is missing; write {words}.");
            }

            return null;
        }

        if (value.ValueKind == kind)
        {
            return value;
        }

        Refuse(name, $"must be {words}.");
        return null;
    }
}
