using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Recognition;

/// <summary>Turns a raw response into sanitized evidence.</summary>
public static class ResponseReader
{
    private const int MessageLength = 300;
    private const int TitleLength = 120;
    private const int ExcerptLength = 200;
    private const int WordLength = 120;
    private const int HeaderLength = 200;

    /// <summary>The lower-case names of the headers that are kept with their values.</summary>
    public static IReadOnlyCollection<string> KeptHeaders => ResponseHeaders.Kept;

    /// <summary>Reads a response. Any bytes are accepted: a body that is not what it claims is evidence, never an error.</summary>
    public static ResponseReading Read(RawResponse raw, Sanitizer sanitizer)
    {
        var headers = new ResponseHeaders(raw.Headers);
        var body = raw.Stream is { Events: > 0 } stream ? stream.Body : ResponseBody.Read(raw.Body, headers["content-type"]);
        var responder = ResponderFingerprint.Read(new ReadableResponse(raw, headers, body));

        var response = new ResponseEvidence
        {
            Status = raw.Status,
            Responder = responder.Responder,
            ResponderProduct = responder.Product,
            ResponderMarks = responder.Marks is [] ? null : responder.Marks,
            Origin = responder.Origin,
            Model = CleanOrNull(body.Model, WordLength),
            RequestId = CleanIdOrNull(RequestId.Find(responder.Product, headers) ?? body.RequestId),
            ErrorCode = CleanOrNull(body.Code, WordLength),
            ErrorType = CleanOrNull(body.Type, WordLength),
            ErrorReason = CleanOrNull(body.Reason, WordLength),
            ErrorMessage = CleanOrNull(body.Message, raw.Stream is null ? MessageLength : ExcerptLength),
            Headers = headers.Keep(
                (name, value) => RequestId.IsName(name) ? sanitizer.CleanId(value, HeaderLength) : sanitizer.Clean(value, HeaderLength)),
            RateLimit = ResponseLimits.ReadRateLimit(headers),
            RetryAfter = ResponseLimits.ReadRetryAfter(headers),
        };
        var answer = new AnswerFacts
        {
            Shape = body.Shape,
            Bytes = raw.BodyBytes,
            ContentType = CleanOrNull(headers["content-type"]?.Split(';')[0].Trim(), WordLength),
            FinishReason = CleanOrNull(body.FinishReason, WordLength),
            Title = CleanOrNull(body.Title, TitleLength),
            Excerpt = CleanOrNull(body.Excerpt, ExcerptLength),
            Framing = body.Framing,
            ContentEncoding = CleanOrNull(headers["content-encoding"], WordLength),
            EncodingIsFalse = raw.EncodingIsFalse ? true : null,
        };
        return new(response, answer);

        string? CleanOrNull(string? text, int length) => string.IsNullOrWhiteSpace(text) ? null : sanitizer.Clean(text, length);

        string? CleanIdOrNull(string? id) => string.IsNullOrWhiteSpace(id) ? null : sanitizer.CleanId(id, WordLength);
    }
}

/// <summary>The evidence that <see cref="ResponseReader"/> extracts from a response.</summary>
public sealed record ResponseReading(ResponseEvidence Response, AnswerFacts Answer);
