using System.Text.Json;
using ProbeFleet.Core.Diagnosis.Meanings;
using ProbeFleet.Core.Recognition;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Core.Tests.Golden;

/// <summary>Reported refusals of what a probe chooses, and what each asks for.</summary>
public sealed class RefusalTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private static readonly IReadOnlyDictionary<string, Refusal> All =
        JsonSerializer.Deserialize<Refusal[]>(File.ReadAllText(Path.Combine(GoldenCase.Root, "Refusals.json")), Options)!
            .ToDictionary(refusal => refusal.Report);

    public static TheoryData<string> Reports => [.. All.Keys];

    [Theory, MemberData(nameof(Reports))]
    public void Refusal_AsReported_AsksForTheShapeThatWorks(string report)
    {
        var refusal = All[report];
        var reading = Read(refusal);

        Assert.Equal(refusal.Wants, ShapeRefusals.Wanted(reading.Response, reading.Answer, []));
    }

    [Theory, MemberData(nameof(Reports))]
    public void Refusal_OfWhatWasChangedAlready_AsksForNothing(string report)
    {
        var refusal = All[report];
        var reading = Read(refusal);

        Assert.Null(ShapeRefusals.Wanted(reading.Response, reading.Answer, Enum.GetValues<ShapeChange>()));
    }

    private static ResponseReading Read(Refusal refusal) => ResponseReader.Read(
        new RawResponse
        {
            Status = refusal.Status,
            Body = refusal.Body.GetRawText(),
            RouteKind = RouteKind.OpenAI,
            Host = "llm.contoso.com"
        },
        Sanitizer.PatternsOnly);

    private sealed record Refusal(string Report, int Status, ShapeChange? Wants, JsonElement Body);
}
