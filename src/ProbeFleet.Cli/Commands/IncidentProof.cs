using ProbeFleet.Cli.Fleets;
using ProbeFleet.Cli.Rendering;
using ProbeFleet.Core.Incidents;

namespace ProbeFleet.Cli.Commands;

/// <summary>Requests a proof of the fix from every vantage that failed, and waits for it.</summary>
/// <param name="surroundings">The streams on which each proof is reported as it arrives.</param>
internal sealed class IncidentProof(HttpFleet fleet, CliSurroundings surroundings)
{
    /// <returns>The incident afterwards and the verification; null when the incident does not exist.</returns>
    public async Task<(Incident Incident, IncidentVerification Verification)?> RunAsync(
        Guid id, string? reason, CancellationToken cancellationToken)
    {
        if (await fleet.VerifyAsync(id, reason, cancellationToken) is not { } left)
        {
            return null;
        }

        await TellAsync($"Asked {string.Join(", ", left.Vantages)}. Who does not answer by {Shown.TimeOfDay(left.Deadline)} is absent.");
        HashSet<VerificationProof> told = [];
        var polling = new FleetPolling(left.Deadline, surroundings);
        while (true)
        {
            var incident = await polling.AskAsync(() => fleet.FindIncidentAsync(id, cancellationToken), cancellationToken);
            if (incident is null)
            {
                return null;
            }

            var verification = incident.Verifications.FirstOrDefault(one => one.Id == left.Id)
                ?? throw new FleetSilentException(
                    $"Incident {id} does not have verification {left.Id} any more: look at it with 'probefleet incidents show {id}'.");
            foreach (var proof in verification.Proofs.Where(proof => proof.Verdict is not ProofVerdict.Waiting && told.Add(proof)))
            {
                await TellAsync(Line(proof, surroundings.Glyphs));
            }

            if (verification.Outcome is not VerificationOutcome.Running || polling.IsOver)
            {
                return (incident, verification);
            }

            await polling.PauseAsync(cancellationToken);
        }
    }

    private Task TellAsync(string line) => surroundings.Error.WriteLineAsync(line);

    private static string Line(VerificationProof proof, Glyphs glyphs) =>
        $"{IncidentText.Mark(proof.Verdict, glyphs)} {glyphs.Clean(IncidentText.Proof(proof, glyphs))}";
}
