using System.Diagnostics;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.FaultLab.Proxies;
using ProbeFleet.Probing.Credentials;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Runtimes;

namespace ProbeFleet.Probing.Tests.Runtimes;

/// <summary>What a runtime's process may know and reach, and that nothing it says can throw.</summary>
public sealed class ChildSafetyTests : IDisposable
{
    private const string Whole = "\"response\":{\"status\":200,\"headers\":[],\"body\":\"{}\",\"bytes\":2,\"complete\":true}";
    private readonly LabFolder _folder = LabFolder.Create("child-safety");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Environment_HasTheRoutesOwnSecretAndNothingElseOfThisProcess(bool isOfPerson)
    {
        Environment.SetEnvironmentVariable("CHILD_SAFETY_OTHER_KEY", "sk-planted-of-another-route");
        Environment.SetEnvironmentVariable("PROBEFLEET_CHILD_SAFETY", "planted-setting");
        var seen = Path.Combine(_folder.Path, "environment");

        await Of("https://localhost:9/v1", $"cat >/dev/null; env >{seen}").RunAsync(Probe.Surroundings with
        {
            Outbound = isOfPerson ? OutboundRules.OfPerson : new(CredentialList.Read("LAB_OPENAI_KEY@localhost", []), AllowsLoopback: true),
            Environment = name => name switch
            {
                "OPENAI_ORG_ID" => "org-planted",
                "NODE_PATH" => "/opt/packages",
                "HTTPS_PROXY" or "https_proxy" => "http://proxy.lab.test:3128",
                "NODE_USE_ENV_PROXY" => "1",
                _ => Probe.Surroundings.Environment(name),
            },
        });

        var variables = await File.ReadAllLinesAsync(seen, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(variables.Where(line => !line.StartsWith("OPENAI_ORG_ID", StringComparison.Ordinal)), line =>
            line.Contains("planted", StringComparison.Ordinal));
        Assert.Equal(isOfPerson, variables.Contains("OPENAI_ORG_ID=org-planted"));
        Assert.Contains($"PROBEFLEET_SECRET_0={Probe.Surroundings.Environment("LAB_OPENAI_KEY")}", variables);
        Assert.Contains("NODE_PATH=/opt/packages", variables);
        Assert.Contains(variables, line => line.StartsWith("PATH=", StringComparison.Ordinal));
        // The route is to take no proxy, so that no client can by itself.
        Assert.DoesNotContain(variables, line => line.Contains("PROXY", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("\"stages\":[{\"stage\":\"connect\",\"outcome\":\"passed\",\"atMs\":-1},{\"stage\":\"connect\",\"outcome\":\"failed\",\"atMs\":1e999}]", "")]
    [InlineData(Whole, "\"defaults\":{\"connectS\":1e999,\"readS\":-7,\"retries\":-2147483648}")]
    [InlineData(Whole, "\"packages\":{\"\\u0000\":\"1\",\"\\u0001\":\"2\",\"sk-lab\":null}")]
    [InlineData(Whole, "\"client\":\"\\ud83d\"")]
    [InlineData("\"response\":{\"status\":200,\"body\":\"\\ud83d\",\"headers\":[[\"a\\r\\nb\",\"\\udc00\"],null,[],[null]],\"bytes\":9223372036854775807}", "")]
    [InlineData("\"response\":{\"status\":99999999999}", "")]
    [InlineData("\"totalMs\":NaN", "")]
    public async Task OddEvidence_IsOneResultThatCanBeWritten(string facts, string runtime)
    {
        var line = $"{{\"schema\":1,\"runtime\":{{\"version\":\"9\"{(runtime is "" ? "" : ",")}{runtime}}},{facts}}}";
        var evidence = _folder.Write($"evidence{Guid.NewGuid():N}", line + "\n");

        var result = await Of("http://localhost:9/v1", $"cat >/dev/null; cat {evidence}").RunAsync();

        Assert.DoesNotContain("probe.failed", result.ToJson(), StringComparison.Ordinal);
        Assert.All(result.Exception ?? [], link => Assert.EndsWith(nameof(RuntimeException), link.Type, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProxyOfTheRouteAtAnAddressOfTheCloud_IsRefusedBeforeAnythingRuns()
    {
        var ran = Path.Combine(_folder.Path, "ran");

        var result = await Of("http://api.lab.test/v1", $"touch {ran}").Through(new("http://169.254.169.254")).RunAsync();

        Assert.Equal(Cause.ConfigTargetNotAllowed, result.Diagnosis.Cause);
        Assert.False(File.Exists(ran));
    }

    [Fact]
    public async Task ProxyOfTheRouteWhoseNameLeadsToARefusedNetwork_IsNotConnectedTo()
    {
        Assert.SkipWhen(LabRequirements.MissingFor("python3") is not null, "python3 is not installed");
        await using var proxy = FaultServer.Start(FaultProxy.Working);
        var script = RuntimeScript.Write(WorkloadRuntime.Python, new()
        {
            Url = new("http://api.lab.test/v1/models"),
            BaseUrl = new("http://api.lab.test/v1"),
            Method = "GET",
            Secrets = [],
            Proxy = $"http://localhost:{proxy.Endpoint.Port}",
            Budget = RuntimeBudget.From(Probe.Ample),
            Refuse = ["127.0.0.0/8", "::1/128"],
        });

        var child = await ChildRun.RunAsync(
            new ProcessStartInfo(LabRequirements.PathOf("python3")!, Interpreter.ArgumentsOf(WorkloadRuntime.Python)),
            script,
            TestContext.Current.CancellationToken);

        Assert.Equal("TARGET_NOT_ALLOWED", RuntimeReport.Read(child.Output)?.Failure?.Code);
        Assert.Empty(proxy.Connections);
    }

    [Fact]
    public void PlaceOfTokens_IsARefusedNetworkOfAPrivateRouteOnItsPort()
    {
        var route = Probe.Of(new("http://names.lab.test:41741/v1")).Route with { IsPrivate = true };
        var rules = new OutboundRules(null, AllowsLoopback: true);

        string? Tokens(string name) => name is "IDENTITY_ENDPOINT" ? "http://127.0.0.1:41741/msi/token" : null;

        Assert.Contains("127.0.0.0/8", rules.RefusedNetworks(route, route.BaseUrl, Tokens));
        Assert.DoesNotContain("127.0.0.0/8", rules.RefusedNetworks(route, new("http://names.lab.test:80"), Tokens));
        Assert.DoesNotContain("127.0.0.0/8", rules.RefusedNetworks(route, route.BaseUrl, _ => null));
    }

    public void Dispose() => _folder.Dispose();

    private ProbeRequest Of(string url, string script)
    {
        var path = _folder.Write($"program{Guid.NewGuid():N}", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var request = Probe.Of(new(url));
        return request with { Route = request.Route with { Runtime = WorkloadRuntime.Python }, Interpreter = path };
    }
}
