using ProbeFleet.Benchmarks.Localization;

return args switch
{
    ["localization", .. var rest] => LocalizationBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run --project tests/ProbeFleet.Benchmarks -c Release -- localization [--incidents N] [--split train|validation|test] [--only-ours]");
    return 2;
}
