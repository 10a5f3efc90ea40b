using System.Diagnostics;
using ProbeFleet.Probing.Runtimes;

namespace ProbeFleet.Probing.Tests.Runtimes;

/// <summary>Interpreters that are not there, that are something else, or that do not end: each is one result.</summary>
public sealed class InterpreterTests : IDisposable
{
    private readonly LabFolder _folder = LabFolder.Create("interpreters");

    [Fact]
    public async Task NoInterpreter_IsOneResultThatSaysSo()
    {
        var result = await ProbeAsync(Path.Combine(_folder.Path, "missing"));

        AssertNotAvailable(result, "there is no file");
    }

    [Fact]
    public async Task NoInterpreterOnThePath_IsOneResultThatSaysSo()
    {
        var request = Probe.Of(new("https://localhost:9/v1"));
        var result = await (request with { Route = request.Route with { Runtime = WorkloadRuntime.Node } })
            .RunAsync(Probe.Surroundings with
            {
                Environment = name => name is "PATH"
                ? _folder.Path
                : Probe.Surroundings.Environment(name)
            });

        AssertNotAvailable(result, "there is no node or nodejs on the path");
    }

    [Theory]
    [InlineData("echo '{\"schema\":1,\"runtime\":7}'; echo oh no >&2; exit 3",
        "ended with exit code 3 and without evidence and said: oh no")]
    [InlineData("cat >/dev/null; echo '[1,2'", "without evidence and said: [1,2")]
    [InlineData("exec yes '{\"schema\":1'", "without evidence and said: {\"schema\":1")]
    [InlineData("exit 0", "ended with exit code 0 and without evidence")]
    public async Task OddOutput_IsOneResultThatRepeatsIt(string script, string said)
    {
        var result = await ProbeAsync(Program(script));

        AssertNotAvailable(result, said);
    }

    [Fact]
    public async Task InterpreterThatHangs_IsKilledWithItsChildrenByTheProbesBudget()
    {
        var pids = Path.Combine(_folder.Path, "pids");
        var program = Program($"sleep 600 & echo $! >>{pids}; echo $$ >>{pids}; cat >/dev/null; wait");

        var result = await ProbeAsync(program, TimeSpan.FromSeconds(1.5));

        AssertNotAvailable(result, "gave no evidence within the probe's budget");
        Assert.All(File.ReadAllLines(pids), pid => Assert.False(IsRunning(int.Parse(pid)), $"{pid} still runs"));
    }

    [Fact]
    public async Task InterpreterWhoseStrayHoldsItsOutput_IsNotWaitedForBeyondTheBudget()
    {
        var pid = Path.Combine(_folder.Path, "stray");
        var program = Program($"(setsid sh -c 'echo $$ >{pid}; exec sleep 600' &)\ncat >/dev/null\nsleep 600");

        var result = await ProbeAsync(program, TimeSpan.FromSeconds(1.5));

        AssertNotAvailable(result, "gave no evidence within the probe's budget");
        using var stray = Process.GetProcessById(int.Parse(File.ReadAllText(pid)));
        stray.Kill();
    }

    [Fact]
    public async Task EvidenceOfNonsense_IsOneResult()
    {
        var result = await ProbeAsync(Program(
            """
            cat >/dev/null
            echo '{"schema":1,"runtime":{"version":"9"},"connect":[null,{"endpoint":"x"}],"response":{"status":-1},"totalMs":-5,' | tr -d '\n'
            echo '"stages":[null,{"stage":"?"},{"stage":"secure","outcome":"passed","atMs":1e308}],"failure":{"stage":"nowhere","code":"ODD"}}'
            """));

        Assert.Equal(ProbeOutcome.Failed, result.Outcome);
        Assert.NotNull(result.Break);
    }

    [Fact]
    public async Task PlaceThatRunsNoRuntimes_RefusesWithItsReason()
    {
        var request = Probe.Of(new("https://localhost:9/v1"));
        var result = await (request with { Route = request.Route with { Runtime = WorkloadRuntime.Python } })
            .RunAsync(Probe.Surroundings with { RuntimeRefusal = "this vantage runs none" });

        AssertNotAvailable(result, "this vantage runs none");
        Assert.Equal(Owner.Configuration, result.Diagnosis.Owner);
    }

    [Fact]
    public async Task VariantOfDotnetsOwn_IsRefusedWithItsReason()
    {
        var request = Probe.Of(new("https://localhost:9/v1"));
        var result = await (request with
        {
            Route = request.Route with { Runtime = WorkloadRuntime.Python },
            Variant = ProbeVariant.SystemTrust
        }).RunAsync();

        AssertNotAvailable(result, "the variant system-trust is made by .NET alone");
    }

    [Theory]
    [InlineData(WorkloadRuntime.Python, "python3")]
    [InlineData(WorkloadRuntime.Node, "node")]
    public async Task NameThatLeadsToARefusedNetwork_IsNotConnectedTo(WorkloadRuntime runtime, string program)
    {
        Assert.SkipWhen(LabRequirements.MissingFor(program) is not null, $"{program} is not installed");
        await using var server = FaultServer.Start(Misbehave.Healthy);
        var script = RuntimeScript.Write(runtime, new()
        {
            Url = server.Http("/v1/chat/completions"),
            BaseUrl = server.Http(),
            Method = "POST",
            Body = "{}",
            Secrets = [],
            Budget = RuntimeBudget.From(Probe.Ample),
            Refuse = ["127.0.0.0/8", "::1/128"],
        });

        var child = await ChildRun.RunAsync(
            new ProcessStartInfo(
                LabRequirements.PathOf(program)!, Interpreter.ArgumentsOf(runtime)), script, TestContext.Current.CancellationToken);

        Assert.Equal("TARGET_NOT_ALLOWED", RuntimeReport.Read(child.Output)?.Failure?.Code);
        Assert.Empty(server.Connections);
    }

    [Fact]
    public void Script_HoldsNoSecretAndNothingButAsciiOfItsOrder()
    {
        var text = RuntimeScript.Write(WorkloadRuntime.Python, new()
        {
            Url = new("https://api.lab.test/v1/chat/completions"),
            BaseUrl = new("https://api.lab.test/v1"),
            Method = "POST",
            Body = """{"model":"é\"'''\u2028"}""",
            Secrets = [new("Authorization", "Bearer ", "LAB_OPENAI_KEY")],
            Budget = RuntimeBudget.From(Probe.Ample),
        });

        Assert.DoesNotContain("@ORDER@", text, StringComparison.Ordinal);
        Assert.All(text, character => Assert.True(char.IsAscii(character)));
    }

    public void Dispose() => _folder.Dispose();

    private string Program(string script)
    {
        var path = _folder.Write($"program{Guid.NewGuid():N}", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }

    private static Task<ProbeResult> ProbeAsync(string interpreter, TimeSpan? total = null)
    {
        var request = Probe.Of(new("https://localhost:9/v1"));
        return (request with
        {
            Route = request.Route with { Runtime = WorkloadRuntime.Python },
            Interpreter = interpreter,
            Budget = request.Budget with { Total = total ?? request.Budget.Total },
        }).RunAsync();
    }

    private static void AssertNotAvailable(ProbeResult result, string said)
    {
        Assert.True((Stage.Configure, Cause.ConfigRuntimeNotAvailable) == (result.Break, result.Diagnosis.Cause), result.ToJson());
        Assert.Contains(said, result.Diagnosis.Summary, StringComparison.Ordinal);
    }

    private static bool IsRunning(int pid) =>
        File.Exists($"/proc/{pid}/stat") && File.ReadAllText($"/proc/{pid}/stat").Split(' ')[2] is not "Z";
}
