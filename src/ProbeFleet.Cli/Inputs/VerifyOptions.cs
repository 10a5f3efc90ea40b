namespace ProbeFleet.Cli.Inputs;

/// <summary>The options of <c>verify</c>: for a packet's request from here, or an incident's from the vantages that failed.</summary>
internal sealed class VerifyOptions : IOptionGroup
{
    public Option<string?> Packet { get; } = OptionKinds.Text(
        "--packet", "PACKET.json", "The packet, as 'packet --output json' writes it.");

    public Option<string?> Configuration { get; } = OptionKinds.Text(
        "--config", "FILE",
        "The configuration that has the packet's route. Default: fleet.json in this folder; without one, the route as the packet "
            + "states it.");

    public Option<string?> Credential { get; } = OptionKinds.Text(
        "--credential", "SOURCE",
        "Take the route as the packet states it, with this credential: env:NAME, managed-identity, keyvault:SECRET_URI or none.");

    public Option<string?> Vantage { get; } = VantageReader.Option();

    public RuntimeOptions Runtime { get; } = new();

    public Option<Guid?> Incident { get; } = OptionKinds.Incident(
        "Instead of a packet: an incident of a fleet. Every vantage that failed repeats its request.");

    public Option<string?> Reason { get; } = OptionKinds.Text("--reason", "TEXT", "With --incident: what was done, kept with the proof.");

    private IEnumerable<Option> OfPacket => [Configuration, Credential, Vantage, .. Runtime.All];

    /// <summary>Whether an option is given that applies only to a packet's request.</summary>
    public bool IsOfPacket(ParseResult parsed) => OfPacket.Any(option => parsed.GetResult(option) is not null);

    public IEnumerable<Option> All => [Packet, .. OfPacket, Incident, Reason];
}
