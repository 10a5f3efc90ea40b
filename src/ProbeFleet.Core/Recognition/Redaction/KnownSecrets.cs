using System.Buffers;
using System.Text;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>
/// Finds known values in any form in which a request, a proxy, an error page or a log carries them. A text is compared as it is and with
/// its percent-encodings, JSON escapes and HTML entities decoded, up to four levels deep; in lower case, without white space and invisible
/// characters. A run of 8 characters shared with a value is removed (<see cref="SecretWindows"/>), and so is a masked value that shows
/// more than 4.
/// </summary>
internal sealed class KnownSecrets
{
    private const int MostLevels = 5;

    // A text without any of these needs no decoding and has no masked or named value, so one pass is enough.
    private readonly SearchValues<string> _marks;

    private readonly SecretWindows _windows;
    private readonly MaskedSecret[] _masked;
    private readonly NamedSecret[] _named;

    private KnownSecrets(IReadOnlyCollection<string> values, NamedSecret[] named)
    {
        _windows = new(values);
        _masked = [.. values.Select(value => new MaskedSecret(PlacedText.Normal(value)))];
        _named = named;
        _marks = SearchValues.Create(
            [.. Escape.Beginnings.Select(beginning => $"{beginning}"), .. MaskedSecret.Marks, .. named.Select(secret => secret.Header)],
            StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Makes a finder for the secrets; null when there is nothing to look for.</summary>
    public static KnownSecrets? From(IEnumerable<KnownSecret> secrets)
    {
        var everywhere = new HashSet<string>(StringComparer.Ordinal);
        var named = new HashSet<NamedSecret>();
        foreach (var (value, header) in secrets)
        {
            // Short values occur in dates, addresses, versions and numbers, and own words in sentences: they count as secrets only after
            // the name of their header.
            if (PlacedText.Normal(value) is { Length: >= SecretWindows.Shortest } normal && !OwnWords.Is(normal))
            {
                everywhere.Add(value.Trim());
            }
            else if (header is { Length: > 0 } && PlacedText.Normal(value) is { Length: > 0 } little)
            {
                named.Add(new(PlacedText.Normal(header), little));
            }
        }

        return everywhere.Count + named.Count == 0 ? null : new(everywhere, [.. named]);
    }

    public string Remove(string text) =>
        text.AsSpan().ContainsAny(_marks) || HasRun(text) ? FoundSecret.Remove(text, Find(text)) : text;

    private bool HasRun(string text)
    {
        var (window, count) = (0ul, 0);
        foreach (var character in text)
        {
            var folded = PlacedText.Fold(character);
            if (folded == PlacedText.Dropped)
            {
                continue;
            }

            window = SecretWindows.Push(window, folded);
            count++;
            if (_windows.Find(window, count).Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private List<FoundSecret> Find(string text)
    {
        var found = new List<FoundSecret>();
        var placed = PlacedText.From(text);
        for (var level = 0; placed is not null && level < MostLevels; level++)
        {
            var normal = placed.Normal();
            var characters = string.Concat(normal.Characters.Select(character => character.Value));
            FindRuns(normal.Characters, characters, found);
            found.AddRange(_masked
                .SelectMany(secret => secret.Find(characters))
                .Select(shown => Found(normal.Characters, shown.Start, shown.End, null)));
            found.AddRange(_named.SelectMany(secret => secret.Find(text, normal.Characters, characters)));
            placed = placed.Decoded();
        }

        return found;
    }

    private void FindRuns(IReadOnlyList<PlacedCharacter> placed, string characters, List<FoundSecret> found)
    {
        var (window, count) = (0ul, 0);
        for (var at = 0; at < characters.Length; at++)
        {
            if (characters[at] == Sanitizer.Mark[0] && string.CompareOrdinal(characters, at, Sanitizer.Mark, 0, Sanitizer.Mark.Length) == 0)
            {
                // A redaction mark is not a secret, even if one looks like it.
                (window, count, at) = (0, 0, at + Sanitizer.Mark.Length - 1);
                continue;
            }

            window = SecretWindows.Push(window, characters[at]);
            count++;
            if (_windows.Find(window, count) is { Length: > 0 } run)
            {
                found.Add(Found(placed, at - run.Length + 1, at + 1, run.Run));
            }
        }
    }

    private static FoundSecret Found(IReadOnlyList<PlacedCharacter> placed, int start, int end, SharedRun? run) =>
        new(placed[start].Start, placed[end - 1].End, run);
}

/// <summary>The location of a part of a secret in a text.</summary>
/// <param name="End">The index after its last character.</param>
/// <param name="Run">The kind of shared run; null for a masked or named value, which is removed wherever it stands.</param>
internal readonly record struct FoundSecret(int Start, int End, SharedRun? Run)
{
    /// <summary>Replaces each found secret with a mark.</summary>
    public static string Remove(string text, IEnumerable<FoundSecret> found)
    {
        var clean = new StringBuilder(text.Length);
        var kept = 0;
        foreach (var secret in Merged(found).Where(secret => secret.Run is not SharedRun.Plain
            || !OwnFact.Holds(text, secret.Start, secret.End)))
        {
            var (start, end) = secret.Run is SharedRun.Encoded ? Digits(text, kept, secret) : (Math.Max(secret.Start, kept), secret.End);
            if (end <= kept)
            {
                continue;
            }

            clean.Append(text, kept, start - kept).Append(Sanitizer.Mark);
            kept = end;
        }

        return kept == 0 ? text : clean.Append(text, kept, text.Length - kept).ToString();
    }

    private static IEnumerable<FoundSecret> Merged(IEnumerable<FoundSecret> found)
    {
        FoundSecret? last = null;
        foreach (var next in found.OrderBy(secret => secret.Start).ThenByDescending(secret => secret.End))
        {
            if (last is { } before && next.Start <= before.End && next.Run == before.Run)
            {
                last = before with { End = Math.Max(before.End, next.End) };
                continue;
            }

            if (last is { } whole)
            {
                yield return whole;
            }

            last = next;
        }

        if (last is { } rest)
        {
            yield return rest;
        }
    }

    // Takes all digits of the number or base64 around the run, because the rest would give hints about the secret.
    private static (int Start, int End) Digits(string text, int from, FoundSecret secret)
    {
        var (start, end) = (Math.Max(secret.Start, from), secret.End);
        while (start > from && IsDigit(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && IsDigit(text[end]))
        {
            end++;
        }

        while (end < text.Length && text[end] == '=')
        {
            end++;
        }

        return (start, end);
    }

    private static bool IsDigit(char character) => char.IsAsciiLetterOrDigit(character) || character is '+' or '/' or '_' or '-' or '%';
}
