using System.Diagnostics;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.Probing.Orders;

[assembly: AssemblyFixture(typeof(ProbeFleet.Probing.Tests.Runtimes.WorkloadPackages))]

namespace ProbeFleet.Probing.Tests.Runtimes;

/// <summary>A real interpreter with the packages of one kind of workload.</summary>
/// <param name="Name">A word for it.</param>
/// <param name="Runtime">Its runtime.</param>
/// <param name="Interpreter">Its file.</param>
/// <param name="Sdk">How results name what makes its calls, without the version.</param>
internal sealed record Workload(string Name, WorkloadRuntime Runtime, string Interpreter, string Sdk)
{
    /// <summary>What its environment has beside the lab's trust.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The same with variables set, or taken away by null.</summary>
    public Workload With(params IReadOnlyList<(string Name, string? Value)> variables)
    {
        var all = new Dictionary<string, string?>(Environment, StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        return this with { Environment = all };
    }

    /// <summary>What a probe with this runtime takes from its process.</summary>
    public ProbeSurroundings Surroundings => Probe.Surroundings with
    {
        Environment = name => Environment.TryGetValue(name, out var value) ? value
            : name is "SSL_CERT_FILE" or "NODE_EXTRA_CA_CERTS" ? LabTrust.Install().File
            : name is "SSL_CERT_DIR" or "PATH" ? System.Environment.GetEnvironmentVariable(name)
            : Probe.Surroundings.Environment(name),
    };

    /// <summary>Probes with it.</summary>
    public Task<ProbeResult> ProbeAsync(ProbeRequest request) =>
        (request with { Route = request.Route with { Runtime = Runtime }, Interpreter = Interpreter }).RunAsync(Surroundings);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>The four kinds of workload of this machine; <c>npm ci</c> installs the package of one of them.</summary>
public sealed class Workloads(WorkloadPackages packages) : IAsyncLifetime
{
    private const string DebianPython = "/usr/bin/python3";
    private const string DebianHttpx = "/usr/lib/python3/dist-packages/httpx/__init__.py";
    private readonly LabFolder _folder = LabFolder.Create("workloads");

    /// <summary>Why they cannot be used here; null when they can.</summary>
    public static string? Missing { get; } = LabRequirements.MissingFor("node", "npm")
        ?? (File.Exists(DebianPython) && File.Exists(DebianHttpx) ? null : "python3-httpx is not installed: run eng/install-lab.sh");

    internal Workload Httpx { get; } = new("python with httpx", WorkloadRuntime.Python, DebianPython, "httpx 0.");

    internal Workload Urllib { get; private set; } = null!;

    internal Workload OpenAI { get; private set; } = null!;

    internal Workload Fetch { get; private set; } = null!;

    /// <summary>A version of Node that can take no proxy, whatever the machine's own can.</summary>
    internal Workload OldNode { get; } = new("node 20", WorkloadRuntime.Node, LabRequirements.NodeOf(20)!, "node fetch 20.");

    /// <summary>Newer versions of Node, which can take the environment's proxy and the system's trust store.</summary>
    internal IReadOnlyList<Workload> NewerNodes { get; } =
    [
        .. from major in (int[])[22, 24]
           where LabRequirements.NodeOf(major) is not null
           select new Workload($"node {major}", WorkloadRuntime.Node, LabRequirements.NodeOf(major)!, $"node fetch {major}."),
    ];

    internal IReadOnlyList<Workload> All => [Httpx, Urllib, OpenAI, Fetch];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Missing is not null || OperatingSystem.IsWindows())
        {
            return;
        }

        var bare = _folder.Write("python3", $"#!/bin/sh\nexec {DebianPython} -S \"$@\"\n");
        File.SetUnixFileMode(bare, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Urllib = new("python alone", WorkloadRuntime.Python, bare, "python urllib 3.");
        var node = LabRequirements.PathOf("node")!;
        Fetch = new("node alone", WorkloadRuntime.Node, node, "node fetch 2");
        OpenAI = new Workload("node with openai", WorkloadRuntime.Node, node, "openai-node 6.49.0").With(
            ("NODE_PATH", await packages.FolderAsync()));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }
}

/// <summary>
/// What <c>npm ci</c> installs, once for the whole run and when a test first asks for it. It is removed before the run ends: the runner calls a
/// process that takes longer than eleven seconds to exit a failed one.
/// </summary>
public sealed class WorkloadPackages : IDisposable
{
    private readonly LabFolder _folder = LabFolder.Create("packages");
    private readonly Lazy<Task<string>> _installed;

    /// <summary>Nothing is installed yet.</summary>
    public WorkloadPackages() => _installed = new(InstallAsync);

    /// <summary>The folder for <c>NODE_PATH</c>.</summary>
    public Task<string> FolderAsync() => _installed.Value;

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private async Task<string> InstallAsync()
    {
        var pinned = Repository.PathOf("eng", "workloads");
        foreach (var name in new[] { "package.json", "package-lock.json" })
        {
            File.Copy(Path.Combine(pinned, name), Path.Combine(_folder.Path, name));
        }

        using var npm = Process.Start(new ProcessStartInfo("npm", "ci --ignore-scripts --no-audit --no-fund --prefer-offline")
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
        })!;
        var said = await npm.StandardOutput.ReadToEndAsync();
        await npm.WaitForExitAsync();
        Assert.True(npm.ExitCode == 0, $"npm ended with {npm.ExitCode}: {said}");
        return Path.Combine(_folder.Path, "node_modules");
    }
}
