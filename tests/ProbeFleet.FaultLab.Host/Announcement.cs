using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FaultLab.Host;

/// <summary>Writes NAME=value lines that a shell can read, then READY, and waits to be told to stop.</summary>
internal static class Announcement
{
    public static async Task WriteAndWaitAsync(IReadOnlyList<(string Name, string Value)> facts, CancellationToken cancellationToken)
    {
        var trust = LabTrust.Install().Environment.Select(entry => (Name: entry.Key, entry.Value));
        foreach (var (name, value) in facts.Concat(trust))
        {
            Console.Out.WriteLine($"{name}={value}");
        }

        Console.Out.WriteLine("READY");
        await Console.Out.FlushAsync(cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing);
    }
}
