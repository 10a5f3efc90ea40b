using System.Globalization;
using ProbeFleet.Benchmarks.Localization.Generator;
using ProbeFleet.Core.Localization.Detection;

namespace ProbeFleet.Benchmarks.Localization;

/// <summary>False alarms and delays of the alarm rules, simulated, with the exact values beside where they can be computed.</summary>
internal static class DetectionBenchmark
{
    private const double Usual = .01;
    private const int Probes = 4_000_000;
    private const int Delays = 4000;
    private static readonly double[] Rates = [.2, .3, .5, 1];

    public static int Run()
    {
        Console.WriteLine($"| rule, one cell | probes between false alarms at p = .01 (simulated, {Probes / 1_000_000} M probes) | exact "
            + $"| mean probes to alarm at p = {string.Join(" / ", Rates.Select(rate => rate.ToString(CultureInfo.InvariantCulture)))} |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var length in new[] { 2, 3, 4 })
        {
            Row($"{length} in a row", () => new Window(length, length).Take, null);
        }

        foreach (var (failures, length) in new[] { (3, 5), (4, 8), (5, 8) })
        {
            Row($"{failures} of {length}", () => new Window(failures, length).Take, null);
        }

        foreach (var between in new[] { 10_000.0, 1_000_000, 18_000_000 })
        {
            var rule = AlarmRule.For(Usual, .3, between);
            Row(string.Create(CultureInfo.InvariantCulture, $"CUSUM for {between:N0}"), () => Cusum(rule), rule.MeanProbesToAlarm(Usual));
        }

        Pooled();
        LatencyBenchmark.Run();
        return 0;
    }

    private static void Row(string name, Func<Func<bool, bool>> rule, double? exact)
    {
        var draws = new Draws(11);
        var (alarms, take) = (0, rule());
        for (var probe = 0; probe < Probes; probe++)
        {
            if (take(draws.Chance(Usual)))
            {
                (alarms, take) = (alarms + 1, rule());
            }
        }

        var delays = Rates.Select(rate => Enumerable.Range(0, Delays).Average(_ => Delay(rule(), () => draws.Chance(rate))));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {(alarms == 0 ? $"> {Probes:N0}" : $"{(double)Probes / alarms:N0}")} | {exact:N0} | "
                + $"{string.Join(" / ", delays.Select(delay => delay.ToString("F1", CultureInfo.InvariantCulture)))} |"));
    }

    private static int Delay(Func<bool, bool> take, Func<bool> fails)
    {
        for (var probe = 1; ; probe++)
        {
            if (take(fails()) || probe >= 5000)
            {
                return probe;
            }
        }
    }

    private static Func<bool, bool> Cusum(AlarmRule rule)
    {
        var level = 0;
        return failed => (level = Math.Max(0, level + (failed ? rule.FailureStep : -1))) >= rule.Threshold;
    }

    private static void Pooled()
    {
        var rule = AlarmRule.For(Usual, .3, 18_000_000);
        Console.WriteLine("\n| 8 vantages of one route, one round a minute | at p = .2 | .3 | .5 | 1 |\n|---|---|---|---|---|");
        var draws = new Draws(12);
        string Cells(Func<double, double> delay) =>
            string.Join(" | ", Rates.Select(rate => delay(rate).ToString("F1", CultureInfo.InvariantCulture)));
        Console.WriteLine("| pooled detector: mean rounds to alarm | "
            + $"{Cells(rate => Enumerable.Range(0, 1000).Average(_ => PooledDelay(rule, rate, draws)))} |");
        Console.WriteLine("| 3 in a row in any of the 8 cells | "
            + $"{Cells(rate => Enumerable.Range(0, 1000).Average(_ => AnyOf(() => new Window(3, 3), rate, draws)))} |");
        Console.WriteLine("| 3 of 5 in any of the 8 cells | "
            + $"{Cells(rate => Enumerable.Range(0, 1000).Average(_ => AnyOf(() => new Window(3, 5), rate, draws)))} |");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\nPooled false alarms in {Quiet(rule, draws, 500_000):N0} of 500 000 quiet rounds of 8 probes; alarms after one round in "
                + $"which all 8 failed: {AfterBlip(rule)}."));
    }

    private static int PooledDelay(AlarmRule rule, double rate, Draws draws)
    {
        GroupState state = new();
        for (var round = 1; ; round++)
        {
            (state, var change) = FaultDetector.Step(state, Round(round, rate, draws), rule);
            if (change is Transition.Opened)
            {
                return round;
            }
        }
    }

    private static int Quiet(AlarmRule rule, Draws draws, int rounds)
    {
        var (state, alarms) = (new GroupState(), 0);
        for (var round = 1; round <= rounds; round++)
        {
            (state, var change) = FaultDetector.Step(state, Round(round, Usual, draws), rule);
            alarms += change is Transition.Opened ? 1 : 0;
        }

        return alarms;
    }

    private static int AfterBlip(AlarmRule rule)
    {
        var (state, alarms) = (new GroupState(), 0);
        for (var round = 0; round < 20; round++)
        {
            (state, var change) = FaultDetector.Step(
                state, new(Simulation.Start.AddMinutes(round), round == 5 ? 0 : 8, round == 5 ? 8 : 0), rule);
            alarms += change is Transition.Opened ? 1 : 0;
        }

        return alarms;
    }

    private static RoundCount Round(int round, double rate, Draws draws)
    {
        var failed = Enumerable.Range(0, 8).Count(_ => draws.Chance(rate));
        return new(Simulation.Start.AddMinutes(round), 8 - failed, failed);
    }

    private static int AnyOf(Func<Window> rule, double rate, Draws draws)
    {
        var cells = Enumerable.Range(0, 8).Select(_ => rule()).ToList();
        for (var round = 1; ; round++)
        {
            if (cells.Select(cell => cell.Take(draws.Chance(rate))).ToList().Contains(true))
            {
                return round;
            }
        }
    }

    /// <summary>Alarms at so many failures among the last so many probes.</summary>
    private sealed class Window(int failures, int length)
    {
        private int _bits;

        public bool Take(bool failed)
        {
            _bits = ((_bits << 1) | (failed ? 1 : 0)) & ((1 << length) - 1);
            return int.PopCount(_bits) >= failures;
        }
    }
}
