using ProbeFleet.Core.Localization;

namespace ProbeFleet.Storage.Results;

/// <summary>What localization uses of the results of a window.</summary>
/// <param name="From">Where it begins: later than was asked for where that has more results than are held at once.</param>
public sealed record ResultWindow(DateTimeOffset From, IReadOnlyList<Observation> Values, IReadOnlyList<UnreadableRow> Unreadable)
{
    /// <summary>
    /// Whether results since <see cref="From"/> may be missing: an account did not answer, or even two minutes have too many.
    /// </summary>
    public bool IsPartial { get; init; }

    /// <summary>The vantages of which results cannot be read.</summary>
    public IEnumerable<VantageName> UnreadableVantages => Unreadable.Select(row => ResultKeys.DayOf(row.PartitionKey)?.Vantage)
        .OfType<string>().Distinct().Select(name => new VantageName(name));

    /// <summary>Merges what several accounts have of a window: nothing twice, and from where all of them were read.</summary>
    internal static ResultWindow Merge(IReadOnlyList<ResultWindow> windows, bool isPartial)
    {
        var from = windows.Max(window => window.From);
        return new(
            from,
            [.. windows.SelectMany(window => window.Values).Where(seen => seen.StartedAt >= from).DistinctBy(seen => seen.Id)],
            UnreadableRow.Merge(windows.SelectMany(window => window.Unreadable)))
        {
            IsPartial = isPartial || windows.Any(window => window.IsPartial),
        };
    }
}

/// <summary>Takes in the rows of a window as they come, until there are too many. Safe for several readers at once.</summary>
internal sealed class ResultWindowReading(int most)
{
    private readonly List<Observation> _values = [];
    private readonly List<UnreadableRow> _unreadable = [];
    private readonly Lock _lock = new();

    /// <summary>Whether the window has more rows than are held; no other is taken.</summary>
    public bool IsFull { get; private set; }

    /// <summary>What was taken in; to be called when nobody reads any more.</summary>
    public ResultWindow WindowFrom(DateTimeOffset from) => new(from, _values, _unreadable) { IsPartial = IsFull };

    /// <returns>Whether another page is wanted.</returns>
    public bool Take(IReadOnlyList<TableEntity> page)
    {
        var read = RowReader.ReadAll(page, ResultOutline.Read);
        lock (_lock)
        {
            IsFull = IsFull || _values.Count + _unreadable.Count + page.Count > most;
            if (!IsFull)
            {
                _values.AddRange(read.Values);
                _unreadable.AddRange(read.Unreadable);
            }

            return !IsFull;
        }
    }
}
