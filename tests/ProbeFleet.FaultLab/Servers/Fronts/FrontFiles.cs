using System.Net;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FaultLab.Servers.Fronts;

/// <summary>
/// What the configurations of one program's servers are made from: a port for each by name, certificates, and what stands behind them.
/// </summary>
/// <param name="folder">Where the files go.</param>
/// <param name="api">A healthy API over plain HTTP.</param>
/// <param name="ports">Takes the ports, by name.</param>
internal sealed class FrontFiles(string folder, IPEndPoint api, Dictionary<string, int> ports)
{
    private static readonly Lazy<LabCertificate> SelfSigned = new(() => LabTrust.Trusted.IssueServer(CertificateFlaw.SelfSigned));

    private static readonly Lazy<LabCertificate> Old = new(() => LabTrust.Trusted.IssueServer(CertificateFlaw.Expired));

    /// <summary>Where the files go.</summary>
    public string Folder { get; } = folder;

    /// <summary>A healthy API over plain HTTP.</summary>
    public IPEndPoint Api { get; } = api;

    /// <summary>An address that refuses every connection: port 1 of loopback.</summary>
    public static string Dead => "127.0.0.1:1";

    /// <summary>The good certificate with its key in one file.</summary>
    public string Pem => Path.Combine(Folder, "both.pem");

    /// <summary>The good certificate and its key.</summary>
    public PemFiles Good { get; private set; } = null!;

    /// <summary>A certificate that the server signed itself, for the right name.</summary>
    public PemFiles Own { get; private set; } = null!;

    /// <summary>A certificate of the trusted authority that has expired.</summary>
    public PemFiles Expired { get; private set; } = null!;

    /// <summary>The authority of the clients that are let in: nobody's.</summary>
    public string ClientAuthority => Path.Combine(Folder, "clients.pem");

    /// <summary>Takes a port for a server.</summary>
    public int Port(string name) => ports[name] = FreePort.Take(IPAddress.Loopback);

    /// <summary>Writes the certificates.</summary>
    public FrontFiles WriteCertificates()
    {
        Good = LabTrust.Server.WritePem(Folder, "good");
        Own = SelfSigned.Value.WritePem(Folder, "own");
        Expired = Old.Value.WritePem(Folder, "expired");
        File.WriteAllText(Pem, File.ReadAllText(Good.Certificates) + '\n' + File.ReadAllText(Good.Key));
        File.WriteAllText(ClientAuthority, LabTrust.Inspection.Root.ExportCertificatePem());
        return this;
    }
}
