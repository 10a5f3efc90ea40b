using System.CommandLine;
using ProbeFleet.Cli.Inputs;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet config</c>: works on a <c>fleet.json</c>.</summary>
internal static class ConfigCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var file = new Argument<string?>("FILE") { Description = "The configuration file. Default: fleet.json in this folder.", Arity = ArgumentArity.ZeroOrOne };
        var check = new Command("check", "Report every violation of a configuration at once.") { file };
        check.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(file);
            var configuration = await ConfigurationFile.ReadAsync(name, surroundings, cancellationToken).ConfigureAwait(false);
            var routes = configuration.Routes;
            await surroundings.Raw.WriteLineAsync(
                $"{name ?? ConfigurationFile.DefaultName} is valid: {routes.Count} {(routes.Count == 1 ? "route" : "routes")} ({string.Join(", ", routes.Select(route => route.Name))}).").ConfigureAwait(false);
            return ExitCodes.Healthy;
        });
        return new Command("config", "Work on a fleet.json.") { check };
    }
}
