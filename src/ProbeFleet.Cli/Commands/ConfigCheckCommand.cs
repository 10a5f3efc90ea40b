using ProbeFleet.Cli.Rendering;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Core.Localization.Inference;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet config check</c>: reports violations, and what the probes can never tell apart.</summary>
internal static class ConfigCheckCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var file = ConfigCommand.File();
        var vantages = new VantageOptions();
        var output = OptionKinds.Output("text", "json");
        return new Command("check", "Report every violation of a configuration at once, and what its probes can never tell apart.")
            { file, output, vantages }
            .Does(async (parsed, cancellationToken) =>
            {
                var path = parsed.GetValue(file);
                var configuration = await ConfigurationFile.ReadAsync(path, surroundings, cancellationToken);
                var named = await vantages.ReadAsync(parsed, surroundings, cancellationToken);
                // When no vantage is named, assumes one unknown vantage that probes every route.
                var (seers, routes) = named is not []
                    ? (named, configuration.Routes)
                    : ([FleetVantage.From(VantageReader.Read(null, surroundings.Environment))],
                        [.. configuration.Routes.Select(route => route with { Vantages = [] })]);
                var report = Identifiability.Analyze(new FleetTopology(seers, routes));
                var check = new ConfigurationCheck(
                    TextSource.NameOf(path ?? ConfigurationFile.DefaultName), routes.Count, seers, named is [],
                    CredentialNeeds.Find(configuration),
                    named is [] ? null
                        : [.. named.Select(vantage => new VantageNeeds(vantage.Name, CredentialNeeds.Find(configuration, vantage.Name)))],
                    report.Pairs);
                await surroundings.WriteAsync(
                    parsed.GetRequiredValue(output), check, CheckJson.Default.ConfigurationCheck,
                    found => IdentifiabilityText.Render(found, routes, surroundings.Glyphs));
                return ExitCodes.Healthy;
            });
    }
}
