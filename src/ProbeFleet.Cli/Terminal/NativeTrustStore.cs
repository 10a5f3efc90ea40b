using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Cli.Terminal;

/// <summary>
/// Points OpenSSL of the native executable, which has the certificate folder of the build machine compiled in, to the system's own bundle.
/// If the environment names a trust store, that one stays in use, as for the workload.
/// </summary>
internal static partial class NativeTrustStore
{
    private const string Variable = "SSL_CERT_FILE";
    private const string FolderVariable = "SSL_CERT_DIR";

    /// <summary>Must run before the first certificate is judged, because OpenSSL reads its default only once.</summary>
    public static void Use(Func<string, string?> environment)
    {
        if (RuntimeFeature.IsDynamicCodeSupported || !OperatingSystem.IsLinux()
            || IsSet(environment) || SystemTrustStore.Path is not { } bundle)
        {
            return;
        }

        // Only libc's environment is changed: to the probe this remains the system's store, and child processes inherit nothing.
        if (SetNativeVariable(Variable, bundle, overwrite: 1) != 0)
        {
            throw new InvalidOperationException($"setenv({Variable}) failed with error {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>A warning that this system has no trusted certificates at all; null when it has some.</summary>
    public static string? Missing(Func<string, string?> environment) =>
        !OperatingSystem.IsLinux() || IsSet(environment) || SystemTrustStore.Path is not null ? null
        : $"This system has no trusted certificates (looked for {string.Join(", ", SystemTrustStore.Bundles)}): every https route "
            + "will fail. "
            + $"Copy a bundle here and name it: {Variable}=FILE.";

    /// <summary>A warning that the trust store which the environment names is not there; null when it is, or none is named.</summary>
    public static string? Misnamed(Func<string, string?> environment) =>
        !OperatingSystem.IsLinux() ? null
        : environment(Variable) is { Length: > 0 } file && !File.Exists(file)
            ? $"{Variable} names {Plain(file)}, and there is no such file: its authorities are not trusted here. Correct or unset it."
        : environment(FolderVariable) is { Length: > 0 } folders && !folders.Split(':').Any(Directory.Exists)
            ? $"{FolderVariable} names {Plain(folders)}, and there is no such folder: its authorities are not trusted here. "
                + "Correct or unset it."
        : null;

    private static string Plain(string path) =>
        string.Concat(Sanitizer.PatternsOnly.Clean(path, 200).Where(character => !char.IsControl(character)));

    private static bool IsSet(Func<string, string?> environment) =>
        environment(Variable) is { Length: > 0 } || environment(FolderVariable) is { Length: > 0 };

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
