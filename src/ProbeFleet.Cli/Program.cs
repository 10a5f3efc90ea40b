using ProbeFleet.Cli;

var surroundings = CliSurroundings.OfThisProcess();
NativeTrustStore.Use(surroundings.Environment);
return await CommandLine.RunAsync(args, surroundings);
