using Xunit;

namespace ProbeFleet.Azurite;

/// <summary>
/// One Azurite for a test class or assembly. A test that needs it on a machine without Node.js is skipped with the reason.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteServer? _server;
    private string? _executable;
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

    /// <summary>Starts another server, for a test that stops it; skips the running test when there is none.</summary>
    /// <param name="cancellationToken">Stops the start.</param>
    public Task<AzuriteServer> StartAnotherAsync(CancellationToken cancellationToken)
    {
        Assert.SkipWhen(_executable is null, _missing ?? "Azurite is not installed.");
        return AzuriteServer.StartAsync(_executable!, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        (_executable, _missing) = await AzuriteInstallation.FindAsync(CancellationToken.None);
        _server = _executable is null ? null : await AzuriteServer.StartAsync(_executable, CancellationToken.None);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
