using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Packets;

/// <summary>Makes packets from results.</summary>
public static class PacketWriter
{
    private static readonly string[] IdHeaders = ["cf-ray", "x-azure-ref", "traceparent"];

    /// <summary>Makes the packet of one probe. The result is cleaned again, because result files may come from anywhere.</summary>
    public static Packet FromProbe(ProbeResult result, DateTimeOffset madeAt)
    {
        var clean = ResultSanitizer.Clean(result, Sanitizer.PatternsOnly);
        return new()
        {
            Kind = PacketKind.Probe,
            MadeAt = madeAt.ToUniversalTime(),
            ProbeId = clean.Id,
            ObservedAt = clean.StartedAt,
            Route = clean.Route,
            RouteFingerprint = clean.Fingerprint.Route,
            Sdk = Sdk(clean.Vantage.Runtime.Sdk),
            Vantage = clean.Vantage,
            Workload = clean.Workload,
            Depth = clean.Depth,
            Variant = clean.Variant,
            Outcome = clean.Outcome,
            Break = clean.Break,
            Slow = clean.Slow,
            Stages = [.. clean.Stages.Select(Rung)],
            Exceptions = clean.Exception ?? [],
            Answer = Answer(clean),
            Diagnosis = new(clean.Diagnosis.Cause, clean.Diagnosis.Owner, clean.Diagnosis.Confidence, clean.Diagnosis.Summary),
            Proved = [.. PathProof.From(clean)],
            Failing = [.. PathProof.Against(clean)],
            Changed = clean.Baseline,
            Recipient = Recipients.For(clean),
            DoNext = [.. clean.Slow is { } slow ? [SlowWords.DoNext(slow.Stage)] : Array.Empty<string>(), .. clean.Diagnosis.DoNext],
            DoNot = [.. clean.Slow is null ? Array.Empty<string>() : [SlowWords.DoNot], .. clean.Diagnosis.DoNot],
            Verification = new(
                "probefleet verify --packet PACKET.json",
                [new(clean.Vantage.Name, clean.Route.Name, clean.Depth, clean.Fingerprint.Route)]),
        };
    }

    private static PacketSdk Sdk(string sdk) =>
        sdk.LastIndexOf(' ') is > 0 and var space ? new(sdk[..space], sdk[(space + 1)..]) : new(sdk, null);

    private static PacketStage Rung(StageEvidence stage) => new()
    {
        Stage = stage.Stage,
        Outcome = stage.Outcome,
        Duration = stage.Duration,
        Note = stage.Failure?.Detail ?? stage.Reason,
    };

    private static PacketAnswer Answer(ProbeResult result) => result.Response is { } response
        ? new()
        {
            HadStatus = true,
            HadBody = result.Facts<AnswerFacts>() is { Bytes: > 0 },
            HadRequestId = response.RequestId is not null,
            Status = response.Status,
            Responder = response.Responder,
            ErrorCode = response.ErrorCode,
            ErrorType = response.ErrorType,
            ErrorMessage = response.ErrorMessage,
            RequestIds = RequestIds(response),
        }
        : new() { HadStatus = false, HadBody = false, HadRequestId = false };

    private static PacketRequestId[] RequestIds(ResponseEvidence response)
    {
        var headers = response.Headers
            .Where(header => header.Key.EndsWith("-id", StringComparison.OrdinalIgnoreCase) || IdHeaders.Contains(header.Key))
            .Select(header => new PacketRequestId(header.Key, header.Value))
            .OrderBy(id => id.Header, StringComparer.Ordinal)
            .ToArray();
        return response.RequestId is { } id && !headers.Any(header => header.Value == id) ? [new("request-id", id), .. headers] : headers;
    }
}
