using ProbeFleet.Core.Diagnosis.Meanings;
using ProbeFleet.Core.Recognition;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>A received response with the properties that the rules ask about.</summary>
internal sealed class ResponseView(DiagnosisContext context, ResponseEvidence response)
{
    /// <summary>Shorter text beside a title is usually a server's name.</summary>
    private const int ShortestText = 20;

    private static readonly Wording Relayed = new("upstream|provider|from provider ~ returned|responded|rejected|error|status");

    public DiagnosisContext Context => context;

    public ResponseEvidence Response => response;

    /// <inheritdoc cref="StatusMeanings.StatedBy"/>
    public int Status { get; } = StatusMeanings.StatedBy(response, context.Evidence.Facts<AnswerFacts>());

    public string Code => response.ErrorCode ?? "";

    public AnswerFacts? Answer { get; } = context.Evidence.Facts<AnswerFacts>();

    public BodyShape Shape => Answer?.Shape ?? BodyShape.Unknown;

    public bool IsJson => Shape is BodyShape.ErrorObject or BodyShape.StatusMessage or BodyShape.Json
        or BodyShape.EmptyCompletion or BodyShape.OtherGeneration or BodyShape.Completion or BodyShape.ModelList or BodyShape.Embeddings;

    public MeaningReading Reading { get; } = MeaningReader.Read(response, context.Evidence.Facts<AnswerFacts>());

    /// <summary>The confidence that the words alone give.</summary>
    public double Sureness => Reading.Row switch
    {
        null => Confidence.Guess,
        { Place: SignPlace.Hint } => Confidence.Likely,
        { Place: SignPlace.Wording } => Confidence.Strong,
        _ => Confidence.Proven,
    };

    /// <summary><see cref="Sureness"/>, at most <see cref="Confidence.Strong"/>: even clear words leave another cause open.</summary>
    public double CappedSureness => Math.Min(Sureness, Confidence.Strong);

    /// <summary>Whether the words are a provider's and not a gateway's.</summary>
    public bool IsInProvidersWords => Reading.Group is { } group && MeaningTable.IsProvider(group);

    /// <summary>Whether the API itself is proved to have answered.</summary>
    public bool IsFromApi => response.Responder is Responder.OpenAI or Responder.AzureOpenAI;

    public bool IsFromAzure => response.Responder is Responder.AzureOpenAI || (context.Kind is Model.RouteKind.AzureOpenAI && IsJson);

    /// <summary>Whether a gateway answered: recognized, or unrecognized on a route that goes to one.</summary>
    public bool IsFromGateway => response.Responder is Responder.Gateway || (context.IsGatewayRoute && !IsFromApi);

    /// <summary>The status that a failing server quotes of what it called; null when it quotes none.</summary>
    public int? Quoted { get; } = QuotedStatus.In(
        response.ErrorMessage, StatusMeanings.Stated(response, context.Evidence.Facts<AnswerFacts>()));

    /// <summary>Whether a server failed and quotes what it called: a status, or a provider's words about a key.</summary>
    public bool QuotesAnother => response is { Status: >= 500, Origin: null } && !IsFromApi
        && (Quoted is not null || (IsInProvidersWords && StatusMeanings.Usual(Reading.Meaning) is [401, ..]));

    /// <summary>Whether the answer is a relayed one: its responder's marks tell, or an unknown gateway's own words do.</summary>
    public bool IsUpstream => response.Origin is AnswerOrigin.Upstream
        || QuotesAnother
        || (response.Origin is null && context.IsGatewayRoute
            && Relayed.IsIn(Wording.Speak(response.ErrorMessage ?? "", partsCamelCase: false)));

    /// <summary>The responder's name, for a sentence.</summary>
    public string Who => response.ResponderProduct switch
    {
        Products.WebPage => response.Headers.TryGetValue("server", out var server) ? $"A web server ({server})" : "A web server",
        { } product => product,
        null => context.IsGatewayRoute ? $"The gateway at {context.Host}" : context.Host,
    };

    /// <summary>Whether <see cref="Words"/> says anything.</summary>
    public bool HasWords => Words.Length > 1;

    /// <summary>The error in the responder's words, for a sentence; without one, the title or the beginning of the body.</summary>
    public string Words => response.ErrorMessage is { Length: > 0 } message ? $": {Sentence(message)}"
        : Answer?.Title is { Length: > 0 } title ? $": page \"{title}\"{Text(title)}."
        : Answer?.Excerpt is { Length: > 0 } excerpt ? $": {Sentence(excerpt)}"
        : ".";

    /// <summary>The text beside a page's title, if no rule read it or it is the proxy's own reason.</summary>
    private string Text(string title)
    {
        var text = Reading.Row is null or { Meaning: Meaning.ProxyPage or Meaning.PermissionMissing }
            ? Answer?.Excerpt?.Replace(title, "", StringComparison.OrdinalIgnoreCase).Trim(' ', '.', '…')
            : null;
        return text is { Length: > ShortestText } && text.Contains(' ', StringComparison.Ordinal) ? $" ({text})" : "";
    }

    /// <summary>Makes a finding that begins with who answered what, as sure as the words are.</summary>
    public Finding Found(Cause cause, string meaning) => Found(cause, Sureness, meaning);

    /// <summary>Makes a finding that begins with who answered what.</summary>
    public Finding Found(Cause cause, double confidence, string meaning) => new(
        cause,
        response.Responder is Responder.Unknown ? Math.Min(confidence, Confidence.Likely) : confidence,
        $"{Who} answered {response.Status}{Words} {Quote}{meaning}".TrimEnd());

    private string Quote => Quoted is { } status ? $"It quotes {status} of what it called. " : "";

    private static string Sentence(string text) => text[^1] is '.' or '!' or '?' or '…' ? text : $"{text}.";
}
