namespace ProbeFleet.FaultLab.Faults;

/// <content>TCP.</content>
public static partial class FaultCatalog
{
    private static IReadOnlyList<FaultScenario> Connections =>
    [
        new()
        {
            Name = "tcp/refused", Trigger = TriggerPoint.OnConnect, Break = "connect", Cause = "tcp.refused", Owner = Path,
            StartAsync = static _ =>
            {
                var port = new ClosedPort();
                return Task.FromResult(new RunningFault(new($"https://localhost:{port.Number}/v1"), Proxy: null, port));
            },
        },
        new()
        {
            Name = "tcp/silent", Trigger = TriggerPoint.OnConnect, Break = "connect", Cause = "tcp.timeout", Owner = Path, NeverEnds = true,
            StartAsync = static _ =>
            {
                var port = new SilentPort();
                return Task.FromResult(new RunningFault(new($"https://localhost:{port.Number}/v1"), Proxy: null, port));
            },
        },
    ];
}
