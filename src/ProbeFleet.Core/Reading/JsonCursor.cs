using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Reading;

/// <summary>
/// A JSON value with its path and the collector of violations. Every <c>As…</c> method returns null after adding a violation, so the
/// reader continues with the next part.
/// </summary>
internal sealed partial class JsonCursor(JsonElement value, string path, ICollection<Violation> violations, ReadingRules rules)
{
    private const string WholeNumber = "a whole number";

    public string Path => path;

    public ReadingRules Rules => rules;

    public bool IsList => value.ValueKind is JsonValueKind.Array;

    public bool IsObject => value.ValueKind is JsonValueKind.Object;

    public bool IsNull => value.ValueKind is JsonValueKind.Null;

    public JsonCursor Below(string segment, JsonElement below) => new(below, path + segment, violations, rules);

    /// <summary>Collects a violation; by strict rules it shows the value, unless that looks like a secret.</summary>
    public void Refuse(string message) => violations.Add(new(path, message, rules.IsStrict ? ShownValue.Format(value) : null));

    /// <summary>Collects a violation and gives null for the value: <typeparamref name="T"/> is a class or a nullable type.</summary>
    public T? Refuse<T>(string message)
    {
        Refuse(message);
        return default;
    }

    /// <summary>Whether the text has a key or token in it, and the rules refuse that.</summary>
    public bool RefusesKey(string text) => rules.RefusesKeys && LikelySecret.IsKeyIn(text);

    /// <summary>Adds a violation that never shows the value.</summary>
    public void RefuseUnseen(string message) => violations.Add(new(path, message));

    /// <summary>Adds a violation that never shows the value, and gives null in its place: <typeparamref name="T"/> is as above.</summary>
    public T? RefuseUnseen<T>(string message)
    {
        RefuseUnseen(message);
        return default;
    }

    /// <summary>The string; null and a violation for one that has a key or token in it, where the rules refuse that.</summary>
    public string? AsText() =>
        !Is(JsonValueKind.String, "a text") ? null
        : value.GetString() is { } text && RefusesKey(text)
            ? RefuseUnseen<string>($"Looks like a key or token, which does not belong here. {LikelySecret.Leaked}")
        : value.GetString();

    /// <summary>The string; for any other value null and a violation that does not show it, because it may be a secret.</summary>
    public string? AsSecretText() => value.ValueKind is JsonValueKind.String
        ? value.GetString()
        : RefuseUnseen<string>(rules.Wrong("a text", value.ValueKind));

    /// <summary>The object's members; null when the value is not an object.</summary>
    public JsonMembers? AsObject(IReadOnlyCollection<string> known) => AsObject() is { } members ? members.Knowing(known) : null;

    /// <summary>The members of an object whose member names are not fixed.</summary>
    public JsonMembers? AsObject() => Is(JsonValueKind.Object, rules.AnObject) ? new JsonMembers(this, value) : null;

    /// <summary>The list's items; empty when the value is not a list.</summary>
    public IReadOnlyList<JsonCursor> AsItems() =>
        Is(JsonValueKind.Array, rules.AList) ? [.. value.EnumerateArray().Select((item, index) => Below($"[{index}]", item))] : [];

    public int? AsInteger(int min, int max) =>
        !Is(JsonValueKind.Number, WholeNumber) ? null
        : value.TryGetInt32(out var number) && number >= min && number <= max ? number
        : Refuse<int?>($"Must be {WholeNumber} from {min} to {max}.");

    public int? AsInteger() =>
        !Is(JsonValueKind.Number, WholeNumber) ? null
        : value.TryGetInt32(out var number) ? number
        : Refuse<int?>(rules.Wrong(WholeNumber, value.ValueKind));

    public bool? AsFlag() => value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : Refuse<bool?>(rules.Wrong("true or false", value.ValueKind));

    public TimeSpan? AsDuration(TimeSpan min, TimeSpan max)
    {
        if (!Is(JsonValueKind.String, "a duration such as \"00:00:20\""))
        {
            return null;
        }

        // Without the pattern, "00:20" would be 20 minutes and "5" would be 5 days.
        var text = value.GetString()!;
        return !DurationShape.IsMatch(text) || !TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration)
            ? Refuse<TimeSpan?>("A duration is written [days.]hours:minutes:seconds with two digits each and hours up to 23, such as "
                + "\"00:00:20\", or \"1.00:00:00\" for a day.")
            : duration >= min && duration <= max ? duration
            : Refuse<TimeSpan?>($"Must be from {Written(min)} to {Written(max)}.");
    }

    public DateTimeOffset? AsInstant() =>
        AsText() is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.ToUniversalTime()
        : Refuse<DateTimeOffset?>($"'{text}' is not an ISO-8601 instant such as 2026-11-21T03:14:15.926Z.");

    public T? AsName<T>()
        where T : struct, IName<T>
    {
        if (AsText() is not { } text)
        {
            return null;
        }

        try
        {
            return T.From(text);
        }
        catch (FormatException error)
        {
            return Refuse<T?>(error.Message);
        }
    }

    public T? AsOneOf<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>()
        where T : struct, Enum => AsOneOf(WireWord.All<T>()) is { } word ? WireWord.Find<T>(word) : null;

    /// <summary>The string when it is one of the choices; otherwise null and a violation.</summary>
    public string? AsOneOf(IReadOnlyCollection<string> choices) =>
        AsText() is not { } text ? null
        : choices.Contains(text) ? text
        : Refuse<string>(rules.NoChoice(text, choices));

    private static string Written(TimeSpan duration) => duration.Milliseconds == 0 ? $"{duration:c}" : $"{duration:c}".TrimEnd('0');

    private bool Is(JsonValueKind kind, string expected)
    {
        if (value.ValueKind == kind)
        {
            return true;
        }

        Refuse(IsNull ? rules.WrongNull(expected) : rules.Wrong(expected, value.ValueKind));
        return false;
    }

    [GeneratedRegex(@"\A([0-9]{1,6}\.)?[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?\z")]
    private static partial Regex DurationShape { get; }
}
