using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Reading;

/// <summary>The members of one object.</summary>
internal sealed partial class JsonMembers
{
    private readonly JsonCursor _object;
    private readonly OrderedDictionary<string, JsonCursor> _members = new(StringComparer.Ordinal);

    public JsonMembers(JsonCursor at, JsonElement value)
    {
        _object = at;
        foreach (var member in value.EnumerateObject())
        {
            var cursor = at.Below(Segment(member.Name), member.Value);
            if (!_members.TryAdd(member.Name, cursor) && at.Rules.IsStrict)
            {
                cursor.RefuseUnseen("The member is written twice in this object: keep one.");
                continue;
            }

            _members[member.Name] = cursor;
        }
    }

    public IReadOnlyCollection<KeyValuePair<string, JsonCursor>> All => _members;

    public JsonCursor? this[string name] =>
        _members.GetValueOrDefault(name) is { } member && (_object.Rules.IsStrict || !member.IsNull) ? member : null;

    /// <summary>The member; when it is absent, adds a violation and returns null.</summary>
    public JsonCursor? Required(string name, string expected = "a text")
    {
        if (this[name] is not { } member)
        {
            _object.Below(Segment(name), default).RefuseUnseen(_object.Rules.Missing(expected));
            return null;
        }

        return member;
    }

    /// <summary>Returns these members after adding a violation for each unknown one.</summary>
    public JsonMembers Knowing(IReadOnlyCollection<string> known)
    {
        foreach (var (name, member) in _members)
        {
            if (!known.Contains(name))
            {
                member.RefuseUnseen(_object.Rules.Unknown(name, known));
            }
        }

        return this;
    }

    private static string Segment(string name) => PlainName.IsMatch(name) && !LikelySecret.IsIn(name)
        ? $".{name}"
        : $"['{ShownValue.WithoutQuotes(name).Replace("'", "\\'", StringComparison.Ordinal)}']";

    [GeneratedRegex(@"\A[A-Za-z_$][A-Za-z0-9_$-]{0,62}\z")]
    private static partial Regex PlainName { get; }
}
