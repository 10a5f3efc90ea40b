using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;

namespace ProbeFleet.Core.Packets;

/// <summary>
/// Reads the texts that a result's JSON would have, without writing it: by the members that the serializer's own metadata lists, so that
/// none can be forgotten. Numbers, instants, IDs and words of closed lists are no texts.
/// </summary>
internal static class ResultTexts
{
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    /// <summary>Whether all texts pass the check. A value of a kind that is not known here does not.</summary>
    /// <param name="passes">Given the name of the text's member and the text.</param>
    public static bool All(object value, Func<string, string, bool> passes)
    {
        foreach (var member in Members.GetOrAdd(value.GetType(), MembersOf))
        {
            if (member.Get(value) is { } part && !Passes(member, part, passes))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Passes(Member member, object part, Func<string, string, bool> passes) => part switch
    {
        string text => passes(member.Name, text),
        RouteName name => passes(member.Name, name.ToString()),
        VantageName name => passes(member.Name, name.ToString()),
        IReadOnlyDictionary<string, string> map => map.All(entry => entry.Value is null || passes(entry.Key, entry.Value)),
        IDictionary => false,
        IEnumerable list => AllOf(member, list, passes),
        _ => TypeOf(part.GetType()) is { Kind: JsonTypeInfoKind.Object } && All(part, passes),
    };

    private static bool AllOf(Member member, IEnumerable list, Func<string, string, bool> passes)
    {
        foreach (var item in list)
        {
            if (item is not null && !IsFixed(item.GetType()) && !Passes(member, item, passes))
            {
                return false;
            }
        }

        return true;
    }

    private static Member[] MembersOf(Type type) =>
    [
        .. TypeOf(type)?.Properties
            .Where(property => property.Get is not null && !IsFixed(property.PropertyType))
            .Select(property => new Member(property.Name, property.Get!))
            ?? throw new InvalidOperationException($"{type} is no part of a result."),
    ];

    private static JsonTypeInfo? TypeOf(Type type) => ProbeFleetJson.Default.GetTypeInfo(type);

    private static bool IsFixed(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        return value.IsEnum || value.IsPrimitive || value == typeof(decimal) || value == typeof(Guid) || value == typeof(DateTimeOffset)
            || value == typeof(TimeSpan);
    }

    private readonly record struct Member(string Name, Func<object, object?> Get);
}
