namespace ProbeFleet.Fuzz.Tests.Patterns;

/// <summary>
/// A backtracking engine that counts its steps and takes no short cut: what it needs for a text is at least what .NET's compiled engine
/// needs, but for a constant factor.
/// </summary>
internal sealed class StepCounter(PatternNode pattern, string text)
{
    private const long Most = 20_000_000;

    /// <summary>The characters and places that were looked at.</summary>
    public long Steps { get; private set; }

    /// <summary>All matches, one behind the other, as a replacement finds them.</summary>
    public List<(int Start, int Length)> Matches()
    {
        List<(int Start, int Length)> matches = [];
        for (var start = 0; start <= text.Length;)
        {
            var end = -1;
            if (Match(pattern, start, false, at => (end = at) >= 0))
            {
                matches.Add((start, end - start));
                start = Math.Max(end, start + 1);
            }
            else
            {
                start++;
            }
        }

        return matches;
    }

    /// <summary>Matches from a place on: forwards, or backwards as what stands behind a place is matched.</summary>
    private bool Match(PatternNode node, int at, bool back, Func<int, bool> next)
    {
        if (++Steps > Most)
        {
            throw new InvalidOperationException($"More than {Most} steps for {text.Length} characters.");
        }

        return node switch
        {
            PatternNode.Set set when back => at > 0 && set.Has(text[at - 1]) && next(at - 1),
            PatternNode.Set set => at < text.Length && set.Has(text[at]) && next(at + 1),
            PatternNode.Place place => place.Is(text, at) && next(at),
            PatternNode.Sequence all => MatchAll(all.Parts, 0, at, back, next),
            PatternNode.Choice any => any.Parts.Any(part => Match(part, at, back, next)),
            PatternNode.Loop loop => MatchLoop(loop, 0, at, back, next),
            PatternNode.Ahead ahead => Match(ahead.Body, at, false, _ => true) != ahead.IsNegative && next(at),
            PatternNode.Behind behind => Match(behind.Body, at, true, _ => true) != behind.IsNegative && next(at),
            PatternNode.Atomic atomic => MatchOnce(atomic.Body, at, back) is { } end && next(end),
            _ => throw new InvalidOperationException(node.GetType().Name),
        };
    }

    private bool MatchAll(IReadOnlyList<PatternNode> parts, int first, int at, bool back, Func<int, bool> next) => first == parts.Count
        ? next(at)
        : Match(parts[back ? parts.Count - 1 - first : first], at, back, end => MatchAll(parts, first + 1, end, back, next));

    private bool MatchLoop(PatternNode.Loop loop, int done, int at, bool back, Func<int, bool> next)
    {
        if (loop.IsLazy && done >= loop.Least && next(at))
        {
            return true;
        }

        // A pass that takes nothing is the last one.
        return (done < loop.Most
                && Match(loop.Body, at, back, end => (end != at || done < loop.Least) && MatchLoop(loop, done + 1, end, back, next)))
            || (!loop.IsLazy && done >= loop.Least && next(at));
    }

    private int? MatchOnce(PatternNode body, int at, bool back)
    {
        int? found = null;
        return Match(body, at, back, end => (found = end) is not null) ? found : null;
    }
}
