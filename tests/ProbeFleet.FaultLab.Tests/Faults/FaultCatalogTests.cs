using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.FaultLab.Tests.Faults;

public sealed class FaultCatalogTests
{
    public static TheoryData<string> Names { get; } = [.. FaultCatalog.All.Select(fault => fault.Name)];

    [Fact]
    public void All_NamesAreUnique() => Assert.Equal(FaultCatalog.All.Count, FaultCatalog.All.DistinctBy(fault => fault.Name).Count());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Scenario_MetByABareClient_FailsBeforeAResponseOrAnswers(string name)
    {
        var scenario = FaultCatalog.Named(name);
        await using var fault = await scenario.StartAsync(TestContext.Current.CancellationToken);
        var error = await BareClient.PostAsync(
            fault.BaseUrl, fault.Proxy, TestContext.Current.CancellationToken, scenario.NeverEnds ? BareClient.Short : null);
        var answers = scenario.Cause is "ok" or "http.redirected" || scenario.Break == "answer"
            && !scenario.Name.StartsWith("http/", StringComparison.Ordinal);
        Assert.Equal(answers, error is null);
        Assert.Equal(scenario.NeverEnds, error is TaskCanceledException);
    }
}
