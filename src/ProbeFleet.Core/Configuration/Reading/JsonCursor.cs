using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>
/// One value of the text that knows its path and where violations are collected. Every <c>As…</c> gives null after it
/// has collected a violation, so a reader goes on with the next part.
/// </summary>
internal sealed partial class JsonCursor(JsonElement value, string path, ICollection<ConfigurationViolation> violations)
{
    public string Path => path;

    public bool IsList => value.ValueKind is JsonValueKind.Array;

    public JsonCursor Below(string segment, JsonElement below) => new(below, path + segment, violations);

    /// <summary>Collects a violation that shows the value, unless it looks like a secret.</summary>
    public void Refuse(string message) => violations.Add(new(path, message, ShownValue.Of(value)));

    /// <summary>Collects a violation that never shows the value.</summary>
    public void RefuseUnseen(string message) => violations.Add(new(path, message));

    public string? AsText() => Is(JsonValueKind.String, "a text") ? value.GetString() : null;

    /// <summary>The text; when it is none, a violation that does not show the value, for it may be a secret.</summary>
    public string? AsSecretText()
    {
        if (value.ValueKind is JsonValueKind.String)
        {
            return value.GetString();
        }

        RefuseUnseen($"Must be a text, not {Name(value.ValueKind)}.");
        return null;
    }

    /// <summary>The object's members; null when it is no object.</summary>
    public JsonMembers? AsObject(IReadOnlyCollection<string> known) => AsObject() is { } members ? members.Knowing(known) : null;

    /// <summary>The members of an object whose member names are free.</summary>
    public JsonMembers? AsObject() => Is(JsonValueKind.Object, "an object { … }") ? new JsonMembers(this, value) : null;

    /// <summary>The list's items; empty when it is no list.</summary>
    public IReadOnlyList<JsonCursor> AsItems() =>
        Is(JsonValueKind.Array, "a list [ … ]") ? [.. value.EnumerateArray().Select((item, index) => Below($"[{index}]", item))] : [];

    public int? AsInteger(int min, int max)
    {
        if (!Is(JsonValueKind.Number, "a whole number"))
        {
            return null;
        }

        if (value.TryGetInt32(out var number) && number >= min && number <= max)
        {
            return number;
        }

        Refuse($"Must be a whole number from {min} to {max}.");
        return null;
    }

    public bool? AsFlag()
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Refuse($"Must be true or false, not {Name(value.ValueKind)}.");
        return null;
    }

    public TimeSpan? AsDuration(TimeSpan min, TimeSpan max)
    {
        if (!Is(JsonValueKind.String, "a duration such as \"00:00:20\""))
        {
            return null;
        }

        // Without the shape, "00:20" would be 20 minutes and "5" would be 5 days.
        var text = value.GetString()!;
        if (!DurationShape.IsMatch(text) || !TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration))
        {
            Refuse("A duration is written [days.]hours:minutes:seconds, such as \"00:00:20\" or \"30.00:00:00\".");
            return null;
        }

        if (duration >= min && duration <= max)
        {
            return duration;
        }

        Refuse($"Must be from {Written(min)} to {Written(max)}.");
        return null;
    }

    /// <summary>The enum member whose JSON name the value is.</summary>
    public T? AsOneOf<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>()
        where T : struct, Enum => AsOneOf(WireWord.All<T>()) is { } word ? WireWord.Find<T>(word) : null;

    /// <summary>The text, when it is one of the choices.</summary>
    public string? AsOneOf(IReadOnlyCollection<string> choices)
    {
        if (AsText() is not { } text)
        {
            return null;
        }

        if (choices.Contains(text))
        {
            return text;
        }

        Refuse($"Must be one of: {string.Join(", ", choices)}.{Suggestion.For(text, choices)}");
        return null;
    }

    private static string Written(TimeSpan duration) => duration.Milliseconds == 0
        ? duration.ToString("c", CultureInfo.InvariantCulture)
        : duration.ToString("c", CultureInfo.InvariantCulture).TrimEnd('0');

    private bool Is(JsonValueKind kind, string expected)
    {
        if (value.ValueKind == kind)
        {
            return true;
        }

        Refuse(value.ValueKind is JsonValueKind.Null
            ? $"Must be {expected}, not null: leave the member out instead."
            : $"Must be {expected}, not {Name(value.ValueKind)}.");
        return false;
    }

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null or JsonValueKind.Undefined => "nothing",
    };

    [GeneratedRegex(@"\A([0-9]{1,6}\.)?[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?\z")]
    private static partial Regex DurationShape { get; }
}
