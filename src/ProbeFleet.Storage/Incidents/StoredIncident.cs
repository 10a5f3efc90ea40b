using Azure;
using ProbeFleet.Core.Incidents;

namespace ProbeFleet.Storage.Incidents;

/// <summary>
/// An incident as it is stored: with what receivers are still to be told, so that neither is ever stored without the other.
/// </summary>
/// <param name="Tag">The row's version; the default for a new incident.</param>
public sealed record StoredIncident(Incident Incident, IReadOnlyList<PendingNotice> Outbox, ETag Tag = default)
{
    /// <summary>Whether a judge has to handle it: it is open, or notices are still to be sent.</summary>
    public bool IsActive => Incident.State is IncidentState.Open || Outbox is not [];
}
