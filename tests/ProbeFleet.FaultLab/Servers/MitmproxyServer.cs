using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FaultLab.Servers;

/// <summary>A real TLS-inspecting proxy (mitmdump) on a free loopback port, with an authority of its own that nothing trusts.</summary>
public static class MitmproxyServer
{
    /// <summary>Starts one.</summary>
    /// <param name="upstreamTrust">What it trusts of the servers behind it.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<LabProcess> StartAsync(TrustBundle upstreamTrust, CancellationToken cancellationToken) =>
        LabProcess.StartAsync("mitmdump", (folder, port) =>
        [
            "--listen-host", "127.0.0.1", "--listen-port", $"{port}", "--set", $"confdir={folder.Path}",
            "--set", $"ssl_verify_upstream_trusted_ca={upstreamTrust.File}", "--quiet",
        ], cancellationToken);
}
