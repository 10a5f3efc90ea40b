using ProbeFleet.Cli;

return await CommandLine.RunAsync(args, CliSurroundings.OfThisProcess()).ConfigureAwait(false);
