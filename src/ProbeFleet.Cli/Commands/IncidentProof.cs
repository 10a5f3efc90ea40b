using ProbeFleet.Cli.Fleets;
using ProbeFleet.Cli.Rendering;
using ProbeFleet.Core.Incidents;

namespace ProbeFleet.Cli.Commands;

/// <summary>Requests a proof of the fix from every vantage that failed, and waits for it.</summary>
/// <param name="surroundings">The streams on which each proof is reported as it arrives.</param>
internal sealed class IncidentProof(HttpFleet fleet, CliSurroundings surroundings)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Extra time after the deadline, because the app decides shortly after it and clocks may differ.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

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
        while (true)
        {
            var incident = await fleet.FindIncidentAsync(id, cancellationToken);
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

            if (verification.Outcome is not VerificationOutcome.Running || surroundings.Clock.GetUtcNow() > left.Deadline + Grace)
            {
                return (incident, verification);
            }

            await Task.Delay(Pause, surroundings.Clock, cancellationToken);
        }
    }

    private Task TellAsync(string line) => surroundings.Error.WriteLineAsync(line);

    private static string Line(VerificationProof proof, Glyphs glyphs) =>
        $"{IncidentText.Mark(proof.Verdict, glyphs)} {glyphs.Clean(IncidentText.Proof(proof, glyphs))}";
}
