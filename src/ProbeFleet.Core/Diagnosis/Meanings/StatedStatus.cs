namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>
/// The status that an answer means: the one that its body states where the response's own says something else. A 200 may hold an error with
/// a status as its code (OpenRouter, after generation began), and a failing server's whole message may be a status that it was given.
/// </summary>
internal static class StatedStatus
{
    /// <summary>Reads it.</summary>
    public static int Of(ResponseEvidence response) => response switch
    {
        { Status: 200 } when int.TryParse(response.ErrorCode, out var stated) && stated is >= 400 and < 600 => stated,
        { Status: >= 500, ErrorMessage: "Unauthorized" } => 401,
        { Status: >= 500, ErrorMessage: "Forbidden" } => 403,
        { Status: >= 500, ErrorMessage: "Too Many Requests" } => 429,
        _ => response.Status,
    };
}
