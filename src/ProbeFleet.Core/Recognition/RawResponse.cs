namespace ProbeFleet.Core.Recognition;

/// <summary>A response as received, before sanitizing; it never outlives <see cref="ResponseReader"/>.</summary>
public sealed record RawResponse
{
    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>All headers of response and content, in order, with names as sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>
    /// The text of the body's first 64 KiB as received, decompressed to at most 256 KiB; null when it was not read or cannot be
    /// decompressed.
    /// </summary>
    public string? Body { get; init; }

    /// <summary>The reader of the event stream that was asked for and came; null when the body is to be read as one text.</summary>
    public EventStreamReader? Stream { get; init; }

    /// <summary>Whether the body is not encoded as its <c>content-encoding</c> says.</summary>
    public bool EncodingIsFalse { get; init; }

    /// <summary>The number of body bytes read.</summary>
    public long BodyBytes { get; init; }

    /// <summary>The kind of route that was called.</summary>
    public required RouteKind RouteKind { get; init; }

    /// <summary>The host that was called.</summary>
    public required string Host { get; init; }

    /// <summary>The facts of the TLS handshake; null on plain HTTP.</summary>
    public SecureFacts? Tls { get; init; }

    /// <summary>Whether a forward proxy could have answered instead of the server: plain HTTP through a proxy.</summary>
    public bool ThroughPlainProxy { get; init; }
}
