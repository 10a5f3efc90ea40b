using ProbeFleet.Cli;
using ProbeFleet.Cli.Terminal;

return await CommandLine.RunAsync(args, CliSurroundings.OfThisProcess()).ConfigureAwait(false);
