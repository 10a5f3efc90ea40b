namespace ProbeFleet.FaultLab;

/// <summary>What a part of the lab needs of this machine. <c>eng/install-lab.sh</c> installs what is missing.</summary>
public static class LabRequirements
{
    private static readonly string[] Folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>Why programs cannot be used here: a reason to skip a test; null when they can.</summary>
    /// <param name="programs">For example <c>squid</c>.</param>
    public static string? MissingFor(params IReadOnlyList<string> programs) =>
        programs.FirstOrDefault(program => PathOf(program) is null) is { } missing
            ? $"{missing} is not installed: run eng/install-lab.sh"
            : null;

    /// <summary>Where the gateways are that the lab pins.</summary>
    public static string Gateways => "/usr/local/lib/probefleet-lab/gateways/node_modules";

    /// <summary>Why those gateways cannot be used here; null when they can.</summary>
    public static string? MissingForGateways() => NodeOf(22) is null ? "Node 22 of the lab is not installed: run eng/install-lab.sh on x64"
        : Directory.Exists(Gateways) ? null
        : "the gateways of npm are not installed: run eng/install-lab.sh";

    /// <summary>Where a version of Node is that the lab pins; null when <c>eng/install-lab.sh</c> has not installed it.</summary>
    /// <param name="major">20, 22 or 24.</param>
    public static string? NodeOf(int major) =>
        $"/usr/local/lib/probefleet-lab/node_modules/node-{major}/bin/node" is var path && File.Exists(path) ? path : null;

    /// <summary>Why network namespaces cannot be used here; null when they can.</summary>
    public static string? MissingForNetwork() => Environment.IsPrivilegedProcess
        ? MissingFor("ip", "nft")
        : "network namespaces need root";

    /// <summary>Where a program is; null when it is not installed. System programs are found although sbin is in nobody's path.</summary>
    public static string? PathOf(string program) =>
        Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
