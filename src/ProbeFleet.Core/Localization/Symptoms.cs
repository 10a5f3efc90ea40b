using ProbeFleet.Core.Diagnosis.Causes;

namespace ProbeFleet.Core.Localization;

/// <summary>From observations to symptoms.</summary>
internal static class Symptoms
{
    public static int Count { get; } = Enum.GetValues<Symptom>().Length;

    /// <summary>The symptom of a failed observation; null when the probe says nothing (it was cancelled, or passed).</summary>
    public static Symptom? From(Observation observation) => observation switch
    {
        // Late answers are made by what also makes none: a resolver, a token service.
        { Outcome: ProbeOutcome.Passed, Slow: Stage.Credential } => Symptom.Token,
        { Outcome: ProbeOutcome.Passed, Slow: Stage.Resolve } => Symptom.DnsTimeout,
        { Outcome: ProbeOutcome.Passed, Slow: Stage.Connect or Stage.Tunnel or Stage.Secure } => Symptom.SlowPath,
        { Outcome: ProbeOutcome.Passed, Slow: not null } => Symptom.SlowAnswer,
        { Outcome: ProbeOutcome.Passed } => null,

        // A genuine refusal of the missing credential is what a keyless probe hopes for: versions before counted it as failed.
        { Path.Variant: ProbeVariant.Keyless, Cause: Cause.AuthMissing or Cause.AuthInvalidKey or Cause.AuthWrongAudience } => null,
        { Cause: Cause.ServerError, RequestId: null, Responder: null or Responder.Unknown or Responder.Proxy } =>
            Symptom.ServerErrorUnsigned,
        _ => CauseCatalog.Find(observation.Cause).Symptom,
    };

    /// <summary>Whether the set-up of a route or vantage is in doubt.</summary>
    public static bool IsOfSetUp(Observation observation) => From(observation) is Symptom.LocalCredential or Symptom.LocalConfiguration;

    /// <summary>Whether the call was stopped before it was made; that a base URL is wrong is mostly told by who answers there.</summary>
    public static bool IsUnsent(Observation observation) => IsOfSetUp(observation)
        && (observation.Cause is not Cause.ConfigBaseUrl || observation.Break is null or Stage.Configure);

    /// <summary>
    /// Whether the observation is evidence at all: that a way in place of a part is closed is none, see <see cref="SideLooks"/>, and no
    /// more is that a network or a name has but one address family.
    /// </summary>
    /// <remarks>
    /// An idle connection tells of the way what no other probe crosses, and what a fresh connection never meets: beside those it would
    /// accuse and acquit the same components by turns.
    /// </remarks>
    public static bool IsEvidence(Observation observation) => observation.Path.Variant is not ProbeVariant.Reuse && (
        observation.Outcome is ProbeOutcome.Passed
        || (observation.Cause is not (Cause.ProbeCancelled or Cause.ProbeFailed or Cause.Ok or Cause.StreamBuffered)
            && observation.Path.Variant is not (ProbeVariant.IPv4 or ProbeVariant.IPv6)
            && !SideLooks.Replaces(observation.Path.Variant)));
}
