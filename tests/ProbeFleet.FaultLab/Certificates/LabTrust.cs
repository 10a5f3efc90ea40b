namespace ProbeFleet.FaultLab.Certificates;

/// <summary>The authorities of this process: one that <see cref="Install"/> makes trusted, and one that never is.</summary>
public static class LabTrust
{
    private static readonly Lazy<TrustBundle> Installed = new(WriteAndInstall);

    /// <summary>The authority that is trusted once <see cref="Install"/> has run.</summary>
    public static ThrowawayAuthority Trusted { get; } = ThrowawayAuthority.Create("ProbeFleet Lab");

    /// <summary>An authority that nothing trusts: a TLS-inspecting proxy's.</summary>
    public static ThrowawayAuthority Inspection { get; } = ThrowawayAuthority.Create("Contoso TLS Inspection");

    /// <summary>A good server certificate of <see cref="Trusted"/>, made once.</summary>
    public static LabCertificate Server { get; } = Trusted.IssueServer();

    /// <summary>
    /// Makes this process trust <see cref="Trusted"/> and nothing else. Call it from a <c>[ModuleInitializer]</c>; more calls do nothing.
    /// </summary>
    public static TrustBundle Install() => Installed.Value;

    private static TrustBundle WriteAndInstall()
    {
        var folder = LabFolder.Create("trust");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        var bundle = TrustBundle.Write(folder.Path, Trusted.Root);
        bundle.Install();
        return bundle;
    }
}
