namespace ProbeFleet.Core.Model;

/// <summary>What was seen while the request was written.</summary>
public sealed record SendFacts
{
    /// <summary>The bytes of the request, head and body.</summary>
    public required long Bytes { get; init; }
}

/// <summary>What was seen when the response's headers arrived.</summary>
public sealed record RespondFacts
{
    /// <summary>The response's HTTP version, such as <c>1.1</c>.</summary>
    public string? HttpVersion { get; init; }

    /// <summary>The target of a redirect, sanitized.</summary>
    public string? Location { get; init; }
}

/// <summary>What was seen of the response's body.</summary>
public sealed record AnswerFacts
{
    /// <summary>The body's shape.</summary>
    public required BodyShape Shape { get; init; }

    /// <summary>The bytes that were read.</summary>
    public long Bytes { get; init; }

    /// <summary>The media type the response declared.</summary>
    public string? ContentType { get; init; }

    /// <summary>For a completion: the finish reason.</summary>
    public string? FinishReason { get; init; }

    /// <summary>For HTML: the page's title, sanitized, at most 120 characters.</summary>
    public string? Title { get; init; }
}
