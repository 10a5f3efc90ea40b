using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Benchmarks.Localization;

/// <summary>How good one prediction is.</summary>
internal sealed record Score
{
    public required double TopOne { get; init; }

    public required double Exact { get; init; }

    public required double CoarseOwner { get; init; }

    public required int Hits { get; init; }

    public required int Claimed { get; init; }

    public required int True { get; init; }

    public required double SetSize { get; init; }

    public required double Covered { get; init; }

    public required double Brier { get; init; }

    public required double LogScore { get; init; }

    /// <summary>
    /// Claims by the reliability table's bins (.05 to .5, to .9, to .95, to 1): how many, their mean, and how many were right.
    /// </summary>
    public required (int Count, double Sum, int Right)[] Reliability { get; init; }

    public static double[] Bins { get; } = [.05, .5, .9, .95];

    public static Score Of(Truth truth, Prediction said)
    {
        var names = truth.Faults.Select(fault => fault.Name is "hidden" ? Prediction.Undeclared : fault.Name).ToHashSet();
        var top = names.Count == 0 ? said.Top is Prediction.Nothing : names.Contains(said.Top);
        var reliability = new (int Count, double Sum, int Right)[Bins.Length];
        foreach (var (name, probability) in said.Claims.Where(claim => claim.Value >= Bins[0]))
        {
            var bin = Array.FindLastIndex(Bins, low => probability >= low);
            var (count, sum, right) = reliability[bin];
            reliability[bin] = (count + 1, sum + probability, right + (names.Contains(name) ? 1 : 0));
        }

        return new()
        {
            TopOne = top ? 1 : 0,
            Exact = names.SetEquals(said.Accused) ? 1 : 0,
            CoarseOwner = IsOwnerRight(truth, said) ? 1 : 0,
            Hits = said.Accused.Count(names.Contains),
            Claimed = said.Accused.Count,
            True = names.Count,
            SetSize = said.CredibleSet.Count,
            Covered = (names.Count == 0 ? said.CredibleSet.Contains(Prediction.Nothing) : said.CredibleSet.Any(names.Contains)) ? 1 : 0,
            Brier = names.Union(said.Claims.Keys).Sum(
                name => Math.Pow(said.Claims.GetValueOrDefault(name) - (names.Contains(name) ? 1 : 0), 2)),
            LogScore = names.Union(said.Claims.Keys).Sum(name => LogOf(said.Claims.GetValueOrDefault(name), names.Contains(name))),
            Reliability = reliability,
        };
    }

    private static double LogOf(double claim, bool isTrue) => -Math.Log(Math.Clamp(isTrue ? claim : 1 - claim, .001, 1));

    private static bool IsOwnerRight(Truth truth, Prediction said) =>
        truth.Undeclared ? said.Owner is Owner.Unknown or Owner.ConnectionPath
        : truth.Faults is [] ? said.Owner is Owner.None
        : truth.Faults.Any(fault => Coarse(fault.Owner) == Coarse(said.Owner));

    public static string Coarse(Owner owner) => owner switch
    {
        Owner.Unknown => "unknown",
        Owner.None => "none",
        Owner.ConnectionPath => "path",
        Owner.Authentication or Owner.Quota or Owner.Configuration => "auth, quota, configuration",
        Owner.ApiServer => "upstream API",
        Owner.RouteProvider => "route provider",
    };
}
