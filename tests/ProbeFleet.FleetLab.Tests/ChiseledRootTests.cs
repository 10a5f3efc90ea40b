using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Servers;

namespace ProbeFleet.FleetLab.Tests;

/// <summary>
/// A vantage in less than the container image has: .NET, the libraries that the chiseled base image names, certificates, a user without a
/// name or a home who may write to the spool and to /tmp alone, and no shell.
/// </summary>
public sealed class ChiseledRootTests : IDisposable
{
    // Of the base image's own: Ubuntu's libc6, libgcc-s1, libstdc++6 and libssl3.
    private const string Libraries = "/(libc|libm|libdl|librt|libpthread|ld-linux[^/]*|libgcc_s|libstdc\\+\\+|libssl|libcrypto)\\.so";

    // $1 the root, $2 the app, $3 .NET; then what to run. The mounts are this process's own, and go with it.
    private const string Enter = """
        set -e
        root=$1 app=$2 dotnet=$3; shift 3
        mount --bind "$root" "$root"
        mount --bind "$app" "$root/app"
        mount --bind "$dotnet" "$root/usr/share/dotnet"
        mount --bind "$root.spool" "$root/var/lib/probefleet/spool"
        mount --bind /dev "$root/dev"
        mount -t proc proc "$root/proc"
        mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
        mount -o remount,bind,ro "$root"
        exec chroot --userspec=1654:1654 "$root" /usr/share/dotnet/dotnet /app/ProbeFleet.SelfHost.dll "$@"
        """;

    private readonly LabFolder _folder = LabFolder.Create("chiseled");

    public void Dispose() => _folder.Dispose();

    private string Root => Path.Combine(_folder.Path, "root");

    [Fact]
    public async Task Vantage_Probes_AndItsHealthCheckSaysSo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "a root of its own needs Linux and root");
        await using var rig = await VantageRig.StartAsync();
        await FillAsync(rig);
        var port = FreePort.Take(IPAddress.Loopback);

        LabOutcome? health = null;
        await using (await LabProcess.StartOnAsync(
            "env", new(IPAddress.Loopback, port), (_, _) => Command(rig, port),
            async (_, cancellationToken) =>
                rig.Api.Requests.Count > 0 && (health = await HealthAsync(cancellationToken)).ExitCode == 0, Stop))
        {
            Assert.Equal("""{"status":"healthy"}""", health!.Output.Trim());
        }

        var gone = await HealthAsync(Stop);
        Assert.Equal(1, gone.ExitCode);
        Assert.StartsWith($"unhealthy: http://127.0.0.1:{port}/api/health does not answer", gone.Output, StringComparison.Ordinal);

        Task<LabOutcome> HealthAsync(CancellationToken cancellationToken) =>
            LabCommand.RunAsync("env", Command(rig, port, "health"), new Dictionary<string, string?>(), cancellationToken);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string[] Command(VantageRig rig, int port, params string[] arguments) =>
    [
        "-i", $"PATH={Environment.GetEnvironmentVariable("PATH")}", $"ASPNETCORE_URLS=http://+:{port}", "PROBEFLEET_VANTAGE=chiseled",
        "PROBEFLEET_REGION=lab", $"PROBEFLEET_STORAGE={rig.Storage.ConnectionString}", "PROBEFLEET_CONFIG=/fleet.json",
        "PROBEFLEET_SPOOL=/var/lib/probefleet/spool", "PROBEFLEET_ALLOW_PRIVATE=true", "PROBEFLEET_CREDENTIALS=OPENAI_API_KEY@localhost",
        $"OPENAI_API_KEY={LabCredentials.OpenAIKey}", "ProbeSchedule=*/5 * * * * *", "ServeSchedule=* * * * * *",
        $"JudgeSchedule={VantageSettings.Never}", $"PurgeSchedule={VantageSettings.Never}",
        "unshare", "--mount", "sh", "-c", Enter, "sh", Root, Path.GetDirectoryName(BuiltApp.Vantage)!, DotnetFolder, .. arguments,
    ];

    private async Task FillAsync(VantageRig rig)
    {
        foreach (var folder in (string[])["app", "usr/share/dotnet", "var/lib/probefleet/spool", "dev", "proc", "tmp"])
        {
            Directory.CreateDirectory(Path.Combine(Root, folder));
        }

        Directory.CreateDirectory(Root + ".spool");

        foreach (var library in (await LibrariesAsync()).Where(library => Regex.IsMatch(library, Libraries)))
        {
            Write(library[1..], File.ReadAllBytes(library));
        }

        Write("etc/hosts", "127.0.0.1 localhost"u8.ToArray());
        Write("etc/ssl/certs/ca-certificates.crt", Encoding.ASCII.GetBytes(LabTrust.Trusted.Root.ExportCertificatePem()));
        Write("fleet.json", Encoding.UTF8.GetBytes(rig.Configuration(1)));
        await MustAsync("chmod", "-R", "a+rx", _folder.Path);
        await MustAsync("chown", "1654:1654", Root + ".spool");
    }

    // What .NET's own files are linked to, and OpenSSL, which it opens by name.
    private static async Task<IEnumerable<string>> LibrariesAsync()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] files = [Path.Combine(DotnetFolder, "dotnet"), .. Directory.EnumerateFiles(framework, "lib*.so")];
        var linked = await MustAsync("ldd", files);
        var openssl = (await MustAsync("ldconfig", "-p")).Split('\n').Where(
            line => line.Contains("libssl.so.3 ", StringComparison.Ordinal) || line.Contains("libcrypto.so.3 ", StringComparison.Ordinal));
        return linked.Split((char[])[' ', '\t', '\n']).Concat(openssl.Select(line => line.Split(' ')[^1]))
            .Where(word => word.StartsWith('/') && !word.EndsWith(':') && !word.StartsWith(framework, StringComparison.Ordinal)).Distinct();
    }

    private static string DotnetFolder { get; } = Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "..", "..", "..", ".."));

    private void Write(string path, byte[] content)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }

    private static async Task<string> MustAsync(string program, params string[] arguments)
    {
        var outcome = await LabCommand.RunAsync(program, arguments, new Dictionary<string, string?>(), Stop);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        return outcome.Output;
    }
}
