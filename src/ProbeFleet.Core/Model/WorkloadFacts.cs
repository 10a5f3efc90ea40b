using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>What the workload's own runtime says of itself, and what .NET made of the same request.</summary>
public sealed record WorkloadFacts
{
    /// <summary>The runtime.</summary>
    public required WorkloadRuntime Runtime { get; init; }

    /// <summary>Its version, such as <c>3.11.2</c>.</summary>
    public required string Version { get; init; }

    /// <summary>What made the call: <c>openai</c>, <c>httpx</c>, <c>urllib</c> or <c>fetch</c>.</summary>
    public required string Client { get; init; }

    /// <summary>The TLS library with its version.</summary>
    public string? Tls { get; init; }

    /// <summary>The interpreter's file.</summary>
    public string? Executable { get; init; }

    /// <summary>The packages that take part in a call, name → version.</summary>
    public IReadOnlyDictionary<string, string>? Packages { get; init; }

    /// <summary>Packages that are installed and could not be imported, name → the error; then another client made the call.</summary>
    public IReadOnlyDictionary<string, string>? NotImported { get; init; }

    /// <summary>Which certificates it trusts; absent when it did not say.</summary>
    public WorkloadTrust? Trust { get; init; }

    /// <summary>What the client waits and repeats when the workload says nothing; absent when it did not say.</summary>
    public WorkloadDefaults? Defaults { get; init; }

    /// <summary>How long each address is tried before the next one, in milliseconds; absent for a client that tries each to its end.</summary>
    public int? AttemptMs { get; init; }

    /// <summary>What this process, on .NET, made of the same request right after; absent when it was not asked.</summary>
    public RuntimeControl? Control { get; init; }
}

/// <summary>Which certificates a runtime trusts, and why these.</summary>
public sealed record WorkloadTrust
{
    /// <summary>Where the roots come from: <c>certifi</c>, <c>system</c>, <c>bundled</c>, or the variable that names them.</summary>
    public required string Source { get; init; }

    /// <summary>The file or folder.</summary>
    public string? Path { get; init; }

    /// <summary>How many roots there are.</summary>
    public int? Roots { get; init; }

    /// <summary>Whether certificates are checked at all; absent when unknown.</summary>
    public bool? Verifies { get; init; }

    /// <summary>The oldest TLS version that it agrees to, as the runtime names it.</summary>
    public string? Minimum { get; init; }

    /// <summary>The variables about certificates that are set, also those which this client does not read.</summary>
    public IReadOnlyDictionary<string, string>? Variables { get; init; }
}

/// <summary>What a client does when the workload configures nothing.</summary>
public sealed record WorkloadDefaults
{
    /// <summary>Seconds to connect; absent for no limit.</summary>
    [JsonPropertyName("connectS")]
    public double? ConnectSeconds { get; init; }

    /// <summary>Seconds to wait for the next bytes of a response; absent for no limit.</summary>
    [JsonPropertyName("readS")]
    public double? ReadSeconds { get; init; }

    /// <summary>How often a failed call is repeated. The probe never repeats.</summary>
    public int? Retries { get; init; }
}

/// <summary>What this process, on .NET, made of the same request.</summary>
public sealed record RuntimeControl
{
    /// <summary>Whether the route answered.</summary>
    public required ProbeOutcome Outcome { get; init; }

    /// <summary>The cause; absent when it passed.</summary>
    public Cause? Cause { get; init; }

    /// <summary>The first failed stage; absent when none failed.</summary>
    public Stage? Break { get; init; }

    /// <summary>What went wrong; absent when nothing did.</summary>
    public StageFailure? Failure { get; init; }

    /// <summary>The proxy that it took, and why.</summary>
    public ProxyFacts? Proxy { get; init; }

    /// <summary>The addresses that it tried, in order.</summary>
    public IReadOnlyList<AddressAttempt>? Attempts { get; init; }

    /// <summary>The TLS version that was agreed.</summary>
    public string? Protocol { get; init; }

    /// <summary>The issuer of the certificate that it was shown.</summary>
    public string? Issuer { get; init; }

    /// <summary>The status; absent when none came.</summary>
    public int? Status { get; init; }

    /// <summary>How long the response's headers took; absent when none came.</summary>
    [JsonPropertyName("respondMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? Respond { get; init; }

    /// <summary>What a result of this process says, as a control of another runtime's.</summary>
    /// <param name="result">The result.</param>
    public static RuntimeControl Of(ProbeResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var passed = result.Outcome is ProbeOutcome.Passed;
        return new()
        {
            Outcome = result.Outcome,
            Cause = passed ? null : result.Diagnosis.Cause,
            Break = result.Break,
            Failure = result.BrokenStage?.Failure,
            Proxy = result.Find<ConfigureEvidence>()?.Facts?.Proxy,
            Attempts = result.Find<ConnectEvidence>()?.Facts?.Attempts,
            Protocol = result.Find<SecureEvidence>()?.Facts?.Protocol,
            Issuer = result.Find<SecureEvidence>()?.Facts?.Issuer,
            Status = result.Response?.Status,
            Respond = result.Find<RespondEvidence>()?.Duration,
        };
    }
}
