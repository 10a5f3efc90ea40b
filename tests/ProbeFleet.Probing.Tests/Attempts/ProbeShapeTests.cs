using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.Probing.Tests.Attempts;

/// <summary>The probe is never itself the fault: the lab API validates as the real ones do.</summary>
public sealed class ProbeShapeTests(LabApiFixture lab) : IClassFixture<LabApiFixture>
{
    [Theory]
    [InlineData("gpt-4.1-nano")]
    [InlineData("gpt-5-nano")]
    [InlineData("o3-mini")]
    public async Task Completion_DirectRoute_PassesForReasoningAndOtherModels(string model)
    {
        var result = await Probe.Of(lab.Api.BaseUrl(LabPersona.OpenAI), model: model).RunAsync();

        result.AssertPassed();
        Assert.Null(result.Break);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("2024-10-21")]
    [InlineData("2024-06-01")]
    public async Task Completion_AzureSurfaces_Pass(string apiVersion)
    {
        var result = await Probe.Of(lab.Api.Https, RouteKind.AzureOpenAI, "chat", apiVersion).RunAsync();

        result.AssertPassed();
        Assert.Equal(Responder.AzureOpenAI, result.Response!.Responder);
    }

    [Theory]
    [InlineData(RouteKind.OpenAI, null)]
    [InlineData(RouteKind.AzureOpenAI, "v1")]
    [InlineData(RouteKind.AzureOpenAI, "2024-10-21")]
    public async Task ModelList_EachSurface_Passes(RouteKind kind, string? apiVersion)
    {
        var baseUrl = kind is RouteKind.OpenAI ? lab.Api.BaseUrl(LabPersona.OpenAI) : lab.Api.Https;

        var result = await (Probe.Of(baseUrl, kind, "chat", apiVersion) with { Depth = ProbeDepth.Authenticated }).RunAsync();

        result.AssertPassed();
    }

    [Fact]
    public async Task Path_GenuineRefusal_IsHealthyAndSendsNoCredential()
    {
        var before = lab.Api.Requests.Count;

        var result = await (Probe.Of(lab.Api.BaseUrl(LabPersona.OpenAI)) with { Depth = ProbeDepth.Path }).RunAsync();

        result.AssertPassed();
        Assert.Equal(401, result.Response!.Status);
        Assert.Empty(Assert.Single(lab.Api.Requests.Skip(before)).CredentialHeaders);
    }

    [Fact]
    public async Task Completion_OneProbe_IsOneRequestOnOneConnection()
    {
        var before = lab.Api.Requests.Count;

        var result = await Probe.Of(lab.Api.BaseUrl(LabPersona.OpenAI)).RunAsync();

        Assert.Single(lab.Api.Requests.Skip(before));
        Assert.Null(result.Find<ConnectEvidence>()!.Facts!.Connections);
        Assert.All(
            result.Stages.Where(stage => stage.Stage is not (Stage.Tunnel or Stage.Configure)),
            stage => Assert.Equal(StageOutcome.Passed, stage.Outcome));
    }
}
