using ProbeFleet.Core.Localization.Detection;
using ProbeFleet.Fleet.Configuration;
using ProbeFleet.Fleet.Incidents.Notifications;
using ProbeFleet.Fleet.Telemetry;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Leases;

namespace ProbeFleet.Fleet.Incidents;

/// <summary>
/// Judges the fleet's incidents. It runs in every app, and the app that holds the lease judges. All state is in storage, so another app
/// continues where a dead one stopped.
/// </summary>
public sealed partial class FleetJudge(
    ProcessIdentity process, RoundTiming timing, CurrentConfiguration configuration, WindowReader windows, IncidentQuestions questions,
    NoticeDelivery delivery, JudgeWatch watch, ProbeTelemetry telemetry, FleetStorage storage, TimeProvider clock,
    ILogger<FleetJudge> logger)
{
    private const string LeaseName = "judge";

    /// <summary>Ends a run well before the lease, which another app may take 100 s after it was held.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>
    /// New incidents whose writes had no answer: the next run tells of those that were stored. A process judges once at a time.
    /// </summary>
    private readonly HashSet<Guid> _unanswered = [];

    private readonly UnreadableLog _detection = new("the detectors, which begin anew,", logger);

    private readonly UnreadIncidents _unread = new(logger);

    private bool _isPartial;

    /// <summary>Judges if this process holds the lease, or can take it. Storage's silence is logged, no exception.</summary>
    /// <returns>Whether it judged. A run that could not judge what the fleet saw does not count, whatever else it did.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(Deadline, clock, cancellationToken);
        Lease? lease = null;
        try
        {
            var current = await configuration.ReadAsync(limit.Token).ConfigureAwait(false);
            lease = current is null ? null
                : await storage.Leases.TryHoldAsync(LeaseName, process.Holder, LeaseTable.Duration, limit.Token).ConfigureAwait(false);
            if (current is not null && lease is { IsClockRight: true }
                && await JudgeAsync(current, lease.TakenAt, limit.Token).ConfigureAwait(false))
            {
                await storage.Incidents.MarkJudgedAsync(process.Holder, limit.Token).ConfigureAwait(false);
                return true;
            }

            if (lease is { IsClockRight: false })
            {
                Log.ClockWrong(logger, lease.ClockError.TotalSeconds);
            }
        }
        catch (StorageException error)
        {
            Log.NotJudged(logger, error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotJudged(logger, $"it took more than {Deadline.TotalSeconds} s");
        }

        await watch.StandBackAsync(lease, cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <returns>Whether what the fleet saw was judged.</returns>
    private async Task<bool> JudgeAsync(FleetConfiguration current, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var active = await storage.Incidents.ReadActiveAsync(cancellationToken).ConfigureAwait(false);
        _unread.Read(active.Unreadable);
        foreach (var opened in active.Values.Select(one => one.Incident).Where(incident => _unanswered.Contains(incident.Id)))
        {
            TellOfOpening(opened);
        }

        _unanswered.Clear();
        var (reading, tag) = await storage.Incidents.ReadDetectionAsync(cancellationToken).ConfigureAwait(false);
        _detection.Say(reading is Reading<DetectionState>.Unreadable { Row: var row } ? [row] : []);
        var detection = (reading as Reading<DetectionState>.Found)?.Value;
        var open = active.Values.Where(stored => stored.Incident.State is IncidentState.Open).Select(stored => stored.Incident).ToList();
        var changes = new IncidentChanges(active.Values);

        // If the last judge's clock was ahead, it left out results that it should have seen, so the window is judged again.
        var before = detection?.At <= now ? detection : DetectionState.Beginning(now - current.Incidents.Window);
        var asked = await questions.ReadAsync(open, cancellationToken).ConfigureAwait(false);
        var verified = await VerifyAsync(open, changes, before, now, cancellationToken).ConfigureAwait(false);
        var judged = await DetectAsync(current, verified, changes, asked, now, cancellationToken).ConfigureAwait(false);
        var next = judged ?? verified;
        if (!ReferenceEquals(next, detection)
            && !await storage.Incidents.WriteDetectionAsync(next, tag, cancellationToken).ConfigureAwait(false))
        {
            Log.NotJudged(logger, "another judge was faster");
            return false;
        }

        var stored = await WriteAsync(changes, current.Incidents, cancellationToken).ConfigureAwait(false);
        await questions.SendAsync(stored.Select(one => one.Incident), asked, cancellationToken).ConfigureAwait(false);
        await delivery.DeliverAsync(stored, current.Incidents, cancellationToken).ConfigureAwait(false);
        return judged is not null;
    }

    private async Task<DetectionState> VerifyAsync(
        IEnumerable<Incident> open, IncidentChanges changes, DetectionState detection, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        foreach (var incident in open.Where(incident => VerificationJudge.Running(incident) is not null))
        {
            try
            {
                var evidence = await VerificationReader.ReadAsync(storage, incident, cancellationToken).ConfigureAwait(false);
                if (VerificationJudge.Judge(incident, evidence, now) is { } change)
                {
                    changes.Add(change);
                    detection = change.Incident.State is IncidentState.Closed
                        ? detection.Clear(change.Incident, changes.Unrecovered) : detection;
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // Also where storage is silent: that may be the second account's, and without the first the next call ends the run.
                Log.NotVerified(logger, incident.Id, error);
            }
        }

        return detection;
    }

    /// <summary>Whether an error concerns only the row or incident in hand; silent storage and cancellation end the whole run.</summary>
    private static bool IsOfOne(Exception error) =>
        error is StorageException { Failure: StorageFailure.Refused } or not (StorageException or OperationCanceledException);

    /// <summary>
    /// The window of a quiet fleet is not read: its snapshots show that nothing failed or was slow. Proven closures are written and
    /// receivers are notified even if the window cannot be judged.
    /// </summary>
    /// <returns>What the detectors know now; null when the window cannot be judged.</returns>
    private async Task<DetectionState?> DetectAsync(
        FleetConfiguration current, DetectionState detection, IncidentChanges changes, IReadOnlyDictionary<Guid, QuestionProgress> asked,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var from = now - current.Incidents.Window;
            IReadOnlyList<Incident> open = [.. changes.Open];
            if (open is [] && detection.Groups.Values.All(IsAtRest)
                && await windows.IsQuietAsync(from, cancellationToken).ConfigureAwait(false))
            {
                return detection;
            }

            var window = await windows.ReadAsync(current, from, now, cancellationToken).ConfigureAwait(false);
            if (window.IsPartial && !_isPartial)
            {
                Log.Partial(logger);
            }

            _isPartial = window.IsPartial;

            var unread = _unread.At(now, current.Incidents.Window);
            var judgement = IncidentJudge.Judge(new()
            {
                Open = open,
                Unread = unread,
                Detection = detection,
                Observations = window.Observations,
                IsPartial = window.IsPartial,
                UnreadableVantages = window.UnreadableVantages,
                Vantages = window.Vantages,
                Routes = window.Routes,
                StatusPages = await StatusPageClaims.ReadAsync(storage, window.Observations, cancellationToken).ConfigureAwait(false),
                Questions = asked,
                Round = timing.Interval,
                Window = now - window.From,
                Now = now,
            });
            _unread.Say(judgement, unread);
            foreach (var change in judgement.Changes)
            {
                changes.Add(change);
            }

            return judgement.Detection;
        }
        catch (Exception error) when (IsOfOne(error))
        {
            Log.WindowFailed(logger, error);
            return null;
        }
    }

    private static bool IsAtRest(GroupState group) => !group.IsFailing && group.Level == 0;

    private async Task<IReadOnlyList<StoredIncident>> WriteAsync(
        IncidentChanges changes, IncidentSettings settings, CancellationToken cancellationToken)
    {
        List<StoredIncident> stored = [.. changes.Unchanged];
        foreach (var change in changes.Changed)
        {
            try
            {
                if (await WriteAsync(change, settings, cancellationToken).ConfigureAwait(false) is { } written)
                {
                    stored.Add(written);
                }
            }
            catch (Exception error) when (IsOfOne(error))
            {
                Log.NotWritten(logger, change.Stored.Incident.Id, error);
            }
        }

        return stored;
    }

    private async Task<StoredIncident?> WriteAsync(
        IncidentChanges.Entry change, IncidentSettings settings, CancellationToken cancellationToken)
    {
        var (outbox, dropped) = OutboxBound.Keep([.. change.Stored.Outbox, .. NoticeDelivery.Pending(change.Notices, settings)]);
        var next = change.Stored with { Outbox = outbox };
        if (change.IsNew)
        {
            _unanswered.Add(next.Incident.Id);
        }

        if ((await storage.Incidents.WriteAsync(next, cancellationToken).ConfigureAwait(false)
            ?? (change.IsNew ? await FindAsync(next.Incident.Id, cancellationToken).ConfigureAwait(false) : null)) is not { } written)
        {
            Log.Contended(logger, next.Incident.Id);
            return null;
        }

        foreach (var notice in dropped)
        {
            Log.NoticeDropped(logger, notice.Target, next.Incident.Id, WireWord.Of(notice.Notice.Transition));
        }

        if (change.IsNew)
        {
            TellOfOpening(written.Incident);
        }

        return written;
    }

    private void TellOfOpening(Incident opened)
    {
        _unanswered.Remove(opened.Id);
        Log.Opened(logger, opened.Id, opened.Summary);
        telemetry.Publish(opened);
    }

    /// <summary>
    /// Finds a new incident that the store says it has. Its ID is derived from this run's instant, so this run stored it, and the answer
    /// was lost.
    /// </summary>
    private async Task<StoredIncident?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await storage.Incidents.FindToChangeAsync(id, cancellationToken).ConfigureAwait(false) as Reading<StoredIncident>.Found)?.Value;

    private static partial class Log
    {
        [LoggerMessage(705, LogLevel.Warning, "Incident {Id} was opened: {Summary}")]
        public static partial void Opened(ILogger logger, Guid id, string summary);

        [LoggerMessage(702, LogLevel.Warning, "Incidents were not judged: {Problem}")]
        public static partial void NotJudged(ILogger logger, string problem);

        [LoggerMessage(707, LogLevel.Error, "The verification of incident {Id} cannot be judged; the other incidents are")]
        public static partial void NotVerified(ILogger logger, Guid id, Exception error);

        [LoggerMessage(708, LogLevel.Error,
            "What the fleet saw cannot be judged; what is known of incidents is written and told all the same")]
        public static partial void WindowFailed(ILogger logger, Exception error);

        [LoggerMessage(716, LogLevel.Warning,
            "Results may be missing, as an account does not answer or rows cannot be read: meanwhile incidents neither recover nor close")]
        public static partial void Partial(ILogger logger);

        [LoggerMessage(709, LogLevel.Error, "Incident {Id} cannot be written; the others are")]
        public static partial void NotWritten(ILogger logger, Guid id, Exception error);

        [LoggerMessage(710, LogLevel.Error, "{Target} is never told that incident {Id} was {Transition}: its outbox is full")]
        public static partial void NoticeDropped(ILogger logger, string target, Guid id, string transition);

        [LoggerMessage(711, LogLevel.Error,
            "Incidents are not judged here: this machine's clock is {Seconds:+0;-0} s off storage's. Set it by NTP")]
        public static partial void ClockWrong(ILogger logger, double seconds);

        [LoggerMessage(704, LogLevel.Information, "Incident {Id} was changed by somebody else meanwhile; the next run goes on")]
        public static partial void Contended(ILogger logger, Guid id);
    }
}
