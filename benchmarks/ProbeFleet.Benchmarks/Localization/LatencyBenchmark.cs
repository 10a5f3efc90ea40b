using System.Globalization;
using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Benchmarks.Localization;

/// <summary>
/// False findings and delays of the latency detector, simulated: log-normal times around 100 ms, of which one in a hundred waits for a
/// retransmission of 1 s. What is usual is learned from the same times, as a vantage learns it.
/// </summary>
internal static class LatencyBenchmark
{
    private const int Probes = 2_000_000;
    private const int Delays = 2000;
    private const int Patience = 500;
    private static readonly double[] Factors = [1.6, 2, 4];

    public static void Run()
    {
        Console.WriteLine("\n| latency, one stage of 100 ms | spread of the log | probes between false findings (simulated, "
            + $"{Probes / 1_000_000} M probes) | mean probes until found at × {string.Join(" / ", Factors.Select(Text))} |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var spread in new[] { .1, .3, .6 })
        {
            Row("CUSUM against what is usual", spread, () => new Watch().Take);
            Row("3 in a row above twice the usual", spread, () => new Streak(3, usual => usual.Typical * 2).Take);
            Row("3 in a row above what is normal (3.5 deviations)", spread, () => new Streak(3, usual => usual.LongestNormal).Take);
        }
    }

    private static void Row(string name, double spread, Func<Func<TimeSpan, bool>> detector)
    {
        var draws = new Draws(13);
        var (found, take) = (0, Learned(detector(), spread, draws));
        for (var probe = 0; probe < Probes; probe++)
        {
            if (take(Time(1, spread, draws)))
            {
                (found, take) = (found + 1, Learned(detector(), spread, draws));
            }
        }

        var delays = Factors.Select(
            factor => Enumerable.Range(0, Delays).Average(_ => Delay(Learned(detector(), spread, draws), factor, spread, draws)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {spread} | {(found == 0 ? $"> {Probes:N0}" : $"{(double)Probes / found:N0}")} | "
                + $"{string.Join(" / ", delays.Select(delay => delay >= Patience ? $"> {Patience}" : Text(delay)))} |"));
    }

    private static Func<TimeSpan, bool> Learned(Func<TimeSpan, bool> take, double spread, Draws draws)
    {
        for (var probe = 0; probe < 200; probe++)
        {
            take(Time(1, spread, draws));
        }

        return take;
    }

    private static double Delay(Func<TimeSpan, bool> take, double factor, double spread, Draws draws)
    {
        var probe = 1;
        while (!take(Time(factor, spread, draws)) && probe < Patience)
        {
            probe++;
        }

        return probe;
    }

    private static TimeSpan Time(double factor, double spread, Draws draws) =>
        TimeSpan.FromMilliseconds((factor * 100 * Math.Exp(spread * draws.Normal())) + (draws.Chance(.01) ? 1000 : 0));

    private static string Text(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>The product's own detector.</summary>
    private sealed class Watch
    {
        private UsualTime _usual;
        private double _level;

        public bool Take(TimeSpan time)
        {
            var known = _usual;
            _usual = known.After(time);
            if (known.Count < UsualTime.FewestSamples)
            {
                return false;
            }

            _level = LatencyDetector.Step(_level, time, known);
            return LatencyDetector.IsSlow(_level, time, known.Typical);
        }
    }

    /// <summary>Finds so many in a row above a bound.</summary>
    private sealed class Streak(int length, Func<UsualTime, TimeSpan> bound)
    {
        private UsualTime _usual;
        private int _row;

        public bool Take(TimeSpan time)
        {
            var known = _usual;
            _usual = known.After(time);
            _row = known.Count >= UsualTime.FewestSamples && time > bound(known) ? _row + 1 : 0;
            return _row >= length;
        }
    }
}
