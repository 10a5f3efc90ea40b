using System.Globalization;

namespace ProbeFleet.FaultLab.Namespaces;

/// <summary>Removes namespaces of this lab, by name: <c>pf</c>, the id of the process that made it, <c>x</c>, a number.</summary>
internal static class LeftoverSweep
{
    public const string Prefix = "pf";

    /// <summary>Removes those whose process is dead.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var names = (await LabNetwork.Ip(["netns", "list"], cancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')[0]);
        foreach (var name in names.Where(IsLeftover))
        {
            await RemoveAsync(name, cancellationToken);
        }
    }

    /// <summary>
    /// Removes one with its links and its folder in <c>/etc/netns</c>, as far as they are there: two processes may sweep at once.
    /// Removing one end of a virtual link removes the other.
    /// </summary>
    public static async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await LabCommand.RunAsync(LabNetwork.IpProgram, ["netns", "del", name], new Dictionary<string, string?>(), cancellationToken);
        try
        {
            Directory.Delete($"/etc/netns/{name}", recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It never had one, or the other process was faster.
        }
    }

    private static bool IsLeftover(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(name[Prefix.Length..].Split('x')[0], CultureInfo.InvariantCulture, out var owner)
        && !Directory.Exists($"/proc/{owner}");
}
