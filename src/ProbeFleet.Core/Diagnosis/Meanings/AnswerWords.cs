namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>The words of an answer for the table of meanings, from the evidence alone, so that stored results can be reread.</summary>
internal sealed class AnswerWords
{
    private readonly ResponseEvidence _response;
    private readonly string[] _texts;
    private readonly string[] _words;
    private readonly Lazy<string[]> _spoken;

    public AnswerWords(ResponseEvidence response, AnswerFacts? answer)
    {
        _response = response;
        string[] own = [.. new[] { response.ErrorMessage, answer?.Title, answer?.Excerpt, response.ErrorReason }.OfType<string>()];
        _texts = [.. own, .. response.ResponderMarks ?? []];
        _words = [.. new[] { response.ErrorCode, response.ErrorType }.Concat(response.ErrorReason?.Split(' ') ?? []).OfType<string>()];
        _spoken = new(() =>
        [
            .. own.Concat(_words).Select(text => Wording.Speak(text, partsCamelCase: true)),
            .. own.Select(text => Wording.Speak(text, partsCamelCase: false)),
        ]);
        IsPage = answer?.Shape is BodyShape.Html or BodyShape.Text;
        IsHtml = answer?.Shape is BodyShape.Html;
        Status = StatusMeanings.StatedBy(response, answer);
        IsQuote = Status != StatusMeanings.Stated(response, answer);
    }

    /// <inheritdoc cref="StatusMeanings.StatedBy"/>
    public int Status { get; }

    /// <summary>Whether the status is one that a failing server quotes of what it called.</summary>
    public bool IsQuote { get; }

    /// <summary>Whether the body is a page or plain text, as a proxy writes it, and no API's answer.</summary>
    public bool IsPage { get; }

    /// <summary>Whether the body is a web page.</summary>
    public bool IsHtml { get; }

    /// <summary>Whether one of the texts contains the parts in this order.</summary>
    public bool Says(string[] parts) => _texts.Any(text => Has(text, parts));

    /// <summary>Whether one of the texts or words has the wording.</summary>
    public bool Means(Wording wording) => _spoken.Value.Any(wording.IsIn);

    /// <summary>Whether one of the texts or words has one of the wordings.</summary>
    public bool MeansAny(Wording[] wordings) => wordings.Any(Means);

    public bool Is(string word) =>
        _words.Any(own => own.Equals(word, StringComparison.OrdinalIgnoreCase)) || HasHeader($"x-amzn-errortype: {word}");

    public bool HasHeader(string header)
    {
        var parts = header.Split(": ", 2);
        return _response.Headers.TryGetValue(parts[0], out var value)
            && (parts.Length is 1 || value.Contains(parts[1], StringComparison.OrdinalIgnoreCase));
    }

    private static bool Has(string text, string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            var found = text.IndexOf(part, at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return true;
    }
}
