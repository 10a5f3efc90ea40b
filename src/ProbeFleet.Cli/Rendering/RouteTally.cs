namespace ProbeFleet.Cli.Rendering;

/// <summary>
/// What a watch's summary says of one route, however many probes it made. Durations are counted as they are shown, so the median is exact
/// as far as it is shown, and there are never more of them than the longest probe has shown values.
/// </summary>
internal sealed class RouteTally
{
    // The shown text grows with the duration, so the first duration of each text puts the texts in order.
    private readonly Dictionary<string, (TimeSpan First, int Count)> _passed = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<Cause, int> _failed = [];

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    /// <summary>The causes of the failures, the most frequent first, and of equal ones the earlier.</summary>
    public IEnumerable<(Cause Cause, int Count)> Causes =>
        _failed.OrderByDescending(cause => cause.Value).Select(cause => (cause.Key, cause.Value));

    /// <summary>The median of the durations of the probes that passed (of an even number the longer one), as it is shown.</summary>
    public string? Median
    {
        get
        {
            var before = 0;
            return Durations.FirstOrDefault(duration => (before += duration.Count) > Passed / 2).Text;
        }
    }

    /// <summary>The longest duration of the probes that passed, as it is shown.</summary>
    public string? Slowest => Durations.LastOrDefault().Text;

    private IEnumerable<(string Text, int Count)> Durations =>
        _passed.OrderBy(duration => duration.Value.First).Select(duration => (duration.Key, duration.Value.Count));

    public void Add(ProbeResult result)
    {
        if (result.Outcome is ProbeOutcome.Passed)
        {
            Passed++;
            var text = Shown.Duration(result.Duration);
            _passed[text] = _passed.TryGetValue(text, out var duration)
                ? duration with { Count = duration.Count + 1 }
                : (result.Duration, 1);
            return;
        }

        Failed++;
        _failed[result.Diagnosis.Cause] = _failed.GetValueOrDefault(result.Diagnosis.Cause) + 1;
    }
}
