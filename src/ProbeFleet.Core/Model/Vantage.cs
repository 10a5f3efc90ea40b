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
