namespace ProbeFleet.Probing.Tls;

/// <summary>The certificates of the user who runs this process, which .NET looks for below <c>HOME</c> on Linux.</summary>
public static class UserCertificates
{
    private const string Home = "HOME";

    /// <summary>
    /// Sets <c>HOME</c> where it is not set: to the user's folder by /etc/passwd, or to the root folder. Without <c>HOME</c> and without
    /// that file, as in an image made from nothing, .NET fails each handshake. Must run before the first certificate is judged.
    /// </summary>
    public static void EnsureHome()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(Home) is not { Length: > 0 })
        {
            Environment.SetEnvironmentVariable(
                Home, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify));
        }
    }
}
