namespace ProbeFleet.Functions.Tests.Http;

/// <summary>Calls about incidents that are wrong or about none that there is.</summary>
public sealed class IncidentCallTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    [Theory]
    [InlineData("GET", "/api/localization?window=soon", 400)]
    [InlineData("GET", "/api/localization?window=0m", 400)]
    [InlineData("GET", "/api/localization?window=25h", 400)]
    [InlineData("GET", "/api/incidents?state=ajar", 400)]
    [InlineData("GET", "/api/incidents?top=0", 400)]
    [InlineData("GET", "/api/incidents/x", 404)]
    [InlineData("GET", "/api/incidents/0199d000-0000-7000-8000-000000000000", 404)]
    [InlineData("GET", "/api/incidents/0199d000-0000-7000-8000-000000000000/packet", 404)]
    [InlineData("GET", "/api/probes/x/packet", 404)]
    [InlineData("POST", "/api/incidents/x/question", 404)]
    [InlineData("POST", "/api/incidents/0199d000-0000-7000-8000-000000000000/question", 404)]
    [InlineData("POST", "/api/incidents/x/verification", 404)]
    [InlineData("POST", "/api/incidents/0199d000-0000-7000-8000-000000000000/verification", 404)]
    public async Task Call_WrongOrUnknown_IsAProblem(string method, string path, int status)
    {
        var response = await fixture.App.SendAsync(new(method), path, "");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task PostVerification_UnknownMember_Is400() => Assert.Equal(
        HttpStatusCode.BadRequest,
        (await fixture.App.PostAsync("/api/incidents/0199d000-0000-7000-8000-000000000000/verification", """{"why":"x"}""")).StatusCode);
}
