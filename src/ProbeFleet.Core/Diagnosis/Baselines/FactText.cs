using System.Globalization;

namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>Formats facts so that they can be compared and read.</summary>
internal static class FactText
{
    public static string Format(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.#} ms");

    /// <summary>Joins a set in sorted order; null when it is absent or empty.</summary>
    public static string? OfSet(IEnumerable<string>? values) =>
        values?.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } set
            ? string.Join(", ", set)
            : null;

    /// <summary>Joins a list in its own order; null when it is absent.</summary>
    public static string? OfList(IReadOnlyList<string>? values) => values switch
    {
        null => null,
        [] => "none",
        _ => string.Join(" → ", values),
    };
}
