using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ProbeFleet.Core.Incidents;

namespace ProbeFleet.Benchmarks.Month;

/// <summary>
/// A month of a fleet of 20 vantages and 15 routes, one round and one judgement a minute, judged with and without questions by the app's
/// own rules. What is true is known, so that every notice is right or wrong.
/// </summary>
internal static class MonthBenchmark
{
    private const int JudgedAtSecond = 30;

    public static int Run(string[] args)
    {
        var (days, seed) = (Option(args, "--days", 30), Option(args, "--seed", 1));
        var plan = new MonthPlan(seed, days);
        var beganAt = Process.GetCurrentProcess().TotalProcessorTime;
        var (mute, asking) = Play(plan, seed);
        var took = Process.GetCurrentProcess().TotalProcessorTime - beganAt;
        var (mutely, askingly) = (new MonthReport(plan, mute), new MonthReport(plan, asking));
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{days} days, seed {seed}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors: "
                + $"{took.TotalMinutes:0.0} min of CPU\n"));
        Console.Out.WriteLine("| 20 vantages × 15 routes, a round a minute | not asking | asking |\n|---|---|---|");
        foreach (var (row, asked) in mutely.Rows().Zip(askingly.Rows()))
        {
            Console.Out.WriteLine($"| {row.What} | {row.Figure} | {asked.Figure} |");
        }

        WriteMisses("not asking", mutely);
        WriteMisses("asking", askingly);
        return 0;
    }

    private static void WriteMisses(string name, MonthReport report)
    {
        Console.Out.WriteLine($"\nWhat missed a goal, {name}:");
        foreach (var miss in report.Misses())
        {
            Console.Out.WriteLine($"  {miss}");
        }
    }

    private static (MonthRecord Mute, MonthRecord Asking) Play(MonthPlan plan, int seed)
    {
        var probes = new MonthProbes(plan, seed);
        var mute = new MonthJudge(plan.Crossed.Fleet, null);
        var asking = new MonthJudge(plan.Crossed.Fleet, (question, now) => Answer(probes, question, now));
        List<MonthProbe> recent = [];
        for (var round = 0; round < plan.Rounds; round++)
        {
            recent.AddRange(probes.Run(round));
            var now = MonthProbes.StartOf(round).AddSeconds(JudgedAtSecond);
            var from = now - MonthJudge.Window;
            recent.RemoveAll(probe => probe.Observation.StartedAt < from && probe.StoredAt < from);
            if (!plan.NobodyJudges.Contains(round))
            {
                List<MonthProbe> stored = [.. recent.Where(probe => probe.StoredAt <= now && probe.Observation.StartedAt >= from
                    && probe.Observation.StartedAt <= now)];
                var isLike = asking.IsLike(mute);
                var judgement = mute.Judge(stored, now);
                if (isLike)
                {
                    asking.Follow(mute, judgement, stored, now);
                }
                else
                {
                    asking.Judge(stored, now);
                }
            }
        }

        return (mute.Record, asking.Record);
    }

    /// <summary>A vantage looks into its mailbox every ten seconds.</summary>
    private static MonthProbe? Answer(MonthProbes probes, IncidentQuestion question, DateTimeOffset now) =>
        probes.IsSilent(question.Vantage, (int)(now - MonthProbes.StartOf(0)).TotalMinutes)
            ? null
            : probes.Answer(new(question.Vantage, question.Route, question.Depth, question.Variant), now.AddSeconds(10));

    private static int Option(string[] args, string name, int usual) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length
        ? int.Parse(args[at + 1], CultureInfo.InvariantCulture)
        : usual;
}
