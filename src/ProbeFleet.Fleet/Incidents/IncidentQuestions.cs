using ProbeFleet.Core.Localization;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Requests;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>
/// Passes questions to the mailbox and reads their answers. A question is stored with its incident first, and its order has the same ID, so
/// another judge can continue with it, and leaving an order twice changes nothing.
/// </summary>
public sealed partial class IncidentQuestions(FleetStorage storage, TimeProvider clock, ILogger<IncidentQuestions> logger) : IDisposable
{
    private const int Tries = 5;

    private readonly FleetOrders _orders = new(storage, clock, logger);

    /// <summary>
    /// Asks the probe that would tell most of an open incident now. One question waits at a time: while one does, it is the answer.
    /// </summary>
    /// <exception cref="StorageException">Storage did not take it, or others kept changing the incident.</exception>
    /// <exception cref="TooManyCallsException">Too many orders are open in the fleet, or were left in the last minute.</exception>
    public async Task<IncidentAnswer<IncidentQuestion>> AskAsync(Guid id, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var reading = await storage.Incidents.FindToChangeAsync(id, cancellationToken).ConfigureAwait(false);
            if (reading is not Reading<StoredIncident>.Found { Value: var stored })
            {
                return IncidentAnswer<IncidentQuestion>.Without(reading);
            }

            if (stored.Incident.Waiting is { } waiting)
            {
                return new IncidentAnswer<IncidentQuestion>.Asked(waiting);
            }

            if (stored.Incident is not { State: IncidentState.Open, Localization.NextProbe: { } next })
            {
                return new IncidentAnswer<IncidentQuestion>.NothingToAsk();
            }

            var asked = stored.Incident.Ask(next, clock.GetUtcNow());
            if (await storage.Incidents.WriteAsync(stored with { Incident = asked }, cancellationToken).ConfigureAwait(false) is not null)
            {
                await _orders.PostAsItselfAsync(OrderOf(asked.Waiting!), cancellationToken).ConfigureAwait(false);
                return new IncidentAnswer<IncidentQuestion>.Asked(asked.Waiting!);
            }
        }

        throw new StorageException(StorageFailure.Contended, "The incident was changed by others all the time: ask again.");
    }

    /// <summary>Reads the progress of waiting questions, with two calls for each.</summary>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    internal async Task<IReadOnlyDictionary<Guid, QuestionProgress>> ReadAsync(
        IEnumerable<Incident> open, CancellationToken cancellationToken)
    {
        Dictionary<Guid, QuestionProgress> read = [];
        foreach (var question in open.Select(incident => incident.Waiting).OfType<IncidentQuestion>())
        {
            if (await storage.Requests.ReadAsync(question.Id, cancellationToken).ConfigureAwait(false)
                is Reading<RequestProgress>.Found { Value: var progress })
            {
                var isDone = progress.Claims.Any(claim => claim.CompletedAt is not null);
                read[question.Id] = new(progress.Results.Select(Observation.From).FirstOrDefault(), isDone);
            }
        }

        return read;
    }

    /// <summary>
    /// Leaves the orders of questions that wait and have none yet; what the mailbox does not take now is left by the next run.
    /// </summary>
    /// <param name="known">The questions whose orders are there.</param>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    internal async Task SendAsync(
        IEnumerable<Incident> written, IReadOnlyDictionary<Guid, QuestionProgress> known, CancellationToken cancellationToken)
    {
        foreach (var question in written.Select(incident => incident.Waiting).OfType<IncidentQuestion>()
            .Where(question => !known.ContainsKey(question.Id)))
        {
            try
            {
                await _orders.PostAsItselfAsync(OrderOf(question), cancellationToken).ConfigureAwait(false);
            }
            catch (TooManyCallsException error)
            {
                Log.NotAsked(logger, question.Id, error.Message);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _orders.Dispose();

    private static OnDemandRequest OrderOf(IncidentQuestion question) => new()
    {
        Id = question.Id,
        CreatedAt = question.AskedAt,
        Deadline = question.Deadline,
        Routes = [question.Route],
        Vantages = [question.Vantage],
        Probes = [new(question.Vantage, question.Route, question.Depth, question.Variant)],
        Reason = question.Why,
    };

    private static partial class Log
    {
        [LoggerMessage(714, LogLevel.Warning, "Question {Id} of an incident is not asked yet: {Problem}")]
        public static partial void NotAsked(ILogger logger, Guid id, string problem);
    }
}

/// <summary>The outcome of asking for an incident's next probe, or for the proof that it is over. The hierarchy is closed.</summary>
/// <typeparam name="T">What is asked: a question or a verification.</typeparam>
public abstract record IncidentAnswer<T>
{
    private protected IncidentAnswer()
    {
    }

    /// <summary>It waits for its answer.</summary>
    public sealed record Asked(T What) : IncidentAnswer<T>;

    /// <summary>The incident is not open, or no probe would be informative.</summary>
    public sealed record NothingToAsk : IncidentAnswer<T>;

    /// <summary>There is no such incident.</summary>
    public sealed record Absent : IncidentAnswer<T>;

    /// <summary>There is, but this version cannot read it.</summary>
    public sealed record Unreadable(UnreadableRow Row) : IncidentAnswer<T>;

    /// <summary>Why an incident cannot be asked about that was not found.</summary>
    internal static IncidentAnswer<T> Without(Reading<StoredIncident> reading) =>
        reading is Reading<StoredIncident>.Unreadable { Row: var row } ? new Unreadable(row) : new Absent();
}
