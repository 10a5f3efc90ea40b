using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Cli.Terminal;

/// <summary>
/// The native file brings its own OpenSSL, and with it the certificate folder of the machine that compiled it. This points it to
/// the system's own bundle. Where the environment names a trust store, that stands, as for the workload.
/// </summary>
internal static partial class NativeTrustStore
{
    private const string Variable = "SSL_CERT_FILE";

    /// <summary>Call it before the first certificate is judged: OpenSSL's default is read once.</summary>
    /// <param name="environment">Reads an environment variable; null when it is not set.</param>
    public static void Use(Func<string, string?> environment)
    {
        // .NET looks below it for certificates of the user's own, and fails each handshake where neither this nor /etc/passwd has it.
        if (OperatingSystem.IsLinux() && environment("HOME") is not { Length: > 0 })
        {
            Environment.SetEnvironmentVariable("HOME", "/");
        }

        if (RuntimeFeature.IsDynamicCodeSupported || !OperatingSystem.IsLinux()
            || IsSet(environment) || SystemTrustStore.Path is not { } bundle)
        {
            return;
        }

        // libc's environment alone: to the probe this stays the system's store, and a child process inherits nothing.
        if (SetNativeVariable(Variable, bundle, overwrite: 1) != 0)
        {
            throw new InvalidOperationException($"setenv({Variable}) failed with error {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>What to say when this system has no trusted certificates at all; null when it has some.</summary>
    /// <param name="environment">Reads an environment variable; null when it is not set.</param>
    public static string? Missing(Func<string, string?> environment) =>
        !OperatingSystem.IsLinux() || IsSet(environment) || SystemTrustStore.Path is not null ? null
        : $"This system has no trusted certificates (looked for {string.Join(", ", SystemTrustStore.Bundles)}): every https route will fail. "
            + $"Copy a bundle here and name it: {Variable}=FILE.";

    private static bool IsSet(Func<string, string?> environment) =>
        environment(Variable) is { Length: > 0 } || environment("SSL_CERT_DIR") is { Length: > 0 };

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
