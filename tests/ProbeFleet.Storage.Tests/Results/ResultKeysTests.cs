using FsCheck;
using FsCheck.Fluent;
using ProbeFleet.Storage.Results;

namespace ProbeFleet.Storage.Tests.Results;

public sealed class ResultKeysTests
{
    private const string Letters = "ABCXYZabcxyz0189";

    private static readonly Replay SameEachRun = new(new Rnd(20261121), size: null);

    private static readonly Gen<string> Name =
        from first in Gen.Elements(Letters.ToCharArray())
        from length in Gen.Choose(0, 62)
        from rest in Gen.Elements($"{Letters}._-".ToCharArray()).ArrayOf(length)
        select first + new string(rest);

    /// <summary>From 1601, the first year that a table can hold, to 9998.</summary>
    private static readonly Gen<DateTimeOffset> Instant =
        from day in Gen.Choose(1, 3_067_000)
        from millisecond in Gen.Choose(0, 86_399_999)
        from tick in Gen.Choose(0, 9_999)
        from hours in Gen.Choose(-14, 14)
        select new DateTimeOffset(1601, 1, 2, 0, 0, 0, TimeSpan.Zero)
            .AddDays(day)
            .AddMilliseconds(millisecond)
            .AddTicks(tick)
            .ToOffset(TimeSpan.FromHours(hours));

    private static readonly Gen<Guid> Id = Instant.Select(
        at => Guid.CreateVersion7(at < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : at));

    [Fact]
    public void Keys_OfAnyNameAndInstant_AreWhatTheServiceTakes() => Check(
        from name in Name
        from at in Instant
        from id in Id
        select (name, at, id),
        given =>
            IsKey(ResultKeys.Partition(new(given.name), given.at)) && IsKey(ResultKeys.Row(new(given.name), given.at, given.id)));

    [Fact]
    public void RowKey_TakenApart_GivesBackItsParts() => Check(
        from name in Name
        from at in Instant
        from id in Id
        select (name, at, id),
        given => ResultKeys.PartsOf(ResultKeys.Row(new(given.name), given.at, given.id)) is { } parts
            && parts.Route == new RouteName(given.name)
            && parts.Id == given.id
            && parts.StartedAt.ToUnixTimeMilliseconds() == given.at.ToUnixTimeMilliseconds());

    [Fact]
    public void RowKeys_OfOneRoute_SortNewestFirst() => Check(
        from name in Name
        from one in Instant
        from other in Instant
        from id in Id
        select (name, one, other, id),
        given => Math.Sign(string.CompareOrdinal(
                ResultKeys.Row(new(given.name), given.one, given.id), ResultKeys.Row(new(given.name), given.other, given.id)))
            == given.other.ToUnixTimeMilliseconds().CompareTo(given.one.ToUnixTimeMilliseconds()));

    [Fact]
    public void RowKeys_OfAnotherRoute_AreNeverInARoutesRange() => Check(
        from name in Name
        from other in Gen.OneOf(Name, Gen.Elements("-", ".", "_", "0", "z").Select(more => more))
        from at in Instant
        from id in Id
        select (name, other: RouteName.IsValid(name + other) ? name + other : other, at, id),
        given => !RouteName.IsValid(given.other) || given.other == given.name
            || !IsBetween(ResultKeys.Row(new(given.other), given.at, given.id), $"{given.name}|", $"{given.name}|~"));

    [Fact]
    public void Partition_IsTheUtcDay() => Assert.Equal(
        "prod|20261120", ResultKeys.Partition(new("prod"), new DateTimeOffset(2026, 11, 21, 1, 0, 0, TimeSpan.FromHours(2))));

    [Fact]
    public void Key_OfANameWithoutAValue_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => ResultKeys.Partition(default(VantageName), DateTimeOffset.UnixEpoch));
        Assert.Throws<ArgumentException>(() => ResultKeys.Row(default(RouteName), DateTimeOffset.UnixEpoch, Guid.Empty));
    }

    [Fact]
    public void RowKey_ThatIsNone_IsNotTakenApart() => Check(
        Gen.OneOf(ArbMap.Default.GeneratorFor<string>(), Name, Name.Select(name => $"{name}|{new string('9', 19)}|{Guid.Empty}")),
        text => ResultKeys.PartsOf(text ?? "") is null);

    private static bool IsBetween(string key, string from, string to) =>
        string.CompareOrdinal(key, from) >= 0 && string.CompareOrdinal(key, to) < 0;

    /// <summary>
    /// https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#characters-disallowed-in-key-fields
    /// </summary>
    private static bool IsKey(string key) =>
        key.Length is > 0 and <= 1024 && !key.Any(character => character is '/' or '\\' or '#' or '?' or '%' || char.IsControl(character));

    private static void Check<T>(Gen<T> gen, Func<T, bool> holds) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(SameEachRun), Prop.ForAll(Arb.From(gen), holds));
}
