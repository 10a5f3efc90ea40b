using ProbeFleet.Benchmarks.Probes;

return args switch
{
    ["probes"] => await ProbeBenchmark.RunAsync(CancellationToken.None),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run --project tests/ProbeFleet.Benchmarks -c Release -- COMMAND
          probes          one probe beside bare HttpClient, curl and blackbox_exporter; stage times; budgets, as Markdown
        """);
    return 2;
}
