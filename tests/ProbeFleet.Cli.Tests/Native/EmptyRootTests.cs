using System.Diagnostics;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.Cli.Tests.Native;

/// <summary>
/// The native file where nothing else is: a root that holds the C library, trusted certificates and the random device that every
/// container runtime brings, entered as nobody, with nothing in it that may be written.
/// </summary>
public sealed class EmptyRootTests : IDisposable
{
    private const string Bundle = "etc/ssl/certs/ca-certificates.crt";

    private readonly Scratch _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Probe_OfAHealthyRoute_Passes()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);

        var run = await ProbeAsync(api, LabTrust.Trusted);

        Assert.True(run.Code == 0, run.ToString());
        Assert.Contains("PASSED", run.Output, StringComparison.Ordinal);
        Assert.Contains("There is no /etc/resolv.conf", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("no trusted certificates", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_ThroughAnAuthorityThatTheBundleLacks_NamesThePath()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);

        var run = await ProbeAsync(api, LabTrust.Inspection);

        Assert.True(run.Code == 10, run.ToString());
        Assert.Contains("tls.untrusted-root", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_WithoutABundle_SaysWhereItLookedAndWhatToDo()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);

        var run = await ProbeAsync(api, trusted: null);

        Assert.True(run.Code == 10, run.ToString());
        Assert.Contains("This system has no trusted certificates", run.Error, StringComparison.Ordinal);
        Assert.Contains("/" + Bundle, run.Error, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE=FILE", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_WithoutARandomDevice_SaysWhatToMount()
    {
        await using var api = await LabApi.StartAsync(new(), Stop);

        var run = await ProbeAsync(api, LabTrust.Trusted, random: false);

        Assert.True(run.Code == 2, run.ToString());
        Assert.Contains("mount /dev into this root", run.Error, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<ChildProcess> ProbeAsync(LabApi api, ThrowawayAuthority? trusted, bool random = true)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "chroot needs Linux and root");
        Assert.SkipUnless(File.Exists(NativeFile), "there is no artifacts/native/probefleet: run eng/native.sh");
        await FillAsync();
        if (trusted is not null)
        {
            Write(Bundle, trusted.Root.ExportCertificatePem());
        }

        if (random)
        {
            Directory.CreateDirectory(Path.Combine(_root.Folder, "dev"));
            await CommandAsync("mknod", Path.Combine(_root.Folder, "dev", "urandom"), "c", "1", "9");
        }

        await CommandAsync("chmod", "-R", "a-w,a+rx", _root.Folder);
        string[] route = ["--base-url", $"https://127.0.0.1:{api.Https.Port}/v1", "--model", "gpt-4.1-nano", "--kind", "openai"];
        var start = new ProcessStartInfo(
            "chroot", ["--userspec=65534:65534", _root.Folder, "/probefleet", "probe", .. route, "--timeout", "60s"]);
        start.Environment.Clear();
        start.Environment["OPENAI_API_KEY"] = LabCredentials.OpenAIKey;
        return await ChildProcess.RunAsync(start, Stop);
    }

    // The file, and of the C library what it is linked to.
    private async Task FillAsync()
    {
        File.Copy(NativeFile, Path.Combine(_root.Folder, "probefleet"));
        var linked = await CommandAsync("ldd", NativeFile);
        foreach (var library in linked.Split((char[])[' ', '\t', '\n']).Where(word => word.StartsWith('/')))
        {
            Assert.Matches("/(libc|libm|ld-linux[^/]*)\\.so", library);
            Write(library[1..], File.ReadAllBytes(library));
        }
    }

    private void Write(string path, string text) => Write(path, System.Text.Encoding.ASCII.GetBytes(text));

    private void Write(string path, byte[] content)
    {
        var file = Path.Combine(_root.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }

    private static async Task<string> CommandAsync(string program, params string[] arguments)
    {
        var run = await ChildProcess.RunAsync(new ProcessStartInfo(program, arguments), Stop);
        Assert.True(run.Code == 0, run.ToString());
        return run.Output;
    }

    private static string NativeFile { get; } = Repository.PathOf("artifacts", "native", "probefleet");
}
