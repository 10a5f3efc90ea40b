using ProbeFleet.Cli.Fleets;
using ProbeFleet.Cli.Rendering;
using ProbeFleet.Cli.Terminal;
using ProbeFleet.Core.Incidents;

namespace ProbeFleet.Cli.Commands;

/// <summary>Asks every vantage that failed for a proof of the fix, and waits for it.</summary>
/// <param name="fleet">The fleet.</param>
/// <param name="surroundings">Where each proof is told as it comes.</param>
internal sealed class IncidentProof(HttpFleet fleet, CliSurroundings surroundings)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The app decides soon after the deadline; a clock may differ.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>Runs a verification.</summary>
    /// <param name="id">The incident's id.</param>
    /// <param name="reason">Why; null when nobody said.</param>
    /// <param name="cancellationToken">The caller's wish to stop; the verification goes on in the fleet.</param>
    /// <returns>The incident afterwards and the verification; null when there is no such incident.</returns>
    public async Task<(Incident Incident, IncidentVerification Verification)?> RunAsync(Guid id, string? reason, CancellationToken cancellationToken)
    {
        if (await fleet.VerifyAsync(id, reason, cancellationToken).ConfigureAwait(false) is not { } left)
        {
            return null;
        }

        await TellAsync($"Asked {string.Join(", ", left.Vantages)}. Who does not answer by {Shown.TimeOfDay(left.Deadline)} is absent.").ConfigureAwait(false);
        HashSet<VerificationProof> told = [];
        while (true)
        {
            var incident = await fleet.FindIncidentAsync(id, cancellationToken).ConfigureAwait(false);
            if (incident is null)
            {
                return null;
            }

            var verification = incident.Verifications.FirstOrDefault(one => one.Id == left.Id)
                ?? throw new FleetSilentException(
                    $"Incident {id} does not have verification {left.Id} any more: look at it with 'probefleet incidents show {id}'.");
            foreach (var proof in verification.Proofs.Where(proof => proof.Verdict is not ProofVerdict.Waiting && told.Add(proof)))
            {
                await TellAsync(Line(proof, surroundings.Glyphs)).ConfigureAwait(false);
            }

            if (verification.Outcome is not VerificationOutcome.Running || surroundings.Clock.GetUtcNow() > left.Deadline + Grace)
            {
                return (incident, verification);
            }

            await Task.Delay(Pause, surroundings.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task TellAsync(string line) => surroundings.Error.WriteLineAsync(line);

    private static string Line(VerificationProof proof, Glyphs glyphs) =>
        $"{IncidentText.Mark(proof.Verdict, glyphs)} {glyphs.Clean(IncidentText.Proof(proof, glyphs))}";
}
