using ProbeFleet.Probing;

namespace ProbeFleet.Cli.Inputs;

/// <summary>Reads the vantage of this process from its configuration; it is never guessed.</summary>
internal static class VantageReader
{
    /// <summary>The option that names it.</summary>
    public static Option<string?> Option() => OptionKinds.Text(
        "--vantage", "NAME", "The name of the place that probes. Default: PROBEFLEET_VANTAGE, else local.");

    /// <param name="name">The name from <c>--vantage</c>; null for <c>PROBEFLEET_VANTAGE</c>, else <c>local</c>.</param>
    /// <exception cref="UsageException">The name is invalid.</exception>
    public static Vantage Read(string? name, Func<string, string?> environment)
    {
        var (text, source) = name is not null ? (name, "--vantage")
            : Value("PROBEFLEET_VANTAGE") is { } configured ? (configured, "PROBEFLEET_VANTAGE")
            : ("local", "");
        return new()
        {
            Name = UsageException.Unless(source, () => new VantageName(text)),
            Region = Value("PROBEFLEET_REGION"),
            Network = Vantage.NetworkOf(environment),
            Runtime = RuntimeFactsReader.Read(environment, "cli"),
        };

        string? Value(string variable) => environment(variable) is { Length: > 0 } value ? value : null;
    }
}
