using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace ProbeFleet.Core.Model;

/// <summary>A place that probes: region, network and runtime. Always configured, never guessed.</summary>
public sealed record Vantage
{
    /// <summary>The vantage's unique name.</summary>
    public required VantageName Name { get; init; }

    /// <summary>The configured region, such as <c>swedencentral</c>; null when none is configured.</summary>
    public string? Region { get; init; }

    /// <summary>The configured network, such as <c>vnet-prod/snet-probe</c>; null when none is configured.</summary>
    public string? Network { get; init; }

    /// <summary>The facts that the runtime reports about itself, recorded as evidence.</summary>
    public required RuntimeFacts Runtime { get; init; }

    /// <summary>The network of <c>PROBEFLEET_VNET</c> and <c>PROBEFLEET_SUBNET</c>; null when neither is set.</summary>
    public static string? NetworkOf(Func<string, string?> environment)
    {
        var parts = new[] { environment("PROBEFLEET_VNET"), environment("PROBEFLEET_SUBNET") }.Where(part => part is { Length: > 0 });
        return string.Join('/', parts) is { Length: > 0 } network ? network : null;
    }
}

/// <summary>The name of a vantage; it follows the same rule as <see cref="RouteName"/>.</summary>
[JsonConverter(typeof(NameConverter<VantageName>))]
public readonly record struct VantageName : IName<VantageName>
{
    private readonly string? _value;

    /// <summary>Makes a name from text.</summary>
    /// <exception cref="FormatException">The text is not a valid name.</exception>
    public VantageName(string value) =>
        _value = RouteName.IsValid(value) ? value : throw new FormatException($"'{value}' is not a vantage name: {RouteName.Rule}");

    /// <inheritdoc/>
    public static VantageName From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}

/// <summary>A case-sensitive pattern of vantage names, such as <c>prod-*</c>; <c>*</c> matches any characters, even none.</summary>
internal static partial class VantagePattern
{
    /// <summary>The rule in words, for error messages.</summary>
    public static string Rule => "a vantage's name, where '*' stands for any characters: 1 to 63 letters, digits, '-', '_', '.' or '*'.";

    public static bool IsValid(string? pattern) => pattern is not null && Shape.IsMatch(pattern);

    /// <summary>Whether the pattern matches the whole name.</summary>
    public static bool Matches(string pattern, VantageName name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name.ToString(), ignoreCase: false);

    [GeneratedRegex(@"\A[A-Za-z0-9*][A-Za-z0-9._*-]{0,62}\z")]
    private static partial Regex Shape { get; }
}

/// <summary>The facts that a runtime reports about itself.</summary>
public sealed record RuntimeFacts
{
    /// <summary>The kind of host: <c>functions-flex</c>, <c>container</c>, <c>cli</c>, …</summary>
    public required string Host { get; init; }

    /// <summary>The host's instance id; null when it has none.</summary>
    public string? Instance { get; init; }

    /// <summary>The operating system and its version.</summary>
    public required string Os { get; init; }

    /// <summary>The .NET runtime version, such as <c>10.0.12</c>.</summary>
    public required string Dotnet { get; init; }

    /// <summary>The SDK that makes the call, with its version: <c>OpenAI 2.15.0</c>.</summary>
    public required string Sdk { get; init; }

    /// <summary>ProbeFleet's own version, such as <c>0.1.0+sha</c>.</summary>
    public required string App { get; init; }
}
