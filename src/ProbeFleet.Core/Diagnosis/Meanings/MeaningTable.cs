namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>
/// The table of signs for each meaning, each row with its public source. A new provider error takes one row here and one answer in
/// <c>tests/ProbeFleet.Core.Tests/Golden/Answers</c>.
/// </summary>
internal static class MeaningTable
{
    /// <summary>The groups, in the order of precedence among equally clear rows.</summary>
    public static IReadOnlyList<MeaningGroup> Groups { get; } =
    [
        .. PageWords.All, .. GatewayWords.All, OpenAIWords.OpenAI, OpenAIWords.Azure, .. ProviderWords.All, .. ServerWords.All,
        ShapeRefusals.Group, .. CommonWords.All,
    ];

    internal static IReadOnlyList<(MeaningRow Row, MeaningGroup Group)> Rows { get; } =
        [.. Groups.SelectMany(group => group.Rows.Select(row => (row, group)))];

    internal static bool IsProvider(MeaningGroup group) => Providers.Contains(group);

    private static readonly HashSet<MeaningGroup> Providers =
        new([OpenAIWords.OpenAI, OpenAIWords.Azure, .. ProviderWords.All], ReferenceEqualityComparer.Instance);
}

/// <summary>Where a sign is looked for, most decisive first.</summary>
public enum SignPlace
{
    /// <summary>A header; its text is <c>name: value</c>, or a name alone.</summary>
    Header,

    /// <summary>A phrase of the message, the title or the page's text.</summary>
    Phrase,

    /// <summary>The whole of an error code, type, status word, reason or parameter.</summary>
    Word,

    /// <summary>Words that many providers use for a meaning, in the message, code or type (<see cref="Meanings.Wording"/>).</summary>
    Wording,

    /// <summary>A less clear phrase (with a space or <c>*</c>) or word, which counts only if nothing clearer is found.</summary>
    Hint,
}

/// <summary>A row of the table of meanings.</summary>
/// <param name="Text">The text, in any case; <c>*</c> in a phrase matches anything between its parts.</param>
/// <param name="Source">The public page or report that documents it; null for the group's.</param>
public sealed record MeaningRow(Meaning Meaning, SignPlace Place, string Text, string? Source = null)
{
    private readonly string[] _parts = Text.Split('*');
    private readonly Wording? _wording = Place is SignPlace.Wording ? new(Text) : null;

    internal bool Shows(AnswerWords words) => Place switch
    {
        SignPlace.Header => words.HasHeader(Text),
        SignPlace.Phrase => words.Says(_parts),
        SignPlace.Word => words.Is(Text),
        SignPlace.Wording => words.Means(_wording!) && Meaning switch
        {
            Meaning.ProxyPage => words.IsPage,

            // A captive portal's page speaks of terms and accounts too.
            Meaning.AccountState => !words.IsHtml,

            // With these statuses it is the caller's own key that is missing.
            Meaning.GatewayUnready => words.Status is not (401 or 403),
            _ => true,
        },
        SignPlace.Hint => words.Is(Text) || ((_parts.Length > 1 || Text.Contains(' ', StringComparison.Ordinal)) && words.Says(_parts)),
    };

    /// <summary>Whether another phrase holds this one, which then says nothing more: "error loading model", "loading model".</summary>
    internal bool IsPartOf(MeaningRow other) => (Place, other.Place) is (SignPlace.Phrase, SignPlace.Phrase)
        && other.Text.Length > Text.Length && other.Text.Contains(Text, StringComparison.OrdinalIgnoreCase);

    internal static MeaningRow[] Heads(Meaning meaning, string header, string? source = null) =>
        [new(meaning, SignPlace.Header, header, source)];

    internal static MeaningRow[] Says(Meaning meaning, string phrase, string? source = null) => Says(meaning, [phrase], source);

    internal static MeaningRow[] Says(Meaning meaning, string[] phrases, string? source = null) =>
        [.. phrases.Select(phrase => new MeaningRow(meaning, SignPlace.Phrase, phrase, source))];

    internal static MeaningRow[] Is(Meaning meaning, string word, string? source = null) => Is(meaning, [word], source);

    internal static MeaningRow[] Is(Meaning meaning, string[] words, string? source = null) =>
        [.. words.Select(word => new MeaningRow(meaning, SignPlace.Word, word, source))];

    internal static MeaningRow[] Means(Meaning meaning, string wording, string? source = null) =>
        [new(meaning, SignPlace.Wording, wording, source)];

    internal static MeaningRow[] Hints(Meaning meaning, string text, string? source = null) => Hints(meaning, [text], source);

    internal static MeaningRow[] Hints(Meaning meaning, string[] texts, string? source = null) =>
        [.. texts.Select(text => new MeaningRow(meaning, SignPlace.Hint, text, source))];
}

/// <summary>The signs of one provider, gateway, server or front.</summary>
/// <param name="Source">The public page that documents them.</param>
public sealed record MeaningGroup(string Name, string Source, IReadOnlyList<MeaningRow> Rows)
{
    internal MeaningGroup(string name, string source, params MeaningRow[][] rows)
        : this(name, source, (IReadOnlyList<MeaningRow>)[.. rows.SelectMany(row => row)])
    {
    }
}
