namespace ProbeFleet.Fleet.Tests.Rounds;

/// <summary>Results of a round that nobody had to probe for.</summary>
internal static class Batch
{
    public static List<RoundResult> Of(int count) =>
        [.. Enumerable.Range(0, count).Select(number => new RoundResult(Sample.Result($"route-{number}"), IsConfirmation: false))];

    public static string Text(RoundResult result) => $"{result.IsConfirmation} {Sample.Json(result.Result)}";
}
