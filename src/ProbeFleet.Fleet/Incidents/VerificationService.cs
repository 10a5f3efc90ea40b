using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Requests;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>Asks for the proof that an incident is over; the judge decides it.</summary>
public sealed class VerificationService(ProbeMailbox mailbox, FleetStorage storage, TimeProvider clock)
{
    private const int Tries = 5;

    /// <summary>
    /// Asks each vantage for each route that failed from it. One verification runs at a time: while one does, it is the answer.
    /// </summary>
    /// <param name="reason">Why, in the words of whoever asks; null when nobody said.</param>
    /// <exception cref="StorageException">Storage did not take it, or others kept changing the incident.</exception>
    /// <exception cref="Processes.TooManyCallsException">Too many orders are open in the fleet, or were left in the last
    /// minute.</exception>
    public async Task<IncidentAnswer<IncidentVerification>> AskAsync(Guid id, string? reason, CancellationToken cancellationToken)
    {
        var clean = reason is null ? null : Sanitizer.PatternsOnly.Clean(reason, OnDemandRequest.MostReasonCharacters);
        OnDemandRequest? request = null;
        for (var tries = 0; tries < Tries; tries++)
        {
            var reading = await storage.Incidents.FindToChangeAsync(id, cancellationToken).ConfigureAwait(false);
            if (reading is not Reading<StoredIncident>.Found { Value: var stored })
            {
                return IncidentAnswer<IncidentVerification>.Without(reading);
            }

            if (stored.Incident.State is not IncidentState.Open)
            {
                return new IncidentAnswer<IncidentVerification>.NothingToAsk();
            }

            if (VerificationJudge.Running(stored.Incident) is { } running)
            {
                return new IncidentAnswer<IncidentVerification>.Asked(running);
            }

            request ??= await mailbox.PostAsync(
                [.. stored.Incident.Affected.Select(affected => new RequestedProbe(affected.Vantage, affected.Route, affected.Depth))],
                clean,
                cancellationToken).ConfigureAwait(false);
            var asked = VerificationJudge.Ask(stored.Incident, request.Id, clock.GetUtcNow(), request.Deadline, clean);
            if (await storage.Incidents.WriteAsync(stored with { Incident = asked }, cancellationToken).ConfigureAwait(false) is not null)
            {
                return new IncidentAnswer<IncidentVerification>.Asked(asked.Verifications[^1]);
            }
        }

        throw new StorageException(StorageFailure.Contended, "The incident was changed by others all the time: ask again.");
    }
}
