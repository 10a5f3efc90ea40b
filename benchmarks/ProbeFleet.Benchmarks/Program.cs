using ProbeFleet.Benchmarks.Goals;
using ProbeFleet.Benchmarks.Localization;
using ProbeFleet.Benchmarks.Localization.Exam;
using ProbeFleet.Benchmarks.Localization.Replay;
using ProbeFleet.Benchmarks.Month;
using ProbeFleet.Benchmarks.Probes;
using ProbeFleet.Benchmarks.Rounds;
using ProbeFleet.Benchmarks.Rows;

return args switch
{
    ["goals", "localization"] => GoalBenchmark.RunLocalization(),
    ["goals", .. var rest] => await GoalBenchmark.RunAsync(rest is [var file] ? file : null, CancellationToken.None),
    ["probes", "streams"] => await ProbeBenchmark.RunStreamsAsync(CancellationToken.None),
    ["probes", .. var rest] => await ProbeBenchmark.RunAsync(rest is [var native] ? native : null, CancellationToken.None),
    ["rounds"] => await RoundsBenchmark.RunAsync(CancellationToken.None),
    ["rounds-worker", var routes, var rounds, var baseUrl, var storage] => await RoundWorker.RunAsync(
        routes, rounds, baseUrl, storage, CancellationToken.None),
    ["bare-worker", var routes, var rounds, var baseUrl] => await BareRounds.RunAsync(routes, rounds, baseUrl, CancellationToken.None),
    ["rows", .. var rest] => await RowBenchmark.RunAsync(rest is [var folder] ? folder : null, CancellationToken.None),
    ["localization", .. var rest] => LocalizationBenchmark.Run(rest),
    ["asking", .. var rest] => AskingBenchmark.Run(rest),
    ["detection"] => DetectionBenchmark.Run(),
    ["month", .. var rest] => MonthBenchmark.Run(rest),
    ["growth"] => GrowthMeasurement.Run(),
    ["exam", var directory, .. var rest] when rest is [] or ["--misses"] => ExamReport.Run(directory, onlyMisses: rest is not []),
    ["replay", var directory] => ReplayArchive.Write(directory),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run --project benchmarks/ProbeFleet.Benchmarks -c Release -- COMMAND
          goals [NATIVE-FILE|localization]                                             every figure that has a goal, beside it, as Markdown
          probes [NATIVE-FILE|streams]                                                 one probe beside its peers, stage times and budgets, as Markdown
          rounds                                                                       rounds of 10, 100 and 1,000 routes beside blackbox_exporter, as Markdown
          rows [DIRECTORY]                                                             one healthy result as a row, as Markdown; its JSON into the directory
          localization [--incidents N] [--split train|validation|test] [--only-ours]   the localizer beside the baselines, as Markdown
          exam DIRECTORY [--misses]                                                    the localizer on incident files with an index.json of their truth
          asking [N] [--split train|validation|test]                                   the same incidents with and without questions, as Markdown
          month [--days D] [--seed S]                                                  a month of a fleet with all kinds of fault, as Markdown
          growth                                                                       the localizer's CPU time by fleet size
          detection                                                                    alarm rules beside each other, as Markdown
          replay DIRECTORY                                                             writes the archive of public incidents
        """);
    return 2;
}
