using System.Text.Json;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Packets;
using ProbeFleet.Fleet.Rounds;

namespace ProbeFleet.Fleet.Tests;

/// <summary>Results that nobody had to probe for.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static List<RoundResult> Batch(int count) => [.. Enumerable.Range(0, count).Select(number => new RoundResult(Result($"route-{number}"), false))];

    public static ProbeResult Result(
        string route = "lab",
        ProbeOutcome outcome = ProbeOutcome.Passed,
        DateTimeOffset? at = null,
        ProbeDepth depth = ProbeDepth.Completion,
        Vantage? vantage = null,
        string? issuer = null) => new()
        {
            Id = Guid.CreateVersion7(at ?? Noon),
            StartedAt = at ?? Noon,
            Duration = TimeSpan.FromMilliseconds(212.407),
            Vantage = vantage ?? Lab.Vantage,
            Route = new()
            {
                Name = new RouteName(route),
                Kind = RouteKind.OpenAI,
                BaseUrl = "https://localhost/v1",
                Model = "gpt-4.1-nano",
            },
            Depth = depth,
            Outcome = outcome,
            Break = outcome is ProbeOutcome.Failed ? Stage.Connect : null,
            Stages = issuer is null ? [] : [new SecureEvidence { Outcome = StageOutcome.Passed, Facts = new() { Issuer = issuer } }],
            Diagnosis = new()
            {
                Cause = outcome is ProbeOutcome.Failed ? Cause.TcpRefused : Cause.Ok,
                Owner = outcome is ProbeOutcome.Failed ? Owner.ConnectionPath : Owner.None,
                Confidence = 1,
                Summary = "A sample.",
            },
            Fingerprint = new("sha256:route", "sha256:path"),
        };

    public static string Text(RoundResult result) => $"{result.IsConfirmation} {JsonSerializer.Serialize(result.Result, ProbeFleetJson.Default.ProbeResult)}";
}
