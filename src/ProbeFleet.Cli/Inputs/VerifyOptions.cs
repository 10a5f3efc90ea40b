namespace ProbeFleet.Cli.Inputs;

/// <summary>The options of <c>verify</c>: for a packet's request from here, or an incident's from the vantages that failed.</summary>
internal sealed class VerifyOptions
{
    public Option<string?> Packet { get; } = new("--packet")
    {
        Description = "The packet, as 'packet --output json' writes it.",
        HelpName = "PACKET.json",
    };

    public Option<string?> Configuration { get; } = new("--config")
    {
        Description = "The configuration that has the packet's route. Default: fleet.json in this folder; without one, the route as the "
            + "packet states it.",
        HelpName = "FILE",
    };

    public Option<string?> Credential { get; } = new("--credential")
    {
        Description = "Take the route as the packet states it, with this credential: env:NAME, managed-identity, "
            + "keyvault:SECRET_URI or none.",
        HelpName = "SOURCE",
    };

    public Option<string?> Vantage { get; } = new("--vantage")
    {
        Description = "The name of the place that probes. Default: PROBEFLEET_VANTAGE, else local.",
        HelpName = "NAME",
    };

    public RuntimeOptions Runtime { get; } = new();

    public Option<Guid?> Incident { get; } = new("--incident")
    {
        Description = "Instead of a packet: an incident of a fleet. Every vantage that failed repeats its request.",
        HelpName = "ID",
        CustomParser = OptionKinds.ParseIncident,
    };

    public Option<string?> Reason { get; } = new("--reason")
    {
        Description = "With --incident: what was done, kept with the proof.",
        HelpName = "TEXT",
    };

    /// <summary>Whether an option is given that applies only to a packet's request.</summary>
    public bool IsOfPacket(ParseResult parsed) =>
        new Option[] { Configuration, Credential, Vantage }.Concat(Runtime.All).Any(option => parsed.GetResult(option) is not null);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Packet, Configuration, Credential, Vantage }.Concat(Runtime.All).Concat([Incident, Reason]))
        {
            command.Add(option);
        }
    }
}
