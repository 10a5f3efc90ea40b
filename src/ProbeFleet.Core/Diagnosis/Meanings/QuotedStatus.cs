using System.Globalization;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>
/// Finds the status that a failing server quotes of what it called: <c>Error code: 401 - {…}</c> (OpenAI's SDK), <c>MiniMax API error:
/// HTTP 401</c>, <c>Request failed with status code 429</c> (axios), <c>401 {…}</c>, <c>401 Unauthorized</c>.
/// </summary>
internal static partial class QuotedStatus
{
    /// <summary>The quoted status; null when the message quotes none, or only repeats the server's own.</summary>
    /// <param name="status">The server's own, as its response or its body states it.</param>
    public static int? In(string? message, int status)
    {
        if (status < 500 || message is null)
        {
            return null;
        }

        return Number(OfAClient.Match(message)) ?? (Number(Bare.Match(message)) is { } bare && bare != status ? bare : null);
    }

    private static int? Number(Match match) =>
        match.Success ? int.Parse(match.Groups["status"].ValueSpan, CultureInfo.InvariantCulture) : null;

    /// <summary>What only a client of another server writes. Cloudflare's own text ends behind "error code: 520".</summary>
    [GeneratedRegex(@"\b(?:error code: (?<status>[45][0-9]{2}) - "
        + @"|(?:api error:? ?\(?(?:http |status )?|status code:? ?)(?<status>[45][0-9]{2})\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfAClient { get; }

    /// <summary>A status that may be the server's own.</summary>
    [GeneratedRegex(@"(?:\A(?:error: )?|\bhttp(?:/[0-9.]{1,3})? )(?<status>[45][0-9]{2})\b"
        + @"|\b(?<status>[45][0-9]{2}) (?:unauthorized|forbidden|too many requests)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bare { get; }
}
