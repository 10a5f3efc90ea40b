using ProbeFleet.FaultLab.Proxies;

namespace ProbeFleet.Probing.Tests.DrillDowns;

/// <summary>What is done after the probe's own request.</summary>
public sealed class DrillDownPlanTests
{
    /// <summary>The proxy that a route names is checked for each connection through it, whatever the connection is for.</summary>
    [Fact]
    public async Task StatusPageOfABrokenRoute_ThroughAProxyOnTheVantageItself_IsNotAskedFor()
    {
        await using var proxy = FaultServer.Start(FaultProxy.Working);
        var request = Probe.Of(new("https://api.lab.test/v1")).Through(new($"http://localhost:{proxy.Endpoint.Port}"));

        var result = await (request with { ReadStatusPage = true, Origin = new("https://app.contoso.example") }).RunAsync(
            Probe.Surroundings with { Outbound = new(null, AllowsLoopback: false) });

        Assert.Equal(Cause.ConfigTargetNotAllowed, result.Diagnosis.Cause);
        Assert.Equal("unreadable", result.StatusPage!.Indicator);
        Assert.Equal(FailureKind.TargetNotAllowed, result.Preflight!.Failure!.Kind);
        Assert.Empty(proxy.Connections);
    }
}
