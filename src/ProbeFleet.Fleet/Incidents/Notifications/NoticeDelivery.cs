using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Storage.Incidents;

namespace ProbeFleet.Fleet.Incidents.Notifications;

/// <summary>
/// Delivers the notices in outboxes. A notice leaves its outbox once its receiver has accepted it; if the process dies in between, the next
/// judge sends it again with the same ID. One that its receiver keeps refusing is given up, and the next one says so.
/// </summary>
public sealed partial class NoticeDelivery(FleetStorage storage, NoticeSender sender, TimeProvider clock, ILogger<NoticeDelivery> logger)
{
    private const int Tries = 5;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(15);

    /// <summary>The time for all sends of one run; below the lease, so that two judges do not send at once.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>A receiver's name in outboxes and timelines, without its URL; with the secret's name if nothing else differs.</summary>
    public static string NameOf(NotificationTarget target, IncidentSettings settings)
    {
        var name = ShortNameOf(target);
        return settings.Notify.Where(other => ShortNameOf(other) == name).Select(other => other.Secret).Distinct().Count() > 1
            ? $"{name} {target.Secret?.ToString() ?? "unsigned"}"
            : name;
    }

    /// <summary>The outbox of new notices: each once for each receiver.</summary>
    public static IEnumerable<PendingNotice> Pending(IEnumerable<IncidentNotice> notices, IncidentSettings settings)
    {
        string[] targets = [.. settings.Notify.Select(target => NameOf(target, settings)).Distinct(StringComparer.Ordinal)];
        return notices.SelectMany(notice => targets.Select(target => new PendingNotice(notice, target, 0, notice.At)));
    }

    /// <summary>
    /// Sends what is due, oldest first. A receiver is told an incident's transitions in their order: while one of them waits, so do those
    /// after it. A receiver that fails once is not asked again in this run; one that is no longer configured is forgotten.
    /// </summary>
    public async Task DeliverAsync(IEnumerable<StoredIncident> incidents, IncidentSettings settings, CancellationToken cancellationToken)
    {
        HashSet<string> failed = [];
        using var limit = new TimeLimit(Budget, clock, cancellationToken);
        foreach (var stored in incidents.Where(stored => stored.Outbox is not []).OrderBy(stored => stored.Outbox[0].Notice.At))
        {
            try
            {
                var attempts = await TryAsync(stored.Outbox, settings, failed, limit.Token).ConfigureAwait(false);
                await MarkAsync(stored, attempts, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The notices that were sent are sent again; delivery continues with the next incident.
                Log.NotMarked(logger, stored.Incident.Id, error);
            }
        }
    }

    private static string ShortNameOf(NotificationTarget target) => $"{target.Kind} {target.Url}";

    private async Task<List<Attempt>> TryAsync(
        IReadOnlyList<PendingNotice> outbox, IncidentSettings settings, HashSet<string> failed, CancellationToken cancellationToken)
    {
        List<Attempt> attempts = [];
        HashSet<string> waiting = [];
        foreach (var pending in outbox.Where(pending => !waiting.Contains(pending.Target)))
        {
            var told = pending with { Notice = pending.Notice with { Undelivered = UndeliveredBefore(pending, outbox) } };
            var attempt = await TryAsync(told, settings, failed, cancellationToken).ConfigureAwait(false);
            if (attempt is not null)
            {
                attempts.Add(attempt);
            }

            if (!pending.IsGivenUp && attempt is not { Outcome: AttemptOutcome.Taken or AttemptOutcome.Forgotten })
            {
                waiting.Add(pending.Target);
            }
        }

        return attempts;
    }

    private async Task<Attempt?> TryAsync(
        PendingNotice pending, IncidentSettings settings, HashSet<string> failed, CancellationToken cancellationToken)
    {
        // A notice may have been left before a receiver of the same name was added.
        if ((settings.Notify.FirstOrDefault(target => NameOf(target, settings) == pending.Target)
            ?? settings.Notify.FirstOrDefault(target => ShortNameOf(target) == pending.Target)) is not { } target)
        {
            return new(pending, AttemptOutcome.Forgotten);
        }

        if (pending.IsGivenUp || pending.NextAttemptAt > clock.GetUtcNow() || failed.Contains(pending.Target)
            || cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        if (await sender.SendAsync(target, pending.Notice, cancellationToken).ConfigureAwait(false) is not { } failure)
        {
            return new(pending, AttemptOutcome.Taken);
        }

        failed.Add(pending.Target);
        var (attempts, after) = (pending.Attempts + 1, pending with { Refusals = pending.Refusals + failure.Refusals });
        if (after.IsGivenUp)
        {
            Log.GivenUp(
                logger, pending.Target, pending.Notice.IncidentId, WireWord.Of(pending.Notice.Transition), failure.Reason, attempts);
        }
        else
        {
            Log.NotTaken(logger, pending.Target, pending.Notice.IncidentId, failure.Reason, attempts);
        }

        return new(pending, AttemptOutcome.Failed) { Refusals = after.Refusals };
    }

    private static IncidentTransition[]? UndeliveredBefore(PendingNotice pending, IEnumerable<PendingNotice> outbox)
    {
        IncidentTransition[] undelivered = [.. outbox.TakeWhile(earlier => KeyOf(earlier) != KeyOf(pending))
            .Where(earlier => earlier.IsGivenUp && earlier.Target == pending.Target).Select(earlier => earlier.Notice.Transition)];
        return undelivered is [] ? null : undelivered;
    }

    /// <summary>Records the attempts on the newest version of the incident, which may have been changed meanwhile.</summary>
    private async Task MarkAsync(StoredIncident stored, List<Attempt> attempts, CancellationToken cancellationToken)
    {
        for (var tries = 0; attempts is not [] && tries < Tries; tries++)
        {
            if (await storage.Incidents.WriteAsync(Marked(stored, attempts), cancellationToken).ConfigureAwait(false) is not null
                || await storage.Incidents.FindToChangeAsync(stored.Incident.Id, cancellationToken).ConfigureAwait(false)
                    is not Reading<StoredIncident>.Found { Value: var newer })
            {
                return;
            }

            stored = newer;
        }
    }

    private StoredIncident Marked(StoredIncident stored, List<Attempt> attempts)
    {
        var now = clock.GetUtcNow();
        List<PendingNotice> left = [];
        List<TimelineEntry> entries = [];
        foreach (var pending in stored.Outbox)
        {
            var attempt = attempts.Find(attempt => KeyOf(attempt.Pending) == KeyOf(pending));
            switch (attempt?.Outcome)
            {
                case null:
                    left.Add(pending);
                    break;
                case AttemptOutcome.Failed:
                    left.Add(pending with
                    {
                        Attempts = pending.Attempts + 1,
                        NextAttemptAt = now + WaitAfter(pending.Attempts),
                        Refusals = attempt.Refusals,
                    });
                    if (left[^1].IsGivenUp)
                    {
                        entries.Add(new(
                            now, TimelineKind.Notified, $"{pending.Target} is never told: {WireWord.Of(pending.Notice.Transition)}."));
                    }

                    break;
                case AttemptOutcome.Taken:
                    left.RemoveAll(earlier => earlier.IsGivenUp && earlier.Target == pending.Target);
                    entries.Add(new(now, TimelineKind.Notified, $"{pending.Target} was told: {WireWord.Of(pending.Notice.Transition)}."));
                    break;
                case AttemptOutcome.Forgotten:
                    break;
            }
        }

        if (stored.Incident.State is not IncidentState.Open)
        {
            var waiting = left.Where(pending => !pending.IsGivenUp).Select(pending => pending.Target).ToHashSet(StringComparer.Ordinal);
            left.RemoveAll(pending => !waiting.Contains(pending.Target));
        }

        return stored with { Outbox = left, Incident = stored.Incident.With(entries) };
    }

    private static (Guid, string) KeyOf(PendingNotice pending) => (pending.Notice.Id, pending.Target);

    private static TimeSpan WaitAfter(int attempts) =>
        TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << Math.Min(attempts, 20)));

    private sealed record Attempt(PendingNotice Pending, AttemptOutcome Outcome)
    {
        /// <summary>The notice's refusals after it.</summary>
        public int Refusals { get; init; }
    }

    private enum AttemptOutcome
    {
        Taken,
        Failed,
        Forgotten,
    }

    private static partial class Log
    {
        [LoggerMessage(701, LogLevel.Warning,
            "{Target} did not take a notice of incident {IncidentId}: {Problem} (attempt {Attempt}); it is tried again")]
        public static partial void NotTaken(ILogger logger, string target, Guid incidentId, string problem, int attempt);

        [LoggerMessage(715, LogLevel.Error,
            "{Target} is never told that incident {IncidentId} was {Transition}: {Problem} (attempt {Attempt}). The next notice says so")]
        public static partial void GivenUp(ILogger logger, string target, Guid incidentId, string transition, string problem, int attempt);

        [LoggerMessage(706, LogLevel.Error, "What was sent of incident {IncidentId} could not be marked; it is sent again")]
        public static partial void NotMarked(ILogger logger, Guid incidentId, Exception error);
    }
}
