using Xunit;

namespace ProbeFleet.Azurite;

/// <summary>One Azurite for a test class or assembly. A test that needs it on a machine without Node.js is skipped with the reason.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteServer? _server;
    private string? _missing;

    /// <summary>The server; skips the running test when there is none.</summary>
    public AzuriteServer Server
    {
        get
        {
            Assert.SkipWhen(_server is null, _missing ?? "Azurite did not start.");
            return _server!;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        (var path, _missing) = await AzuriteInstallation.FindAsync(CancellationToken.None);
        _server = path is null ? null : await AzuriteServer.StartAsync(path, CancellationToken.None);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
