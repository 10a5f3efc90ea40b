using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace ProbeFleet.FaultLab.Certificates;

/// <summary>A trust store on disk that holds only the given roots, and the two variables that make OpenSSL and .NET read it.</summary>
public sealed partial class TrustBundle
{
    private TrustBundle(string file, string emptyFolder)
    {
        File = file;
        Environment = new Dictionary<string, string> { ["SSL_CERT_FILE"] = file, ["SSL_CERT_DIR"] = emptyFolder };
    }

    /// <summary>The PEM file.</summary>
    public string File { get; }

    /// <summary>What a child process must have in its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Writes a bundle.</summary>
    /// <param name="folder">The folder to write to; made when it is missing.</param>
    /// <param name="roots">The roots that are trusted.</param>
    public static TrustBundle Write(string folder, params IReadOnlyList<X509Certificate2> roots)
    {
        // A folder without certificates keeps OpenSSL from reading /etc/ssl/certs as well.
        var emptyFolder = Directory.CreateDirectory(Path.Combine(folder, "no-certificates")).FullName;
        var file = Path.Combine(folder, "trust.pem");
        System.IO.File.WriteAllText(file, string.Join('\n', roots.Select(root => root.ExportCertificatePem())));
        return new(file, emptyFolder);
    }

    /// <summary>
    /// Makes this process trust the bundle, and nothing else. .NET reads the variables once, through libc, when it first builds a
    /// certificate chain: call this from a <c>[ModuleInitializer]</c>.
    /// <see cref="System.Environment.SetEnvironmentVariable(string, string)"/>
    /// alone is not seen by it; it is set as well, for child processes.
    /// </summary>
    public void Install()
    {
        foreach (var (name, value) in Environment)
        {
            System.Environment.SetEnvironmentVariable(name, value);
            if (SetNativeVariable(name, value, overwrite: 1) != 0)
            {
                throw new InvalidOperationException($"setenv({name}) failed with error {Marshal.GetLastPInvokeError()}.");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
