using ProbeFleet.Probing.Recording;

namespace ProbeFleet.Probing.Attempts;

/// <summary>Builds the ladder of stage evidence from what an attempt recorded.</summary>
internal static class StageLadder
{
    /// <param name="streams">Whether a stream was requested: only then is there a first event to wait for.</param>
    public static IReadOnlyList<StageEvidence> Build(StageRecorder recorder, AttemptFacts facts, bool streams)
    {
        List<StageEvidence> ladder = [];
        var broken = false;
        foreach (var stage in Enum.GetValues<Stage>().Where(stage => streams || stage is not Stage.FirstEvent))
        {
            var timing = (broken ? null : recorder.EndOf(stage))
                ?? new StageTiming(StageOutcome.Skipped, null, null, "not reached", null);
            ladder.Add(Evidence(stage, timing, facts));
            broken |= timing.Outcome is StageOutcome.Failed;
        }

        return ladder;
    }

    private static StageEvidence Evidence(Stage stage, StageTiming timing, AttemptFacts facts)
    {
        var seen = timing.Outcome is not StageOutcome.Skipped;
        StageEvidence evidence = stage switch
        {
            Stage.Configure => new ConfigureEvidence { Outcome = timing.Outcome, Facts = facts.Configure },
            Stage.Credential => new CredentialEvidence { Outcome = timing.Outcome, Facts = seen ? facts.Credential : null },
            Stage.Resolve => new ResolveEvidence { Outcome = timing.Outcome, Facts = seen ? facts.Resolve : null },
            Stage.Connect => new ConnectEvidence { Outcome = timing.Outcome, Facts = seen ? facts.Connect : null },
            Stage.Tunnel => new TunnelEvidence { Outcome = timing.Outcome, Facts = seen ? facts.Tunnel : null },
            Stage.Secure => new SecureEvidence { Outcome = timing.Outcome, Facts = seen ? facts.Secure : null },
            Stage.Send => new SendEvidence { Outcome = timing.Outcome, Facts = seen ? facts.Send : null },
            Stage.Respond => new RespondEvidence { Outcome = timing.Outcome, Facts = seen ? facts.Respond : null },
            Stage.FirstEvent => new FirstEventEvidence { Outcome = timing.Outcome, Facts = seen ? facts.FirstEvent : null },
            Stage.Answer => new AnswerEvidence { Outcome = timing.Outcome, Facts = seen ? facts.Answer : null },
        };
        return evidence with { At = timing.At, Duration = timing.Duration, Reason = timing.Reason, Failure = timing.Failure };
    }
}
