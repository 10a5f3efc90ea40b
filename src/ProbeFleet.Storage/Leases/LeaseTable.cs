using Azure.Data.Tables;
using ProbeFleet.Core.Model;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Storage.Leases;

/// <summary>
/// Table <c>Leases</c>: one row per lease, changed only against its ETag, so one caller wins. Partition <c>lease</c>, row <c>{name}</c>.
/// Another may take a lease 10 s after its end: clocks that differ by less never give it to two at once. What is done under a
/// lease must stay harmless when clocks differ by more.
/// </summary>
public sealed class LeaseTable
{
    internal const string Name = "Leases";

    private const string Partition = "lease";
    private const string HolderColumn = "Holder";
    private const string UntilColumn = "Until";

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(10);

    private readonly Table _table;
    private readonly TimeProvider _clock;

    internal LeaseTable(Table table, TimeProvider clock) => (_table, _clock) = (table, clock);

    /// <summary>How long a lease lasts when the caller does not say.</summary>
    public static TimeSpan Duration { get; } = TimeSpan.FromSeconds(90);

    /// <summary>The lease under which one process at a time runs a vantage's rounds.</summary>
    /// <param name="vantage">The vantage.</param>
    public static string RoundsOf(VantageName vantage) => $"rounds|{KeyPart.Of(vantage)}";

    /// <summary>Takes the lease if it is free or has ended, or holds the caller's own for another 90 s: two calls.</summary>
    /// <param name="name">What for; parts between <c>|</c>, each by the same rule as <see cref="RouteName"/>.</param>
    /// <param name="holder">Who; unique to the process, 1 to 200 characters.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <returns>The lease; null when another holds it.</returns>
    /// <exception cref="ArgumentException">The name or the holder breaks its rule.</exception>
    /// <exception cref="StorageException">A call failed: the caller holds the lease until its end at most.</exception>
    public Task<Lease?> TryHoldAsync(string name, string holder, CancellationToken cancellationToken) =>
        TryHoldAsync(name, holder, Duration, cancellationToken);

    /// <summary>The same, for another time than 90 s.</summary>
    /// <param name="name">What for; parts between <c>|</c>, each by the same rule as <see cref="RouteName"/>.</param>
    /// <param name="holder">Who; unique to the process, 1 to 200 characters.</param>
    /// <param name="duration">For how long; above zero.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <returns>The lease; null when another holds it.</returns>
    /// <exception cref="ArgumentException">The name, the holder or the duration breaks its rule.</exception>
    /// <exception cref="StorageException">A call failed: the caller holds the lease until its end at most.</exception>
    public async Task<Lease?> TryHoldAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken)
    {
        Check(name, holder);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        var now = _clock.GetUtcNow();
        var before = await _table.FindAsync(Partition, name, cancellationToken).ConfigureAwait(false);
        if (before is not null && IsHeldByAnother(before, holder, now))
        {
            return null;
        }

        var lease = new Lease(name, holder, now + duration, default);
        var tag = before is null
            ? await _table.AddAsync(Write(lease), cancellationToken).ConfigureAwait(false)
            : await _table.ReplaceAsync(Write(lease), before.ETag, cancellationToken).ConfigureAwait(false);
        return tag is { } stored ? lease with { Tag = stored } : null;
    }

    /// <summary>Gives the lease back, so that another need not wait for its end; does nothing when another has it.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="StorageException">The call failed: the lease ends by itself.</exception>
    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return _table.DeleteAsync(Partition, lease.Name, lease.Tag, cancellationToken);
    }

    /// <summary>A row that cannot be read is nobody's.</summary>
    private static bool IsHeldByAnother(TableEntity row, string holder, DateTimeOffset now) =>
        RowReader.Read(row, read => (Holder: read.Required<string>(HolderColumn), Until: read.Required<DateTimeOffset>(UntilColumn)))
            is Reading<(string Holder, DateTimeOffset Until)>.Found { Value: var (current, until) }
        && current != holder && until + ClockTolerance > now;

    private static TableEntity Write(Lease lease) => new(Partition, lease.Name)
    {
        [RowReader.SchemaColumn] = RowReader.Schema,
        [HolderColumn] = lease.Holder,
        [UntilColumn] = lease.Until,
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
