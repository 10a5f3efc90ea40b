using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Tests.Golden;

namespace ProbeFleet.Core.Tests.Diagnosis;

/// <summary>What is said of an answer whose words nobody knows.</summary>
public sealed class HedgingTests
{
    private static readonly GoldenAnswer Template = GoldenAnswer.All["cohere-1"];

    private static readonly string[] Bodies =
        ["""{"oops":"teapots are out"}""", """{"error":{"message":"teapots are out"}}""", """{"message":"teapots are out"}"""];

    public static TheoryData<RouteKind, int> Answers { get; } = new(
        from kind in new[] { RouteKind.OpenAI, RouteKind.Gateway }
        from status in new[] { 400, 401, 403, 404, 405, 409, 418, 422, 451, 500, 502, 503, 504, 520, 529 }
        select (kind, status));

    [Theory, MemberData(nameof(Answers))]
    public void UnknownWords_OfAnUnknownServer_LeaveSeveralOwnersAndOneLook(RouteKind kind, int status)
    {
        foreach (var body in Bodies)
        {
            var answer = Template with { Kind = kind, Status = status, Body = body, Headers = new Dictionary<string, string>() };

            var diagnosis = Diagnostician.Diagnose(answer.Evidence());

            var said = $"{kind} {status} {body}: {diagnosis.Cause} {diagnosis.Confidence}: "
                + $"{string.Join(" | ", diagnosis.DoNext.Concat(diagnosis.DoNot))}";
            Assert.True(diagnosis.Confidence <= 0.5, said);
            Assert.True((diagnosis.Alternatives ?? []).Select(other => other.Owner).Append(diagnosis.Owner).Distinct().Count() is >= 2
                and <= 4, said);
            Assert.True(diagnosis.DoNext.Count is >= 1 and <= 4, said);
            Assert.DoesNotContain(diagnosis.DoNot, warning => warning.Contains("key", StringComparison.OrdinalIgnoreCase));
            Assert.True(diagnosis.Summary.Contains("teapots", StringComparison.Ordinal), said);
        }
    }
}
