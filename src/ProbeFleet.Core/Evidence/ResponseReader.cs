using ProbeFleet.Core.Redaction;

namespace ProbeFleet.Core.Evidence;

/// <summary>Turns a raw response into evidence: who answered, what it says, sanitized.</summary>
public static class ResponseReader
{
    /// <summary>Reads a response.</summary>
    /// <param name="raw">The response.</param>
    /// <param name="sanitizer">Takes the secrets out.</param>
    public static ResponseReading Read(RawResponse raw, Sanitizer sanitizer)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(sanitizer);
        return new(new ResponseEvidence { Status = raw.Status }, new AnswerFacts { Shape = BodyShape.Unknown, Bytes = raw.BodyBytes });
    }
}

/// <summary>What <see cref="ResponseReader"/> made of a response.</summary>
/// <param name="Response">The response's evidence.</param>
/// <param name="Answer">The body's facts.</param>
public sealed record ResponseReading(ResponseEvidence Response, AnswerFacts Answer);
