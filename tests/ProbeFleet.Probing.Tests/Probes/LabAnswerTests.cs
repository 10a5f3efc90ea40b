using System.Text.Json;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Core.Json;
using ProbeFleet.Core.Routes;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.Probing.Tests.Probes;

/// <summary>Every answer that a provider or a gateway is known to give, over the wire: its cause and its owner.</summary>
public sealed class LabAnswerTests(LabApiFixture lab) : IClassFixture<LabApiFixture>
{
    public static TheoryData<string> Names { get; } = [.. LabAnswers.All.Select(answer => answer.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Answer_OverTheWire_HasItsCauseAndOwner(string name)
    {
        var answer = LabAnswers.Named(name);
        lab.Api.Heal();
        lab.Api.Behave(answer);
        var kind = Enum.GetValues<RouteKind>().Single(kind => Wire(kind) == answer.Persona.RouteKind());

        var result = await Probe.Of(lab.Api.BaseUrl(answer.Persona), kind, kind is RouteKind.AzureOpenAI ? "chat" : "gpt-4.1-nano").RunAsync();

        Assert.Equal((answer.Cause, answer.Owner), (Wire(result.Diagnosis.Cause), Wire(result.Diagnosis.Owner)));
        Assert.Equal(answer.Cause == "ok", result.Outcome is ProbeOutcome.Passed);
        Assert.Equal(answer.Status, result.Response!.Status);
    }

    private static string Wire<T>(T value)
        where T : struct, Enum =>
        JsonSerializer.SerializeToElement(value, typeof(T), ProbeFleetJson.Default).GetString()!;
}
