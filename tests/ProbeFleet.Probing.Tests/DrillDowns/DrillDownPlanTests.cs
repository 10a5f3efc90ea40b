using ProbeFleet.FaultLab.Proxies;

namespace ProbeFleet.Probing.Tests.DrillDowns;

/// <summary>What is done after the probe's own request: it repeats that request, connects nowhere else, and ends when the caller says.</summary>
public sealed class DrillDownPlanTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>A refusal of what the probe chose is no proof that the path works.</summary>
    [Fact]
    public async Task GatewayThatTakesMaxTokensOnly_AndThenCuts_IsAskedTheSameWithoutTheSdk()
    {
        await using var server = FaultServer.Start(async (connection, stopping) =>
        {
            var request = await connection.ReadRequestAsync(stopping);
            if (request?.Body.Contains("max_completion_tokens", StringComparison.Ordinal) is true)
            {
                const string refusal = """{"error":{"message":"Unsupported parameter: 'max_completion_tokens'."}}""";
                await connection.WriteAsync(
                    $"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: {refusal.Length}\r\n"
                        + $"Connection: close\r\n\r\n{refusal}",
                    stopping);
            }

            await connection.CloseAsync(stopping);
        });

        var result = await (Probe.Of(server.Http(), RouteKind.Gateway) with { Explain = true }).RunAsync();

        Assert.Equal(Stage.Respond, result.Break);
        Assert.Equal((false, null), (result.DrillDown!.WithoutSdk!.ReachedApi, result.DrillDown.WithoutSdk.Status));
        Assert.Single(server.Requests, request => request.Body.Contains("max_completion_tokens", StringComparison.Ordinal));
        Assert.Equal(2, server.Requests.Count(request => request.Body.Contains("\"max_tokens\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ModelListThatIsNotOffered_AndACompletionThatIsCut_IsAskedTheSameWithoutTheSdk()
    {
        await using var server = FaultServer.Start(async (connection, stopping) =>
        {
            var request = await connection.ReadRequestAsync(stopping);
            if (request?.Method == "GET")
            {
                await connection.WriteAsync(
                    "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}", stopping);
            }

            await connection.CloseAsync(stopping);
        });
        var request = Probe.Of(server.Http(), RouteKind.Gateway) with { Explain = true, Depth = ProbeDepth.Authenticated };

        var result = await request.RunAsync();

        Assert.Equal(Stage.Respond, result.Break);
        Assert.Equal((Stage.Respond, null), (result.DrillDown!.WithoutSdk!.Break, result.DrillDown.WithoutSdk.Status));
        Assert.Equal(2, server.Requests.Count(sent => sent.Method == "POST"));
    }

    [Fact]
    public async Task CallerCancelsTheTrialOfAddresses_WhatTheProbeSawIsTheResult()
    {
        await using var server = FaultServer.Start(Misbehave.Healthy);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var clock = new ManualClock { Waiting = wait => _ = wait == Longest ? caller.CancelAsync() : Task.CompletedTask };
        var request = Probe.Of(server.Http()) with { Explain = true, Variant = ProbeVariant.IPv4 };

        var result = await new RouteProber(Probe.Surroundings with { Clock = clock }).ProbeAsync(request, null, caller.Token);

        result.AssertPassed();
        Assert.Equal(["everything: the caller cancelled"], result.DrillDown!.LeftOut!);
    }

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
