namespace ProbeFleet.Core.Model;

/// <summary>A place that probes: region, network and runtime. Named in configuration, never guessed.</summary>
public sealed record Vantage
{
    /// <summary>The vantage's unique name.</summary>
    public required VantageName Name { get; init; }

    /// <summary>The configured region, such as <c>swedencentral</c>; null when nobody said.</summary>
    public string? Region { get; init; }

    /// <summary>The configured network, such as <c>vnet-prod/snet-probe</c>; null when nobody said.</summary>
    public string? Network { get; init; }

    /// <summary>What the runtime says of itself, recorded as evidence.</summary>
    public required RuntimeFacts Runtime { get; init; }

    /// <summary>The network of <c>PROBEFLEET_VNET</c> and <c>PROBEFLEET_SUBNET</c>; null when neither is set.</summary>
    public static string? NetworkOf(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var parts = new[] { environment("PROBEFLEET_VNET"), environment("PROBEFLEET_SUBNET") }.Where(part => part is { Length: > 0 });
        return string.Join('/', parts) is { Length: > 0 } network ? network : null;
    }
}
