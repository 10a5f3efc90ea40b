using System.Globalization;
using System.Text;

namespace ProbeFleet.Storage.Snapshots;

/// <summary>
/// A ring of outcomes as a short text that people can still read: <c>CAUSE,CAUSE,… AGE.CAUSE.BREAK.DEPTH.DURATION …</c>, newest first.
/// Numbers are hexadecimal: AGE is the Unix time in ms for the first and the ms before its left neighbour for the others, CAUSE the place
/// in the list at the front, BREAK 0 for none and else the place from 1 of the stage that failed, or of a passed probe that was slow,
/// DEPTH the depth's place, DURATION in ms.
/// </summary>
internal static class OutcomeRing
{
    private const string Column = "Recent";

    public static string Write(IReadOnlyList<RecentOutcome> outcomes)
    {
        var causes = outcomes.Select(outcome => outcome.Cause).Distinct().ToList();
        var text = new StringBuilder(string.Join(',', causes.Select(WireWord.Of)));
        for (var i = 0; i < outcomes.Count; i++)
        {
            var outcome = outcomes[i];
            var at = outcome.At.ToUnixTimeMilliseconds();
            var age = i == 0 ? at : outcomes[i - 1].At.ToUnixTimeMilliseconds() - at;
            var stage = (outcome.Break ?? outcome.Slow) is { } named ? (int)named + 1 : 0;
            text.Append(
                CultureInfo.InvariantCulture,
                $" {age:x}.{causes.IndexOf(outcome.Cause):x}.{stage:x}.{(int)outcome.Depth:x}."
                    + $"{(long)outcome.Duration.TotalMilliseconds:x}");
        }

        return text.ToString();
    }

    public static IReadOnlyList<RecentOutcome> Read(string text)
    {
        var parts = text.Split(' ');
        if (parts.Length < 2)
        {
            throw new FormatException($"Column {Column} holds no outcome.");
        }

        var causes = parts[0].Split(',').Select(word => WireWord.Read<Cause>(Column, word)).ToList();
        var outcomes = new List<RecentOutcome>(parts.Length - 1);
        foreach (var part in parts.Skip(1))
        {
            if (part.Split('.').Select(Number).ToArray() is not [var age, var cause, var stage, var depth, var duration])
            {
                throw new FormatException($"Column {Column} holds an outcome that has not 5 parts.");
            }

            Stage? named = stage == 0 ? null : Member<Stage>(stage - 1);
            var outcome = new RecentOutcome(
                DateTimeOffset.FromUnixTimeMilliseconds(outcomes is [] ? age : outcomes[^1].At.ToUnixTimeMilliseconds() - age),
                causes[Place(cause, causes.Count)],
                named,
                Member<ProbeDepth>(depth),
                TimeSpan.FromMilliseconds(duration));
            outcomes.Add(outcome.Outcome is ProbeOutcome.Passed ? outcome with { Break = null, Slow = named } : outcome);
        }

        return outcomes;
    }

    private static long Number(string digits) =>
        long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1L << 48
            ? number
            : throw new FormatException($"Column {Column} holds something that is no number.");

    private static T Member<T>(long place)
        where T : struct, Enum => Enum.GetValues<T>()[Place(place, Enum.GetValues<T>().Length)];

    private static int Place(long place, int count) =>
        place < count ? (int)place : throw new FormatException($"Column {Column} holds a number that this version does not know.");
}
