using ProbeFleet.FaultLab.Servers.Fronts;

namespace ProbeFleet.Probing.Tests.Attempts;

/// <summary>The real fronts and proxies of Debian, started once for all their cases.</summary>
public sealed class RealFrontFixture : IAsyncLifetime
{
    /// <summary>The servers; null where a program is missing.</summary>
    public RealFronts? Fronts { get; private set; }

    /// <summary>Why they cannot run here; null when they do.</summary>
    public string? Missing { get; } = LabRequirements.MissingFor(RealFronts.Programs);

    public async ValueTask InitializeAsync() =>
        Fronts = Missing is null ? await RealFronts.StartAsync(TestContext.Current.CancellationToken) : null;

    public ValueTask DisposeAsync() => Fronts?.DisposeAsync() ?? ValueTask.CompletedTask;
}
