using ProbeFleet.Cli.Rendering;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Packets;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet verify</c>: repeats the failed requests of a packet or an incident, to prove a fix.</summary>
internal static class VerifyCommand
{
    public static Command Create(CliSurroundings surroundings)
    {
        var options = new VerifyOptions();
        var target = new FleetOptions();
        return new Command("verify", "Repeat a packet's or an incident's request after a fix, and say whether it proves the fix.")
            { options, target }
            .Does(async (parsed, cancellationToken) => (parsed.GetValue(options.Packet), parsed.GetValue(options.Incident)) switch
            {
                ({ }, null) when target.IsNamed(parsed) || parsed.GetResult(options.Reason) is not null =>
                    throw new UsageException(
                        "--storage, --url, --key and --reason belong to --incident: a packet's request is repeated from here."),
                (null, { }) when options.IsOfPacket(parsed) =>
                    throw new UsageException(
                        "--config, --credential, --vantage, --runtime and --interpreter belong to --packet: an incident is verified by the "
                            + "vantages that failed."),
                ({ } packet, null) => await VerifyPacketAsync(packet, options, parsed, surroundings, cancellationToken),
                (null, { } id) =>
                    await VerifyIncidentAsync(target, parsed, id, parsed.GetValue(options.Reason), surroundings, cancellationToken),
                _ => throw new UsageException("Give --packet PACKET.json, to repeat its request from here, or --incident ID of a fleet."),
            });
    }

    private static async Task<int> VerifyPacketAsync(
        string file, VerifyOptions options, ParseResult parsed, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        var text = await TextSource.ReadAsync(file, surroundings, cancellationToken);
        var packet = UsageException.Unless(file, () => PacketReader.Read(text));
        var here = VantageReader.Read(parsed.GetValue(options.Vantage), surroundings.Environment);
        var request = RequestFrom(packet, here.Name);
        var (config, credential) = (parsed.GetValue(options.Configuration), parsed.GetValue(options.Credential));
        var configuration = await ConfigurationAsync(packet, request.Route, config, credential, surroundings, cancellationToken);
        var probe = options.Runtime.Apply(parsed, new ProbeRequest
        {
            Route = new Targets(configuration).Find(request.Route.ToString()),
            Vantage = here,
            Depth = request.Depth,
            Budget = ProbeBudget.From(configuration.Probe),
        });
        var results = await ProbeRound.RunAsync(new([probe], Concurrency: 1), surroundings, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var verdict = PacketVerification.Judge(packet, results[0]);
        surroundings.Write(VerdictText.Render(verdict, results[0], surroundings.Glyphs));
        return CodeOf(verdict, results[0]);
    }

    private static async Task<int> VerifyIncidentAsync(
        FleetOptions target, ParseResult parsed, Guid id, string? reason, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        using var fleet = target.OpenApp(parsed, surroundings, "A verification");
        var (incident, verification) = await new IncidentProof(fleet, surroundings).RunAsync(id, reason, cancellationToken)
            ?? throw IncidentsCommand.Unknown(id);
        surroundings.Write(VerdictText.Render(incident, verification, surroundings.Glyphs));
        return verification switch
        {
            { Outcome: VerificationOutcome.Verified } => ExitCodes.Healthy,
            { Outcome: VerificationOutcome.Running } => ExitCodes.Unknown,
            _ when verification.Proofs.Any(proof => proof.Verdict is ProofVerdict.StillFailing) => ExitCodes.For(incident.Owner),
            _ => ExitCodes.Usage,
        };
    }

    // Checked before the probe, because a probe from elsewhere costs tokens and proves nothing.
    private static PacketRequest RequestFrom(Packet packet, VantageName here)
    {
        var requests = packet.Verification.Requests;
        return requests.FirstOrDefault(request => request.Vantage == here)
            ?? throw new UsageException(
                $"The packet is to be verified from {string.Join(" or ", requests.Select(request => request.Vantage).Distinct())}, and "
                + $"this is '{here}'. Run it there; if this is that place, say so with --vantage NAME.");
    }

    private static async Task<FleetConfiguration> ConfigurationAsync(
        Packet packet, RouteName route, string? config, string? credential, CliSurroundings surroundings,
        CancellationToken cancellationToken)
    {
        if (config is not null && credential is not null)
        {
            throw new UsageException("Give --config or --credential, not both: a configuration says the credential of its routes.");
        }

        if (config is not null)
        {
            var named = await ConfigurationFile.ReadAsync(config, surroundings, cancellationToken);
            return Has(named, route) ? named : throw new UsageException(
                $"{config} has no route '{route}'. It has: {string.Join(", ", named.Routes.Select(one => one.Name))}. "
                    + "Name another file, or with --credential env:NAME take the route as the packet states it.");
        }

        var isInFolder = credential is null && File.Exists(ConfigurationFile.DefaultName);
        if (isInFolder
            && await ConfigurationFile.ReadAsync(null, surroundings, cancellationToken) is var found
            && Has(found, route))
        {
            return found;
        }

        if (route != packet.Route.Name)
        {
            // Of an incident's routes its packet states one, that of the probe which it tells.
            throw new UsageException(
                $"The packet states the route '{packet.Route.Name}' and not '{route}', which failed too: name a configuration that has it "
                    + "with --config.");
        }

        if (isInFolder)
        {
            await surroundings.Error.WriteLineAsync(
                $"{Path.GetFullPath(ConfigurationFile.DefaultName)} has no route '{route}': taking it as the packet states it, "
                    + $"{packet.Route.BaseUrl}.");
        }

        var stated = packet.Route;
        return new AdHocRoute(
            stated.BaseUrl, stated.Model, stated.Kind, stated.ApiVersion, stated.Request, credential, stated.Http,
            Name: stated.Name.ToString(), stated.Runtime).ToConfiguration();
    }

    private static bool Has(FleetConfiguration configuration, RouteName name) => configuration.Routes.Any(route => route.Name == name);

    private static int CodeOf(VerificationVerdict verdict, ProbeResult result) => verdict switch
    {
        VerificationVerdict.Verified => ExitCodes.Healthy,
        VerificationVerdict.StillFailing => ExitCodes.For(result),
        VerificationVerdict.StillSlow => ExitCodes.Unknown,
        _ => ExitCodes.Usage,
    };
}
