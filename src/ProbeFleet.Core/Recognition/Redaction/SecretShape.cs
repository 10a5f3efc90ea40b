using System.Buffers;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>A pattern that recognizes one kind of secret.</summary>
/// <param name="reason">What the pattern removes, and why it can occur in a probe's texts.</param>
/// <param name="hints">
/// Texts of which every match contains one, in any case: a text without them never starts the regex. Empty when there is none.
/// </param>
internal sealed class SecretShape(string reason, Func<Regex> pattern, MatchEvaluator replace, params string[] hints)
{
    private readonly SearchValues<string>? _hints = hints is [] ? null : SearchValues.Create(hints, StringComparison.OrdinalIgnoreCase);

    public string Reason { get; } = reason;

    public string Remove(string text) => _hints is null || text.AsSpan().ContainsAny(_hints) ? pattern().Replace(text, replace) : text;
}
