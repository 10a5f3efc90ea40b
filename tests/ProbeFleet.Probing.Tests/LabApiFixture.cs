using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.Probing.Tests;

/// <summary>One healthy lab API for a test class.</summary>
public sealed class LabApiFixture : IAsyncLifetime
{
    public LabApi Api { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Api = await LabApi.StartAsync(new LabApiSettings(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
