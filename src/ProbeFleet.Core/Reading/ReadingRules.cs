using System.Text.Json;

namespace ProbeFleet.Core.Reading;

/// <summary>How strictly a text is read, and in which words a violation is said.</summary>
internal abstract class ReadingRules
{
    /// <summary>A member is written once and is not null; a violation shows the value that it is about.</summary>
    public static ReadingRules Strict { get; } = new StrictRules();

    /// <summary>A member that is null is absent, and of two the later counts; no violation shows a value.</summary>
    public static ReadingRules Lenient { get; } = new LenientRules();

    public abstract bool IsStrict { get; }

    public abstract string AnObject { get; }

    public abstract string AList { get; }

    public abstract string Missing(string expected);

    public abstract string Unknown(string name, IReadOnlyCollection<string> known);

    public abstract string Wrong(string expected, JsonValueKind found);

    public abstract string WrongNull(string expected);

    public abstract string NoChoice(string text, IReadOnlyCollection<string> choices);

    private sealed class StrictRules : ReadingRules
    {
        public override bool IsStrict => true;

        public override string AnObject => "an object { … }";

        public override string AList => "a list [ … ]";

        public override string Missing(string expected) => "Is required and missing.";

        public override string Unknown(string name, IReadOnlyCollection<string> known) => Suggestion.For(name, known) is { Length: > 0 } meant
            ? $"Unknown member.{meant}"
            : $"Unknown member. Known here: {string.Join(", ", known)}.";

        public override string Wrong(string expected, JsonValueKind found) => $"Must be {expected}, not {Name(found)}.";

        public override string WrongNull(string expected) => $"Must be {expected}, not null: leave the member out instead.";

        public override string NoChoice(string text, IReadOnlyCollection<string> choices) =>
            $"Must be one of: {string.Join(", ", choices)}.{Suggestion.For(text, choices)}";

        private static string Name(JsonValueKind kind) => kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "true or false",
            JsonValueKind.Null or JsonValueKind.Undefined => "nothing",
        };
    }

    private sealed class LenientRules : ReadingRules
    {
        private const int ShortList = 12;

        public override bool IsStrict => false;

        public override string AnObject => "an object";

        public override string AList => "an array";

        public override string Missing(string expected) => $"is missing; write {expected}.";

        public override string Unknown(string name, IReadOnlyCollection<string> known) =>
            $"is not a field here; write one of: {string.Join(", ", known)}.";

        public override string Wrong(string expected, JsonValueKind found) => $"must be {expected}.";

        public override string WrongNull(string expected) => $"must be {expected}.";

        // A short list is worth showing; cause codes are too many.
        public override string NoChoice(string text, IReadOnlyCollection<string> choices) =>
            $"'{text}' is not known to this version{(choices.Count <= ShortList ? $"; write one of: {string.Join(", ", choices)}" : "")}.";
    }
}
