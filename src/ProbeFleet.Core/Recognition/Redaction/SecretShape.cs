using System.Buffers;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>One shape that a secret has, whoever it belongs to.</summary>
/// <param name="reason">What it takes out, and why it can turn up in a probe's texts.</param>
/// <param name="pattern">The shape.</param>
/// <param name="replace">What a match becomes.</param>
/// <param name="hints">
/// Texts of which each match has one, in any case: a text without them never starts the regex. Empty when there is none.
/// </param>
internal sealed class SecretShape(string reason, Func<Regex> pattern, MatchEvaluator replace, params string[] hints)
{
    private readonly SearchValues<string>? _hints = hints is [] ? null : SearchValues.Create(hints, StringComparison.OrdinalIgnoreCase);

    /// <summary>What it takes out, and why.</summary>
    public string Reason { get; } = reason;

    /// <summary>The text without this shape.</summary>
    /// <param name="text">Any text.</param>
    public string Remove(string text) => _hints is null || text.AsSpan().ContainsAny(_hints) ? pattern().Replace(text, replace) : text;
}
