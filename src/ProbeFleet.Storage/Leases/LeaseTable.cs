using Azure;

namespace ProbeFleet.Storage.Leases;

/// <summary>
/// Table <c>Leases</c>: one row per lease, changed only against its ETag, so one caller wins. Partition <c>lease</c>, row <c>{name}</c>.
/// Another process may take a lease 10 s after its end. Only storage's clock counts: the row's <c>Timestamp</c> and the response's
/// <c>Date</c>. A holder's clock may be wrong by years.
/// </summary>
public sealed class LeaseTable
{
    internal const string Partition = "lease";

    private const string HolderColumn = "Holder";
    private const string SecondsColumn = "Seconds";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Table _table;
    private readonly TimeProvider _clock;

    internal LeaseTable(Table table, TimeProvider clock) => (_table, _clock) = (table, clock);

    /// <summary>The duration of a lease whose holder does one thing for the whole fleet: 90 s.</summary>
    public static TimeSpan Duration { get; } = TimeSpan.FromSeconds(90);

    /// <summary>The lease under which one process at a time runs a vantage's rounds.</summary>
    public static string RoundsOf(VantageName vantage) => $"rounds|{KeyPart.Of(vantage)}";

    /// <summary>The lease that lasts until a route's idle connections are looked at again.</summary>
    public static string ReuseOf(VantageName vantage, RouteName route) => $"reuse|{KeyPart.Of(vantage)}|{KeyPart.Of(route)}";

    /// <summary>Takes the lease if it is free or has ended, or holds the caller's own for longer: two calls.</summary>
    /// <param name="name">What for; parts between <c>|</c>, each by the same rule as <see cref="RouteName"/>.</param>
    /// <param name="holder">Who; unique to the process, 1 to 200 characters.</param>
    /// <param name="duration">For how long; above zero.</param>
    /// <param name="longest">For how long others may hold it; null for as long.</param>
    /// <returns>The lease; null when another holds it.</returns>
    /// <exception cref="ArgumentException">The name, the holder or the duration breaks its rule.</exception>
    /// <exception cref="StorageException">A call failed: the caller holds the lease until its end at most.</exception>
    public async Task<Lease?> TryHoldAsync(
        string name, string holder, TimeSpan duration, CancellationToken cancellationToken, TimeSpan? longest = null)
    {
        Check(name, holder);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        var (before, now) = await _table.FindNowAsync(Partition, name, cancellationToken).ConfigureAwait(false);
        var lease = new Lease(name, holder, now, now + duration, _clock.GetUtcNow() - now, default);
        if (before is not null && IsHeldByAnother(before, lease, longest ?? duration))
        {
            return null;
        }

        var tag = await _table.StoreAsync(Write(lease), before?.ETag ?? default, cancellationToken).ConfigureAwait(false);
        return tag is { } stored ? lease with { Tag = stored } : null;
    }

    /// <summary>Gives the lease back, so that another need not wait for its end; does nothing when another has it.</summary>
    /// <exception cref="StorageException">The call failed: the lease ends by itself.</exception>
    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) =>
        _table.DeleteAsync(Partition, lease.Name, lease.Tag, cancellationToken);

    /// <summary>An unreadable row is nobody's; a row's duration counts for at most twice the longest one.</summary>
    private static bool IsHeldByAnother(TableEntity row, Lease wanted, TimeSpan longest) =>
        RowReader.Read(row, read => (Holder: read.Required<string>(HolderColumn), Seconds: read.OptionalValue<double>(SecondsColumn)))
            is Reading<(string Holder, double? Seconds)>.Found { Value: var (current, seconds) }
        && current != wanted.Holder
        && wanted.TakenAt - row.Timestamp < (seconds is >= 0
            ? TimeSpan.FromSeconds(Math.Min(seconds.Value, 2 * longest.TotalSeconds))
            : longest) + Grace;

    private static TableEntity Write(Lease lease) => new(Partition, lease.Name)
    {
        [RowReader.SchemaColumn] = RowReader.Schema,
        [HolderColumn] = lease.Holder,
        [SecondsColumn] = (lease.Until - lease.TakenAt).TotalSeconds,

        // For people, and for an older app beside this one, which relies on it.
        ["Until"] = lease.Until,
    };

    private static void Check(string name, string holder)
    {
        if (!name.Split('|').All(RouteName.IsValid))
        {
            throw new ArgumentException($"Each part of a lease's name has {RouteName.Rule}", nameof(name));
        }

        if (holder is not { Length: >= 1 and <= 200 })
        {
            throw new ArgumentException("A lease's holder has 1 to 200 characters.", nameof(holder));
        }
    }
}

/// <summary>The right to do one thing for the whole fleet, for a while.</summary>
/// <param name="TakenAt">Since when, by the store's clock: a whole second.</param>
/// <param name="Until">Until when, by the store's clock: stop before then, or hold it again.</param>
/// <param name="ClockError">By how much the holder's clock is ahead of the store's; up to a second is rounding.</param>
public sealed record Lease(string Name, string Holder, DateTimeOffset TakenAt, DateTimeOffset Until, TimeSpan ClockError, ETag Tag)
{
    /// <summary>Whether the holder's clock is within 10 s of storage's; otherwise it must do nothing that depends on the time.</summary>
    public bool IsClockRight => ClockError.Duration() <= TimeSpan.FromSeconds(10);
}
