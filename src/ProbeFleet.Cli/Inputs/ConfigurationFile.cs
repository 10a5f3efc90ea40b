using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Cli.Inputs;

internal static class ConfigurationFile
{
    public const string DefaultName = "fleet.json";

    /// <param name="name">The file; <c>-</c> for standard input; null for <see cref="DefaultName"/> in the current folder.</param>
    /// <exception cref="UsageException">The file is missing or has violations; the message lists all of them.</exception>
    public static async Task<FleetConfiguration> ReadAsync(string? name, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        if (name is null && !File.Exists(DefaultName))
        {
            throw new UsageException(
                $"There is no {DefaultName} in {Environment.CurrentDirectory}. Give --config FILE, or state the route:\n"
                + "  probefleet probe --base-url https://api.openai.com/v1 --model gpt-4.1-nano");
        }

        return Parsed(name ?? DefaultName, await ReadCappedAsync(name, surroundings, cancellationToken));
    }

    /// <summary>Checks a configuration and returns its text unchanged.</summary>
    /// <param name="name">The file; <c>-</c> for standard input; null for <see cref="DefaultName"/> in the current folder.</param>
    /// <exception cref="UsageException">The file is missing or has violations; the message lists all of them.</exception>
    public static async Task<string> ReadTextAsync(string? name, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        var text = await ReadCappedAsync(name, surroundings, cancellationToken);
        Parsed(name ?? DefaultName, text);
        return text;
    }

    private static Task<string> ReadCappedAsync(string? name, CliSurroundings surroundings, CancellationToken cancellationToken) =>
        TextSource.ReadConfigurationAsync(name ?? DefaultName, surroundings, cancellationToken);

    /// <summary>Formats the violations of a configuration, one per line.</summary>
    public static string Shown(string name, IReadOnlyList<Violation> violations) =>
        TextSource.Listed($"{name} is not valid", violations, "violation", "Nothing was done.");

    private static FleetConfiguration Parsed(string name, string text)
    {
        var reading = FleetConfigurationReader.Read(text);
        return reading.IsValid ? reading.Configuration : throw new UsageException(Shown(name, reading.Violations));
    }
}
