namespace ProbeFleet.FaultLab.Faults;

/// <summary>Every fault that this machine can make on loopback without root, with what a probe of it should find.</summary>
public static partial class FaultCatalog
{
    private const string Path = "connection-path";

    // Lazy: the parts of this class are initialized in no order that can be relied on.
    private static readonly Lazy<IReadOnlyList<FaultScenario>> Every =
        new(() => [.. Connections, .. Handshakes, .. Exchanges, .. ProxyFaults, .. Answers]);

    /// <summary>All of them; names are unique.</summary>
    public static IReadOnlyList<FaultScenario> All => Every.Value;

    /// <summary>One fault.</summary>
    /// <param name="name">Its name, for example <c>tls/expired</c>.</param>
    /// <exception cref="ArgumentException">There is no such fault; the message lists all names.</exception>
    public static FaultScenario Named(string name) => All.FirstOrDefault(fault => fault.Name == name)
        ?? throw new ArgumentException(
            $"No fault '{name}'. There are: {string.Join(", ", All.Select(fault => fault.Name))}.", nameof(name));

    private static Func<CancellationToken, Task<RunningFault>> Serve(Misbehaviour misbehaviour) => _ =>
    {
        var server = FaultServer.Start(misbehaviour);
        return Task.FromResult(new RunningFault(server.Https(), Proxy: null, server));
    };
}
