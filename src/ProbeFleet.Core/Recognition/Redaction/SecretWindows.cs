using System.Numerics;
using System.Text;

namespace ProbeFleet.Core.Recognition.Redaction;

/// <summary>The kind of text that a run shared with a secret belongs to.</summary>
internal enum SharedRun
{
    /// <summary>The value itself, forwards or backwards: only the run is removed.</summary>
    Plain,

    /// <summary>Base64 or hexadecimal digits of the value: the digits beside the run also give hints and are removed.</summary>
    Encoded,
}

/// <summary>
/// Every run of 8 characters of the secrets in each form that the text alone does not reveal: forwards, backwards, in base64 at its three
/// offsets (also of base64), and in hexadecimal digits. A run is the bytes of 8 characters in one number, so a text is searched for all
/// runs in one step per character.
/// </summary>
internal sealed class SecretWindows
{
    /// <summary>The number of characters in a run.</summary>
    public const int Length = 8;

    /// <summary>The minimum normalized length of a value that is looked for everywhere.</summary>
    public const int Shortest = 6;

    private readonly Dictionary<ulong, SharedRun> _runs = [];
    private readonly List<(ulong Key, ulong Mask, int Length)> _short = [];
    private readonly ulong[] _filter;

    public SecretWindows(IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            foreach (var form in Readings(value))
            {
                Add(form, 1, SharedRun.Plain);
            }

            Add(string.Concat(value.EnumerateRunes().Reverse()), 1, SharedRun.Plain);
            if (value.Contains(' ', StringComparison.Ordinal))
            {
                Add(value.Replace(' ', '+'), 1, SharedRun.Plain);
            }

            foreach (var core in Base64(value))
            {
                Add(core, 2, SharedRun.Encoded);
                foreach (var twice in Base64(core))
                {
                    Add(twice, 4, SharedRun.Encoded);
                }
            }

            var bytes = BitConverter.ToString(Encoding.UTF8.GetBytes(value));
            Add(bytes, Length, SharedRun.Encoded);
            Add(bytes.Replace('-', ':'), Length, SharedRun.Encoded);
            Add(bytes.Replace("-", "", StringComparison.Ordinal), Length, SharedRun.Encoded);
        }

        _filter = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(_runs.Count / 4, 16))];
        foreach (var run in _runs.Keys)
        {
            var (word, bit) = FilterOf(run);
            _filter[word] |= bit;
        }
    }

    /// <summary>Shifts one character into the window.</summary>
    public static ulong Push(ulong window, char character) =>
        window << 8 | (character < '\u0080' ? character : 0x80u | ((character ^ (uint)character >> 7) & 0x7f));

    /// <summary>The run that ends with the window, and its length; length 0 when there is none.</summary>
    /// <param name="count">The number of characters shifted into the window.</param>
    public (int Length, SharedRun Run) Find(ulong window, int count)
    {
        if (count >= Length)
        {
            var (word, bit) = FilterOf(window);
            if ((_filter[word] & bit) != 0 && _runs.TryGetValue(window, out var run))
            {
                return (Length, run);
            }
        }

        foreach (var (key, mask, length) in _short)
        {
            if ((window & mask) == key && count >= length)
            {
                return (length, SharedRun.Plain);
            }
        }

        return default;
    }

    private void Add(string value, int stride, SharedRun run)
    {
        var normal = PlacedText.Normal(value);
        if (normal.Length < Shortest)
        {
            return;
        }

        if (normal.Length < Length)
        {
            if (!OwnWords.Is(normal))
            {
                _short.Add((normal.Aggregate(0ul, Push), ulong.MaxValue >> 8 * (Length - normal.Length), normal.Length));
            }

            return;
        }

        for (var start = 0; start <= normal.Length - Length; start += stride)
        {
            Add(normal.AsSpan(start, Length), run);
        }

        Add(normal.AsSpan(normal.Length - Length), run);
    }

    private void Add(ReadOnlySpan<char> characters, SharedRun run)
    {
        var window = KeyOf(characters);
        if (!OwnWords.Have(window))
        {
            _runs.TryAdd(window, run);
        }
    }

    /// <summary>The number that represents a run.</summary>
    public static ulong KeyOf(ReadOnlySpan<char> characters)
    {
        var window = 0ul;
        foreach (var character in characters)
        {
            window = Push(window, character);
        }

        return window;
    }

    // A value may contain what looks like an escape, and real escapes in the text around it are decoded with it.
    private static IEnumerable<string> Readings(string value)
    {
        for (var placed = PlacedText.From(value); placed is not null; placed = placed.Decoded())
        {
            yield return string.Concat(placed.Characters.Select(character => character.Value));
        }
    }

    /// <summary>
    /// The characters that base64 of any text containing the value must have, for each of the three alignments, as when <c>Basic</c>
    /// encodes <c>user:value</c>. The characters at both ends depend on the neighbours and are left out.
    /// </summary>
    private static IEnumerable<string> Base64(string value)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            byte[] bytes = [.. new byte[offset], .. Encoding.UTF8.GetBytes(value)];
            var whole = bytes.Length * 8 / 6;
            var core = Convert.ToBase64String(bytes)[((offset * 8 + 5) / 6)..whole];
            yield return core;
            if (core.AsSpan().ContainsAny('+', '/'))
            {
                yield return core.Replace('+', '-').Replace('/', '_');
            }
        }
    }

    private (int Word, ulong Bit) FilterOf(ulong window)
    {
        var mixed = window * 0x9E3779B97F4A7C15;
        return ((int)(mixed >> 32) & (_filter.Length - 1), 1ul << (int)(mixed >> 58));
    }
}
