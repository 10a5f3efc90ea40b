using System.Text.Json.Serialization;

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

/// <summary>Evidence of <see cref="Stage.Configure"/>.</summary>
public sealed record ConfigureEvidence() : StageEvidence(Stage.Configure)
{
    /// <summary>The facts observed in this stage.</summary>
    public ConfigureFacts? Facts { get; init; }
}

/// <summary>Evidence of <see cref="Stage.Credential"/>.</summary>
public sealed record CredentialEvidence() : StageEvidence(Stage.Credential)
{
    /// <summary>The facts observed in this stage.</summary>
    public CredentialFacts? Facts { get; init; }
}

/// <summary>Evidence of <see cref="Stage.Resolve"/>.</summary>
public sealed record ResolveEvidence() : StageEvidence(Stage.Resolve)
{
    /// <summary>The facts observed in this stage.</summary>
    public ResolveFacts? Facts { get; init; }
}

/// <summary>Evidence of <see cref="Stage.Connect"/>.</summary>
public sealed record ConnectEvidence() : StageEvidence(Stage.Connect)
{
    /// <summary>The facts observed in this stage.</summary>
    public ConnectFacts? Facts { get; init; }
}

/// <summary>Evidence of <see cref="Stage.Tunnel"/>.</summary>
public sealed record TunnelEvidence() : StageEvidence(Stage.Tunnel)
{
    /// <summary>The facts observed in this stage.</summary>
    public TunnelFacts? Facts { get; init; }
}

/// <summary>Evidence of <see cref="Stage.Secure"/>.</summary>
public sealed record SecureEvidence() : StageEvidence(Stage.Secure)
{
    /// <summary>The facts observed in this stage.</summary>
    public SecureFacts? Facts { get; init; }
}

/// <summary>Evidence of <see cref="Stage.Send"/>.</summary>
public sealed record SendEvidence() : StageEvidence(Stage.Send)
{
    /// <summary>The facts observed in this stage.</summary>
    public SendFacts? Facts { get; init; }
}

/// <summary>Evidence of <see cref="Stage.Respond"/>.</summary>
public sealed record RespondEvidence() : StageEvidence(Stage.Respond)
{
    /// <summary>The facts observed in this stage.</summary>
    public RespondFacts? Facts { get; init; }
}

/// <summary>Evidence of <see cref="Stage.FirstEvent"/>.</summary>
public sealed record FirstEventEvidence() : StageEvidence(Stage.FirstEvent)
{
    /// <summary>The facts observed in this stage.</summary>
    public FirstEventFacts? Facts { get; init; }
}

/// <summary>Evidence of <see cref="Stage.Answer"/>.</summary>
public sealed record AnswerEvidence() : StageEvidence(Stage.Answer)
{
    /// <summary>The facts observed in this stage.</summary>
    public AnswerFacts? Facts { get; init; }
}
