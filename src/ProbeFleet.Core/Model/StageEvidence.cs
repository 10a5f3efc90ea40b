namespace ProbeFleet.Core.Model;

/// <summary>The evidence of one stage. There is one record per stage; the family is closed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "stage")]
[JsonDerivedType(typeof(ConfigureEvidence), "configure")]
[JsonDerivedType(typeof(CredentialEvidence), "credential")]
[JsonDerivedType(typeof(ResolveEvidence), "resolve")]
[JsonDerivedType(typeof(ConnectEvidence), "connect")]
[JsonDerivedType(typeof(TunnelEvidence), "tunnel")]
[JsonDerivedType(typeof(SecureEvidence), "secure")]
[JsonDerivedType(typeof(SendEvidence), "send")]
[JsonDerivedType(typeof(RespondEvidence), "respond")]
[JsonDerivedType(typeof(FirstEventEvidence), "first-event")]
[JsonDerivedType(typeof(AnswerEvidence), "answer")]
public abstract record StageEvidence
{
    private protected StageEvidence(Stage stage) => Stage = stage;

    /// <summary>The stage.</summary>
    [JsonIgnore]
    public Stage Stage { get; }

    /// <summary>How the stage ended.</summary>
    [JsonPropertyOrder(-4)]
    public required StageOutcome Outcome { get; init; }

    /// <summary>When the stage began, measured from the probe's start; absent for a skipped stage.</summary>
    [JsonPropertyName("atMs"), JsonPropertyOrder(-3), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? At { get; init; }

    /// <summary>How long the stage took; absent for a skipped stage.</summary>
    [JsonPropertyName("durationMs"), JsonPropertyOrder(-2), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? Duration { get; init; }

    /// <summary>Why the stage was skipped, in a few words ("no proxy", "plain http", "not reached"); absent for any other.</summary>
    [JsonPropertyOrder(-1)]
    public string? Reason { get; init; }

    /// <summary>The failure of a failed stage; absent for any other.</summary>
    [JsonPropertyOrder(9)]
    public StageFailure? Failure { get; init; }
}

/// <summary>The evidence of one stage with the facts of its kind.</summary>
public abstract record StageEvidence<TFacts> : StageEvidence
    where TFacts : class
{
    private protected StageEvidence(Stage stage)
        : base(stage)
    {
    }

    /// <summary>The facts observed in this stage.</summary>
    public TFacts? Facts { get; init; }
}

#pragma warning disable CS1591 // What each stage is, is in Stage.
public sealed record ConfigureEvidence() : StageEvidence<ConfigureFacts>(Stage.Configure);
public sealed record CredentialEvidence() : StageEvidence<CredentialFacts>(Stage.Credential);
public sealed record ResolveEvidence() : StageEvidence<ResolveFacts>(Stage.Resolve);
public sealed record ConnectEvidence() : StageEvidence<ConnectFacts>(Stage.Connect);
public sealed record TunnelEvidence() : StageEvidence<TunnelFacts>(Stage.Tunnel);
public sealed record SecureEvidence() : StageEvidence<SecureFacts>(Stage.Secure);
public sealed record SendEvidence() : StageEvidence<SendFacts>(Stage.Send);
public sealed record RespondEvidence() : StageEvidence<RespondFacts>(Stage.Respond);
public sealed record FirstEventEvidence() : StageEvidence<FirstEventFacts>(Stage.FirstEvent);
public sealed record AnswerEvidence() : StageEvidence<AnswerFacts>(Stage.Answer);
