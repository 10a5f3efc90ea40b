namespace ProbeFleet.FaultLab.Faults;

/// <summary>An HTTP/1.1 request as it was received.</summary>
/// <param name="Method">The method, for example <c>POST</c> or <c>CONNECT</c>.</param>
/// <param name="Target">The request target as sent.</param>
/// <param name="Headers">Names as sent, in order.</param>
/// <param name="Body">The body as text; empty when there is none.</param>
public sealed record RecordedRequest(string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    /// <summary>The first value of a header, whatever the case of its name; null when it did not come.</summary>
    /// <param name="name">The header's name.</param>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
