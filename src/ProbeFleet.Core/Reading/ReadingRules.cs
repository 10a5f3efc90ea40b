using System.Text.Json;

namespace ProbeFleet.Core.Reading;

/// <summary>How strictly a text is read, and in which words a violation is said.</summary>
internal sealed record ReadingRules(
    bool IsStrict, bool RefusesKeys, string AnObject, string AList, Func<string, string> Missing, Func<string, JsonValueKind, string> Wrong,
    Func<string, string> WrongNull, Func<string, IReadOnlyCollection<string>, string> Unknown,
    Func<string, IReadOnlyCollection<string>, string> NoChoice)
{
    private const int ShortList = 12;

    /// <summary>A member is written once and is not null; a violation shows the value that it is about.</summary>
    public static ReadingRules Strict { get; } = new(
        IsStrict: true,
        RefusesKeys: true,
        AnObject: "an object { … }",
        AList: "a list [ … ]",
        Missing: _ => "Is required and missing.",
        Wrong: (expected, found) => $"Must be {expected}, not {NameOf(found)}.",
        WrongNull: expected => $"Must be {expected}, not null: leave the member out instead.",
        Unknown: (name, known) => Suggestion.For(name, known) is { Length: > 0 } meant
            ? $"Unknown member.{meant}"
            : $"Unknown member. Known here: {string.Join(", ", known)}.",
        NoChoice: (text, choices) => $"Must be one of: {string.Join(", ", choices)}.{Suggestion.For(text, choices)}");

    /// <summary>Strict, for a text that was accepted before: what looks like a key by this version's rules was in use.</summary>
    public static ReadingRules Stored { get; } = Strict with { RefusesKeys = false };

    /// <summary>A member that is null is absent, and of two the later counts; no violation shows a value.</summary>
    public static ReadingRules Lenient { get; } = new(
        IsStrict: false,
        RefusesKeys: false,
        AnObject: "an object",
        AList: "an array",
        Missing: expected => $"is missing; write {expected}.",
        Wrong: (expected, _) => $"must be {expected}.",
        WrongNull: expected => $"must be {expected}.",
        Unknown: (_, known) => $"is not a field here; write one of: {string.Join(", ", known)}.",
        // A short list is worth showing; cause codes are too many.
        NoChoice: (text, choices) =>
            $"'{text}' is not known to this version{(choices.Count <= ShortList ? $"; write one of: {string.Join(", ", choices)}" : "")}.");

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null or JsonValueKind.Undefined => "nothing",
    };
}
