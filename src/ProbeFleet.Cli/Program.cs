using ProbeFleet.Cli;
using ProbeFleet.Probing.Tls;

ClosedStreams.Occupy();
var surroundings = CliSurroundings.OfThisProcess();
UserCertificates.EnsureHome();
NativeTrustStore.Use(surroundings.Environment);
return await CommandLine.RunAsync(args, surroundings);
