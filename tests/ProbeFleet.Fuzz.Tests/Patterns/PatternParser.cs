using System.Globalization;
using System.Text.RegularExpressions;

namespace ProbeFleet.Fuzz.Tests.Patterns;

/// <summary>Reads .NET's syntax as far as the product uses it; anything else is a <see cref="FormatException"/>, never a guess.</summary>
internal sealed class PatternParser(string written, RegexOptions options)
{
    private readonly string _pattern = options.HasFlag(RegexOptions.IgnorePatternWhitespace)
        ? Regex.Replace(written, @"(\[[^\]]*\])|\s+", "$1")
        : written;

    private readonly bool _dotIsAll = options.HasFlag(RegexOptions.Singleline);
    private int _at;
    private bool _ignoresCase = options.HasFlag(RegexOptions.IgnoreCase);

    /// <summary>What an attack can be made of: the characters and words of the pattern.</summary>
    public HashSet<string> Tokens { get; } = [];

    public PatternNode Parse()
    {
        var node = Choice();
        return _at == _pattern.Length ? node : throw Unknown();
    }

    private PatternNode Choice()
    {
        List<PatternNode> parts = [Sequence()];
        while (Take("|"))
        {
            parts.Add(Sequence());
        }

        return parts is [var only] ? only : new PatternNode.Choice(parts);
    }

    private PatternNode.Sequence Sequence()
    {
        List<PatternNode> parts = [];
        var word = "";
        while (_at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
        {
            var before = _at;
            var part = Quantified(Atom());
            word = part is PatternNode.Set { Written.Length: 1 } literal && _at - before <= 2 ? word + literal.Written : "";
            if (word.Length > 1)
            {
                Tokens.Add(word);
            }

            parts.Add(part);
        }

        return new(parts);
    }

    private PatternNode Quantified(PatternNode body)
    {
        while (_at < _pattern.Length)
        {
            (int Least, int Most)? times = _pattern[_at] switch
            {
                '*' => (0, int.MaxValue),
                '+' => (1, int.MaxValue),
                '?' => (0, 1),
                '{' => Times(),
                _ => null,
            };
            if (times is not { } known)
            {
                break;
            }

            _at++;
            body = new PatternNode.Loop(body, known.Least, known.Most, Take("?"));
        }

        return body;
    }

    private (int Least, int Most) Times()
    {
        var end = _pattern.IndexOf('}', _at);
        var parts = _pattern[(_at + 1)..end].Split(',');
        _at = end;
        var least = int.Parse(parts[0], CultureInfo.InvariantCulture);
        return (least, parts is [_] ? least : parts[1].Length == 0 ? int.MaxValue : int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private PatternNode Atom() => _pattern[_at] switch
    {
        '(' => Group(),
        '[' => Class(),
        '\\' => Escaped(),
        '.' => Skip(Set(character => _dotIsAll || character != '\n', "a")),
        '^' => Skip(new PatternNode.Place((_, at) => at == 0)),
        '$' => Skip(new PatternNode.Place((text, at) => at == text.Length || (at == text.Length - 1 && text[at] == '\n'))),
        var literal and not (')' or '*' or '+' or '?') => Skip(Literal(literal)),
        _ => throw Unknown(),
    };

    private PatternNode Group()
    {
        _at++;
        var ignoresCase = _ignoresCase;
        Func<PatternNode, PatternNode> made = body => body;
        if (Take("?<=") || Take("?<!"))
        {
            var isNegative = _pattern[_at - 1] == '!';
            made = body => new PatternNode.Behind(body, isNegative);
        }
        else if (Take("?=") || Take("?!"))
        {
            var isNegative = _pattern[_at - 1] == '!';
            made = body => new PatternNode.Ahead(body, isNegative);
        }
        else if (Take("?>"))
        {
            made = body => new PatternNode.Atomic(body);
        }
        else if (Take("?i:") || Take("?-i:"))
        {
            _ignoresCase = _pattern[_at - 2] == 'i' && _pattern[_at - 3] != '-';
        }
        else if (Take("?<"))
        {
            _at = _pattern.IndexOf('>', _at) + 1;
        }
        else if (!Take("?:") && _pattern[_at] == '?')
        {
            throw Unknown();
        }

        var node = made(Choice());
        _ignoresCase = ignoresCase;
        return Take(")") ? node : throw Unknown();
    }

    private PatternNode Escaped()
    {
        _at++;
        var character = _pattern[_at++];
        return character switch
        {
            'A' => new PatternNode.Place((_, at) => at == 0),
            'z' => new PatternNode.Place((text, at) => at == text.Length),
            'b' => new PatternNode.Place((text, at) => IsWord(text, at - 1) != IsWord(text, at)),
            _ when Shorthand(character) is { } has => Set(has, ""),
            _ => Literal(Unescaped(character)),
        };
    }

    private PatternNode.Set Class()
    {
        _at++;
        var isNegative = Take("^");
        List<Func<char, bool>> has = [];
        for (var first = true; first || _pattern[_at] != ']'; first = false)
        {
            var character = _pattern[_at++];
            if (character == '\\')
            {
                character = _pattern[_at++];
                if (Shorthand(character) is { } shorthand)
                {
                    has.Add(shorthand);
                    continue;
                }

                character = Unescaped(character);
            }

            var last = character;
            if (_pattern[_at] == '-' && _pattern[_at + 1] != ']')
            {
                _at++;
                last = _pattern[_at++] is var end && end == '\\' ? Unescaped(_pattern[_at++]) : end;
            }

            Tokens.Add($"{character}");
            var (low, high) = (character, last);
            has.Add(_ignoresCase
                ? one => Within(char.ToLowerInvariant(one), low, high) || Within(char.ToUpperInvariant(one), low, high)
                : one => Within(one, low, high));
        }

        _at++;
        return Set(one => has.Exists(part => part(one)) != isNegative, "");
    }

    private PatternNode.Set Literal(char literal)
    {
        Tokens.Add($"{literal}");
        return Set(_ignoresCase
            ? one => char.ToLowerInvariant(one) == char.ToLowerInvariant(literal)
            : one => one == literal, $"{literal}");
    }

    private Func<char, bool>? Shorthand(char character) => character switch
    {
        's' => char.IsWhiteSpace,
        'S' => one => !char.IsWhiteSpace(one),
        'd' => char.IsDigit,
        'w' => IsWord,
        'W' => one => !IsWord(one),
        'p' => Category(),
        _ => null,
    };

    private Func<char, bool> Category()
    {
        var end = _pattern.IndexOf('}', _at);
        var one = new Regex($@"\p{_pattern[_at..(end + 1)]}");
        _at = end + 1;
        return character => one.IsMatch($"{character}");
    }

    private char Unescaped(char character)
    {
        switch (character)
        {
            case 'r': return '\r';
            case 'n': return '\n';
            case 't': return '\t';
            case 'u':
                _at += 4;
                return (char)int.Parse(_pattern.AsSpan(_at - 4, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            default: return char.IsAsciiLetterOrDigit(character) ? throw Unknown() : character;
        }
    }

    private static PatternNode.Set Set(Func<char, bool> has, string written) => new(has, written);

    private static bool Within(char character, char low, char high) => character >= low && character <= high;

    private static bool IsWord(string text, int at) => at >= 0 && at < text.Length && IsWord(text[at]);

    private static bool IsWord(char character) => Regex.IsMatch($"{character}", @"\w");

    private PatternNode Skip(PatternNode node)
    {
        _at++;
        return node;
    }

    private bool Take(string expected)
    {
        if (string.CompareOrdinal(_pattern, _at, expected, 0, expected.Length) != 0)
        {
            return false;
        }

        _at += expected.Length;
        return true;
    }

    private FormatException Unknown() => new($"The step counter does not know what stands at {_at} of {_pattern}");
}
