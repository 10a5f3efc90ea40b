using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Fleet.Vantages;

/// <summary>Vantages whose heartbeat no account has in a form that this version can read.</summary>
internal static class UnreadVantages
{
    /// <summary>
    /// A vantage that has been silent this long is gone: it is not asked, and no window lacks its results. A shorter silence is reported.
    /// </summary>
    public static readonly TimeSpan GoneAfter = TimeSpan.FromDays(7);

    /// <summary>Those that may still probe: storage says when their heartbeat was written, though nobody can read it.</summary>
    public static IReadOnlyList<VantageName> From(RowSet<VantageHeartbeat> heartbeats, DateTimeOffset now)
    {
        var known = heartbeats.Values.Select(heartbeat => heartbeat.Vantage.Name).ToHashSet();
        return
        [
            .. heartbeats.Unreadable.Where(row => RouteName.IsValid(row.RowKey) && !(now - row.WrittenAt >= GoneAfter))
                .Select(row => new VantageName(row.RowKey)).Distinct().Where(name => !known.Contains(name)),
        ];
    }
}
