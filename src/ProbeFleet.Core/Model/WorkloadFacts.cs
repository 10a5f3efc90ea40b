namespace ProbeFleet.Core.Model;

/// <summary>The facts that the workload's own runtime reports, and .NET's result for the same request.</summary>
public sealed record WorkloadFacts
{
    /// <summary>The runtime.</summary>
    public required WorkloadRuntime Runtime { get; init; }

    /// <summary>The runtime's version, such as <c>3.11.2</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The library that made the call: <c>openai</c>, <c>httpx</c>, <c>urllib</c> or <c>fetch</c>.</summary>
    public required string Client { get; init; }

    /// <summary>The TLS library with its version; absent when the runtime did not report it.</summary>
    public string? Tls { get; init; }

    /// <summary>The path of the interpreter.</summary>
    public string? Executable { get; init; }

    /// <summary>The versions of the packages that take part in a call, by name.</summary>
    public IReadOnlyDictionary<string, string>? Packages { get; init; }

    /// <summary>The errors of installed packages that could not be imported, by name; another client made the call instead.</summary>
    public IReadOnlyDictionary<string, string>? NotImported { get; init; }

    /// <summary>The certificates that the runtime trusts; absent when it did not report them.</summary>
    public WorkloadTrust? Trust { get; init; }

    /// <summary>The client's default timeouts and retries; absent when the runtime did not report them.</summary>
    public WorkloadDefaults? Defaults { get; init; }

    /// <summary>How long each address is tried before the next, in milliseconds; absent for a client that tries each to its end.</summary>
    public int? AttemptMs { get; init; }

    /// <summary>The result of the same request from this process, on .NET, right after; absent when it was not made.</summary>
    public RuntimeControl? Control { get; init; }
}

/// <summary>The certificates that a runtime trusts, and the source of that choice.</summary>
public sealed record WorkloadTrust
{
    /// <summary>The source of the roots: <c>certifi</c>, <c>system</c>, <c>bundled</c>, or the variable that names them.</summary>
    public required string Source { get; init; }

    /// <summary>The path of the file or folder with the roots.</summary>
    public string? Path { get; init; }

    /// <summary>The number of roots.</summary>
    public int? Roots { get; init; }

    /// <summary>Whether certificates are checked at all; absent when unknown.</summary>
    public bool? Verifies { get; init; }

    /// <summary>The oldest TLS version that the runtime accepts, as it names it.</summary>
    public string? Minimum { get; init; }

    /// <summary>The variables about certificates that are set, including those that this client does not read.</summary>
    public IReadOnlyDictionary<string, string>? Variables { get; init; }
}

/// <summary>The behaviour of a client that the workload does not configure.</summary>
public sealed record WorkloadDefaults
{
    /// <summary>Seconds to connect; absent for no limit.</summary>
    [JsonPropertyName("connectS")]
    public double? ConnectSeconds { get; init; }

    /// <summary>Seconds to wait for the next bytes of a response; absent for no limit.</summary>
    [JsonPropertyName("readS")]
    public double? ReadSeconds { get; init; }

    /// <summary>How often the client retries a failed call. The probe never retries.</summary>
    public int? Retries { get; init; }
}

/// <summary>What one runtime saw of a request; in <see cref="WorkloadFacts.Control"/> what .NET saw of it, in this process.</summary>
public sealed record RuntimeControl
{
    /// <summary>Whether the route answered.</summary>
    public required ProbeOutcome Outcome { get; init; }

    /// <summary>The cause; absent when the route answered.</summary>
    public Cause? Cause { get; init; }

    /// <summary>Whose the failure is by what .NET saw of it; absent when the route answered.</summary>
    public Owner? Owner { get; init; }

    /// <summary>The first failed stage; absent when none failed.</summary>
    public Stage? Break { get; init; }

    /// <summary>The failure; absent when there was none.</summary>
    public StageFailure? Failure { get; init; }

    /// <summary>The proxy decision and its source.</summary>
    public ProxyFacts? Proxy { get; init; }

    /// <summary>The addresses that it tried, in order.</summary>
    public IReadOnlyList<AddressAttempt>? Attempts { get; init; }

    /// <summary>The agreed TLS version.</summary>
    public string? Protocol { get; init; }

    /// <summary>The issuer of the certificate that the server presented.</summary>
    public string? Issuer { get; init; }

    /// <summary>The HTTP status; absent when no response came.</summary>
    public int? Status { get; init; }

    /// <summary>How long the response's headers took; absent when none came.</summary>
    [JsonPropertyName("respondMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? Respond { get; init; }

    /// <summary>The longest wait for a piece of a stream after the headers; absent when no event came.</summary>
    [JsonPropertyName("longestSilenceMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? LongestSilence { get; init; }

    /// <summary>Makes the control from a result of this process.</summary>
    public static RuntimeControl From(ProbeResult result) => result.Outcome is ProbeOutcome.Passed
        ? From(result, passed: true)
        : From(result, passed: false) with { Cause = result.Diagnosis.Cause, Owner = result.Diagnosis.Owner };

    /// <summary>What a runtime saw, without the cause and the owner that a diagnosis adds.</summary>
    internal static RuntimeControl From(ProbeEvidence evidence, bool passed) => new()
    {
        Outcome = passed ? ProbeOutcome.Passed : ProbeOutcome.Failed,
        Break = passed ? null : evidence.BrokenStage?.Stage,
        Failure = passed ? null : evidence.BrokenStage?.Failure,
        Proxy = evidence.Facts<ConfigureFacts>()?.Proxy,
        Attempts = evidence.Facts<ConnectFacts>()?.Attempts,
        Protocol = evidence.Facts<SecureFacts>()?.Protocol,
        Issuer = evidence.Facts<SecureFacts>()?.Issuer,
        Status = evidence.Response?.Status,
        Respond = evidence.Find<RespondEvidence>()?.Duration,
        LongestSilence = LongestSilenceOf(evidence),
    };

    private static TimeSpan? LongestSilenceOf(ProbeEvidence evidence) =>
        evidence.Facts<AnswerFacts>()?.Stream is { LongestGap: var gap } && evidence.Find<FirstEventEvidence>()?.Duration is { } first
            ? gap > first ? gap : first
            : null;
}

/// <summary>A workload's runtime that can make a probe's call instead of this process.</summary>
[JsonConverter(typeof(WireWordConverter<WorkloadRuntime>))]
public enum WorkloadRuntime
{
    /// <summary>Python, with the workload's <c>openai</c> package, else <c>httpx</c>, else the standard library.</summary>
    [JsonStringEnumMemberName("python")] Python,

    /// <summary>Node.js, with the workload's <c>openai</c> package, else <c>fetch</c>.</summary>
    [JsonStringEnumMemberName("node")] Node,
}
