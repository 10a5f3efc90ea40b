using ProbeFleet.Core.Diagnosis.Baselines;

namespace ProbeFleet.Core.Incidents;

/// <summary>The results of a verification so far.</summary>
/// <param name="Answered">The vantages that have sent all their answers.</param>
/// <param name="Failed">The incident's failed probes that are still stored, by ID; they show what differs.</param>
public sealed record VerificationEvidence(
    IReadOnlyList<ProbeResult> Results, IReadOnlySet<VantageName> Answered, IReadOnlyDictionary<Guid, ProbeResult> Failed)
{
    /// <summary>The vantages of whose answers rows are there that cannot be read.</summary>
    public IReadOnlySet<VantageName> Unreadable { get; init; } = new HashSet<VantageName>();
}

/// <summary>
/// Requests proofs and judges them. Each failed vantage and route must pass once more, equally deep, with an equal route fingerprint
/// (after a credential fault with another credential, see <see cref="Diagnosis.Baselines.RouteComparability"/>); nothing less closes the
/// incident.
/// </summary>
public static class VerificationJudge
{
    private const int MostDifferences = 5;

    /// <summary>Adds a new verification to an open incident.</summary>
    /// <param name="deadline">When vantages that have not answered count as absent.</param>
    /// <param name="reason">The sanitized reason; null when none was given.</param>
    public static Incident Ask(Incident incident, Guid id, DateTimeOffset now, DateTimeOffset deadline, string? reason)
    {
        var asked = new IncidentVerification
        {
            Id = id,
            RequestedAt = now,
            Deadline = deadline,
            Reason = reason,
            Outcome = VerificationOutcome.Running,
            Proofs = [.. incident.Affected.Select(affected => Waiting(affected, deadline))],
        };
        var why = reason is null ? "" : $": {reason}";
        var text = $"A proof was asked for of {Pairs(incident.Affected.Count)}{why}.";
        return incident.With([new(now, TimelineKind.Verification, text)]) with
        {
            Verifications = [.. incident.Verifications.TakeLast(Incident.MostVerifications - 1), asked],
            UpdatedAt = now,
        };
    }

    /// <summary>Judges the running verification. Once decided, it closes the incident or is reported as refused.</summary>
    /// <param name="now">The current time, in whole milliseconds.</param>
    public static IncidentChange? Judge(Incident incident, VerificationEvidence evidence, DateTimeOffset now)
    {
        if (Running(incident) is not { } running)
        {
            return null;
        }

        VerificationProof[] proofs = [.. incident.Affected.Select(affected => Proof(affected, running, evidence, now))];
        var isDecided = proofs.All(proof => proof.Verdict is not ProofVerdict.Waiting);
        if (!isDecided && proofs.SequenceEqual(running.Proofs))
        {
            return null;
        }

        var isVerified = incident.AffectedBeyond == 0 && proofs.All(proof => proof.Verdict is ProofVerdict.Verified);
        var judged = new JudgedIncident(incident, isNew: false, now);
        var verification = running with
        {
            Proofs = proofs,
            Outcome = !isDecided ? VerificationOutcome.Running : isVerified ? VerificationOutcome.Verified : VerificationOutcome.Refused,
            FinishedAt = isDecided ? now : null,
        };
        judged.Set(before => before with
        {
            Verifications = [.. before.Verifications.Select(known => known.Id == verification.Id ? verification : known)],
        });
        judged.Note([.. proofs.Where(proof => proof.ProbeId is not null && !running.Proofs.Contains(proof)).Select(EntryOf)]);
        if (isDecided)
        {
            Decide(judged, isVerified, proofs);
        }

        return judged.Change;
    }

    /// <summary>The running verification; null when there is none.</summary>
    public static IncidentVerification? Running(Incident incident) =>
        incident.Verifications.LastOrDefault(verification => verification.Outcome is VerificationOutcome.Running);

    /// <summary>Decides what still runs when the incident ends otherwise: what has not answered is absent.</summary>
    internal static Incident Abandon(Incident incident, DateTimeOffset now) => incident with
    {
        Verifications = [.. incident.Verifications.Select(known => known.Outcome is not VerificationOutcome.Running ? known : known with
        {
            Outcome = VerificationOutcome.Refused,
            FinishedAt = now,
            Proofs = [.. known.Proofs.Select(proof => proof.Verdict is not ProofVerdict.Waiting ? proof : proof with
            {
                Verdict = ProofVerdict.Absent,
                Text = "The incident ended before the answer was read.",
            })],
        })],
    };

    private static void Decide(JudgedIncident judged, bool isVerified, VerificationProof[] proofs)
    {
        if (isVerified)
        {
            judged.Set(incident => incident with
            {
                Affected = [.. incident.Affected.Zip(proofs, (affected, proof) =>
                    affected with { RecoveredAt = affected.RecoveredAt ?? proof.At })],
            });
            judged.Close(
                IncidentEnding.Verification,
                $"The same request passed for each of {Pairs(proofs.Length)}.");
            return;
        }

        var missing = proofs.Where(proof => proof.Verdict is not ProofVerdict.Verified).ToList();
        var first = missing is [var one, ..] ? $" {one.Route} from {one.Vantage}: {one.Text}" : "";
        var beyond = judged.Incident.AffectedBeyond is > 0 and var more
            ? $" {more} more pairs failed than an incident names, so no verification proves all."
            : "";
        judged.Turn(IncidentTransition.VerificationRefused, TimelineKind.Verification,
            $"{missing.Count} of {proofs.Length} {(proofs is [_] ? "proof" : "proofs")} {(missing is [_] ? "is" : "are")} missing; "
                + $"the incident stays open.{first}{beyond}");
    }

    private static string Pairs(int count) => $"{count} {(count is 1 ? "pair" : "pairs")} of vantage and route";

    private static TimelineEntry EntryOf(VerificationProof proof) =>
        new(proof.At!.Value, TimelineKind.Verification, $"{WireWord.Of(proof.Verdict)}: {proof.Text}")
        {
            Vantage = proof.Vantage,
            Route = proof.Route,
            ProbeId = proof.ProbeId,
        };

    private static VerificationProof Proof(
        AffectedRoute affected, IncidentVerification running, VerificationEvidence evidence, DateTimeOffset now)
    {
        var after = evidence.Results
            .Where(result => result.Vantage.Name == affected.Vantage && result.Route.Name == affected.Route)
            .MaxBy(result => result.StartedAt);
        if (after is null)
        {
            return Unanswered(affected, running.Deadline, evidence, now);
        }

        var (verdict, text) = Compare(affected, after, evidence.Failed.GetValueOrDefault(affected.LatestProbeId));
        return new(affected.Vantage, affected.Route, verdict, text) { ProbeId = after.Id, At = after.StartedAt };
    }

    private static VerificationProof Unanswered(
        AffectedRoute affected, DateTimeOffset deadline, VerificationEvidence evidence, DateTimeOffset now)
    {
        var isAnswered = evidence.Answered.Contains(affected.Vantage);
        return !isAnswered && now < deadline ? Waiting(affected, deadline) : Absent(affected, evidence switch
        {
            _ when evidence.Unreadable.Contains(affected.Vantage) =>
                "What the vantage answered, if it did, cannot be read, being of another version than the judge's, or spoiled.",
            _ when isAnswered =>
                "The vantage answered without a probe of this route: its configuration has it no more, or the probe was cut short.",
            _ => "The vantage did not answer before the deadline.",
        });
    }

    private static (ProofVerdict Verdict, string Text) Compare(AffectedRoute affected, ProbeResult after, ProbeResult? failed) =>
        failed is null ? CompareWithoutFailed(affected, after)
        : FixComparer.Judge(ReportedProbe.From(failed), after) switch
        {
            VerificationVerdict.Verified { WithAnotherCredential: true } => PassedOtherwise(affected, failed.Break),
            VerificationVerdict.Verified => Passed(affected),
            VerificationVerdict.NothingSent { Diagnosis: var diagnosis } => NothingSent(diagnosis.Cause),
            VerificationVerdict.StillFailing { Diagnosis: var diagnosis } => StillFails(diagnosis.Cause),
            VerificationVerdict.StillSlow { Stage: var slow } => StillSlow(slow),
            VerificationVerdict.NotComparable { Fields: var fields } => NotTheSame(List(fields)),
            _ => (ProofVerdict.NotComparable, "It ran from another vantage."),
        };

    // The failed probe is no longer stored: only what the incident keeps of it can be compared.
    private static (ProofVerdict Verdict, string Text) CompareWithoutFailed(AffectedRoute affected, ProbeResult after) =>
        after.Fingerprint.Route != affected.RouteFingerprint
            ? NotTheSame($"the route fingerprint was {affected.RouteFingerprint} and is {after.Fingerprint.Route}")
        : after.Depth < affected.Depth || after.Variant is not (null or ProbeVariant.Full)
            ? (ProofVerdict.NotComparable, "It went less far than the request that failed.")
        : FixComparer.SentNothing(affected.Break, after) ? NothingSent(after.Diagnosis.Cause)
        : after is { Outcome: ProbeOutcome.Passed, Slow: { } slow } && affected.Slow is not null ? StillSlow(slow)
        : after.Outcome is ProbeOutcome.Passed ? Passed(affected)
        : StillFails(after.Diagnosis.Cause);

    private static (ProofVerdict Verdict, string Text) Passed(AffectedRoute affected) =>
        (ProofVerdict.Verified, $"The same request passed to depth {WireWord.Of(affected.Depth)} with an equal route fingerprint.");

    // A probe that broke before it had a credential to send may have meant the same one: allowing it, or setting its variable, was the fix.
    private static (ProofVerdict Verdict, string Text) PassedOtherwise(AffectedRoute affected, Stage? broke) => (
        ProofVerdict.Verified,
        $"The same request passed to depth {WireWord.Of(affected.Depth)} with "
            + (broke is Stage.Configure or Stage.Credential
                ? "its credential, which the request that failed could not send."
                : "another credential: the credential was the fault."));

    private static (ProofVerdict Verdict, string Text) StillFails(Cause cause) =>
        (ProofVerdict.StillFailing, $"The same request still fails: {WireWord.Of(cause)}.");

    private static (ProofVerdict Verdict, string Text) NothingSent(Cause cause) =>
        (ProofVerdict.NotComparable, $"Nothing was sent: {WireWord.Of(cause)}. The request that failed was not repeated.");

    private static (ProofVerdict Verdict, string Text) StillSlow(SlowStage stage) =>
        (ProofVerdict.StillFailing, $"The same request passed and is still slow: {SlowWords.Describe(stage)}.");

    private static (ProofVerdict Verdict, string Text) NotTheSame(string changed) =>
        (ProofVerdict.NotComparable, $"It was not the same request: {changed}.");

    private static string List(IReadOnlyList<ChangedFact> fields) =>
        string.Join("; ", fields.Take(MostDifferences).Select(
            field => $"{field.Fact} was {field.Was ?? "absent"} and is {field.Now ?? "absent"}"));

    private static VerificationProof Waiting(AffectedRoute affected, DateTimeOffset deadline) =>
        new(affected.Vantage, affected.Route, ProofVerdict.Waiting,
            $"The vantage has until {deadline.UtcDateTime:HH:mm:ss} UTC to answer.");

    private static VerificationProof Absent(AffectedRoute affected, string text) =>
        new(affected.Vantage, affected.Route, ProofVerdict.Absent, text);
}
