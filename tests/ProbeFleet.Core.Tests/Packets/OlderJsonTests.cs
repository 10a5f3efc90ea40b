using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization.Detection;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Core.Tests.Packets;

/// <summary>What a version before wrote has not all members of today: what is missing is empty, and never null where null is not allowed.</summary>
public sealed class OlderJsonTests
{
    [Fact]
    public void DetectorsMemory_WithoutClosedIncidents_HasNone()
    {
        var state = JsonSerializer.Deserialize(
            """
            {"at":"2026-11-28T12:00:00Z","groups":{"dns:vnet":{"level":3,"recoveryLevel":0,"isFailing":false,"cleanRounds":0,"isFlapping":false}}}
            """,
            ProbeFleetJson.Default.DetectionState)!;

        Assert.Empty(state.Cleared);
        Assert.Empty(state.Groups["dns:vnet"].Incidents);
        Assert.Empty(state.Groups["dns:vnet"].Opened);
    }

    [Fact]
    public void Results_WithoutAnyOneMember_AreRefusedOrWhole() =>
        AssertWhole([Sample.UntrustedRoot, Sample.RateLimited, Sample.Slow()], ProbeFleetJson.Default.ProbeResult);

    [Fact]
    public void Incidents_WithoutAnyOneMember_AreRefusedOrWhole() => AssertWhole(
        [Sample.Incident(Sample.Noon, Sample.Result().Affected())], ProbeFleetJson.Default.Incident);

    [Fact]
    public void DetectorsMemory_WithoutAnyOneMember_IsRefusedOrWhole() => AssertWhole(
        [new DetectionState(DateTimeOffset.UnixEpoch, new Dictionary<string, GroupState> { ["dns:vnet"] = new() { Level = 1 } })],
        ProbeFleetJson.Default.DetectionState);

    private static void AssertWhole<T>(IEnumerable<T> values, JsonTypeInfo<T> type)
    {
        SortedSet<string> nulls = [];
        foreach (var value in values)
        {
            var count = 0;
            for (var number = 0; number <= count; number++)
            {
                var json = JsonSerializer.SerializeToNode(value, type)!;
                var members = Members(json).ToList();
                count = members.Count - 1;
                var (owner, name) = members[number];
                owner.Remove(name);
                try
                {
                    nulls.UnionWith(Nulls(json.Deserialize(type)!));
                }
                catch (Exception error) when (error is JsonException or NotSupportedException)
                {
                    // The member is required, or names the type.
                }
            }
        }

        Assert.Empty(nulls);
    }

    private static IEnumerable<(JsonObject Owner, string Name)> Members(JsonNode? node) => node switch
    {
        JsonObject owner => owner.SelectMany(member => Members(member.Value).Prepend((owner, member.Key))),
        JsonArray list => list.SelectMany(Members),
        _ => [],
    };

    /// <summary>The members, by type and name, that are null and may not be; a record's parameters were there from its beginning.</summary>
    private static IEnumerable<string> Nulls(object value) => value switch
    {
        string => [],
        IDictionary map => map.Values.Cast<object>().SelectMany(Nulls),
        IEnumerable list => list.Cast<object>().SelectMany(Nulls),
        _ when value.GetType().Namespace?.StartsWith("ProbeFleet", StringComparison.Ordinal) is not true || value.GetType().IsEnum => [],
        _ => value.GetType().GetProperties().Where(property => property.GetIndexParameters() is [])
            .SelectMany(property => Nulls(value, property)),
    };

    private static IEnumerable<string> Nulls(object owner, PropertyInfo property) =>
        property.GetValue(owner) is { } value ? Nulls(value)
        : IsParameter(property) || new NullabilityInfoContext().Create(property).ReadState is not NullabilityState.NotNull ? []
        : [$"{property.DeclaringType!.Name}.{property.Name}"];

    private static bool IsParameter(PropertyInfo property) =>
        property.DeclaringType!.GetConstructors().SelectMany(one => one.GetParameters()).Any(one => one.Name == property.Name);
}
