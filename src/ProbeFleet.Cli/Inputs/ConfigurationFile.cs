using ProbeFleet.Core.Configuration;

namespace ProbeFleet.Cli.Inputs;

/// <summary>Reads a <c>fleet.json</c>.</summary>
internal static class ConfigurationFile
{
    public const string DefaultName = "fleet.json";

    /// <summary>Reads the configuration.</summary>
    /// <param name="name">The file; null for <see cref="DefaultName"/> in the current folder.</param>
    /// <param name="surroundings">Standard input, for the name <c>-</c>.</param>
    /// <param name="cancellationToken">The caller's own wish to stop.</param>
    /// <exception cref="UsageException">There is none, or it has violations: all of them at once.</exception>
    public static async Task<FleetConfiguration> ReadAsync(string? name, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        if (name is null && !File.Exists(DefaultName))
        {
            throw new UsageException(
                $"There is no {DefaultName} in {Environment.CurrentDirectory}. Give --config FILE, or state the route:\n"
                + "  probefleet probe --base-url https://api.openai.com/v1 --model gpt-4.1-nano");
        }

        var file = name ?? DefaultName;
        var reading = FleetConfigurationReader.Read(await TextSource.ReadAsync(file, TextSource.LargestConfiguration, surroundings, cancellationToken).ConfigureAwait(false));
        return reading.IsValid ? reading.Configuration : throw new UsageException(Shown(file, reading.Violations));
    }

    private static string Shown(string file, IReadOnlyList<ConfigurationViolation> violations) =>
        string.Join('\n', violations.Select(violation => $"  {violation}")
            .Prepend($"{file} is not valid: {violations.Count} {(violations.Count == 1 ? "violation" : "violations")}. Nothing was probed."));
}
