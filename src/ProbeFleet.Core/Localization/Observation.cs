using System.Net;

namespace ProbeFleet.Core.Localization;

/// <summary>What localization uses of one probe's result. A status page's word is not among it: it moves no probability.</summary>
public sealed record Observation
{
    private const int InstanceLength = 8;

    /// <summary>The probe's id, or for a result without one its place in the file, such as <c>results[12]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Which way the probe went.</summary>
    public required ProbedPath Path { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether the route answered.</summary>
    public required ProbeOutcome Outcome { get; init; }

    /// <summary>The first failed stage; null when none failed.</summary>
    public Stage? Break { get; init; }

    /// <summary>The diagnosed cause.</summary>
    public Cause Cause { get; init; }

    /// <summary>For a probe that passed: the stage that a latency detector found slow; null when none was.</summary>
    public Stage? Slow { get; init; }

    /// <summary>Who produced the response; null when none came.</summary>
    public Responder? Responder { get; init; }

    /// <summary>The response's status; null when none came.</summary>
    public int? Status { get; init; }

    /// <summary>The response's request id.</summary>
    public string? RequestId { get; init; }

    /// <summary>The route's fingerprint: two results of one route are compared only when theirs are equal or unknown.</summary>
    public string? RouteFingerprint { get; init; }

    /// <summary>The model that a healthy answer says it is from; null when it says none.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The instance of the vantage that probed, by the last 8 characters of its ID, of a full host name its first label's; null when the
    /// host told none.
    /// </summary>
    public string? Instance { get; init; }

    /// <summary>
    /// What the look after a failed probe found on other ways at the same moment; absent when it found nothing that counts.
    /// </summary>
    public IReadOnlyList<SideLook>? Beside { get; init; }

    /// <summary>The observation, and each side look at it as an observation of the way that it took.</summary>
    public IEnumerable<Observation> WithSideLooks() => [this, .. (Beside ?? []).Select(look => look.ToObservation(this))];

    /// <summary>An instance as observations name it.</summary>
    internal static string? InstanceOf(string? id)
    {
        // The domain behind a host's name is that of all instances.
        var own = id?.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && !IPAddress.TryParse(id, out _) ? id[..dot] : id;
        return own is { Length: > InstanceLength } ? own[^InstanceLength..] : own;
    }

    /// <summary>The observation of a result.</summary>
    public static Observation From(ProbeResult result) => new()
    {
        Id = result.Id.ToString(),
        Path = new(result.Vantage.Name, result.Route.Name, result.Depth, result.Variant ?? ProbeVariant.Full),
        StartedAt = result.StartedAt,
        Outcome = result.Outcome,
        Break = result.Break,
        Cause = result.Diagnosis.Cause,
        Slow = result.Slow?.Stage,
        Responder = result.Response?.Responder,
        Status = result.Response?.Status,
        RequestId = result.Response?.RequestId,
        RouteFingerprint = result.Fingerprint.Route,
        Model = result.Outcome is ProbeOutcome.Passed ? result.Response?.Model : null,
        Instance = InstanceOf(result.Vantage.Runtime.Instance),
        Beside = result.DrillDown is { } look
            ? SideLooks.Find(look, result.Depth, result.Break, result.Diagnosis.Cause, result.Response?.Status)
            : null,
    };
}
