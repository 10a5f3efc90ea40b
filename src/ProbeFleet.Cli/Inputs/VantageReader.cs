using ProbeFleet.Cli.Terminal;
using ProbeFleet.Core.Model;
using ProbeFleet.Probing;

namespace ProbeFleet.Cli.Inputs;

/// <summary>Where this process probes from: what somebody configured, never a guess.</summary>
internal static class VantageReader
{
    /// <summary>Reads the vantage.</summary>
    /// <param name="name">The name that <c>--vantage</c> gives; null for <c>PROBEFLEET_VANTAGE</c>, and without that <c>local</c>.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="UsageException">The name is not one.</exception>
    public static Vantage Read(string? name, Func<string, string?> environment)
    {
        var (text, source) = name is not null ? (name, "--vantage")
            : Value("PROBEFLEET_VANTAGE") is { } configured ? (configured, "PROBEFLEET_VANTAGE")
            : ("local", "");
        return new()
        {
            Name = Name(text, source),
            Region = Value("PROBEFLEET_REGION"),
            Network = Vantage.NetworkOf(environment),
            Runtime = RuntimeFactsReader.Read(environment, "cli"),
        };

        string? Value(string variable) => environment(variable) is { Length: > 0 } value ? value : null;
    }

    private static VantageName Name(string text, string source)
    {
        try
        {
            return new VantageName(text);
        }
        catch (FormatException error)
        {
            throw new UsageException($"{source}: {error.Message}");
        }
    }
}
