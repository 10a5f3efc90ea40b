using System.Net;
using System.Text;
using System.Text.Json;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab;
using ProbeFleet.Fleet.Contracts;
using ProbeFleet.Fleet.OnDemand;

namespace ProbeFleet.Cli.Tests.Fleets;

/// <summary>An app that now and then does not answer: the vantages go on meanwhile, and what they find is waited for.</summary>
public sealed class FleetPollingTests
{
    private const string Busy = """{"title":"Too much is asked at once.","status":429,"detail":"Ask again in 1 s."}""";
    private const string Gone = """{"title":"Storage does not answer.","status":503,"detail":"No account answers."}""";

    private static readonly Guid Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Probe_SomeAnswersDoNotCome_IsToldOnceAndTheResultsAreShown()
    {
        var run = await RunAsync(
            ["probe", "--fleet", "--output", "json"], (202, Ordered(TimeSpan.FromMinutes(2))), (429, Busy), (503, Gone), (200, Finished()));

        Assert.Equal(0, run.Code);
        Assert.Contains("\"outcome\": \"passed\"", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            [
                "Asked eu. A vantage that does not answer is absent after two minutes.",
                $"ADDRESS cannot answer GET /api/probes/requests/{Id} (429): Ask again in 1 s. What was asked for goes on there; asking again.",
                "eu: answered, 0 of 1 failed",
            ],
            run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Verify_SomeAnswersDoNotCome_TheProofIsShown()
    {
        var incident = Sample.Incident(Sample.Noon, Sample.Result().Affected()) with
        {
            Verifications =
            [
                new()
                {
                    Id = Id,
                    RequestedAt = Sample.Noon,
                    Deadline = Sample.Noon,
                    Outcome = VerificationOutcome.Verified,
                    Proofs = [new(new("eu"), new("openai"), ProofVerdict.Verified, "The same request passed.")],
                },
            ],
        };

        var run = await RunAsync(
            ["verify", "--incident", $"{Guid.Empty}"], (202, Ordered(TimeSpan.FromMinutes(2))), (503, Gone), (429, Busy),
            (200, JsonSerializer.Serialize(incident, ProbeFleetJson.Default.Incident)));

        Assert.True(run.Code == 0, run.ToString());
        Assert.Contains("VERIFIED", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n'), line => line.Contains("asking again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Probe_WhatWasAskedCannotBeRead_EndsAtOnce()
    {
        var run = await RunAsync(
            ["probe", "--fleet"], (202, Ordered(TimeSpan.FromMinutes(2))),
            (500, """{"title":"It exists, but this version cannot read it.","status":500,"detail":"Update this app."}"""));

        Assert.Equal(19, run.Code);
        Assert.EndsWith("(500): Update this app.", run.Error.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("probe --fleet")]
    [InlineData("verify --incident 00000000-0000-0000-0000-000000000000")]
    public async Task Run_NoAnswerWhenAllMustHaveEnded_IsUnknown(string command)
    {
        var run = await RunAsync(command.Split(' '), (202, Ordered(TimeSpan.FromMinutes(-3))), (503, Gone));

        Assert.Equal((19, ""), (run.Code, run.Output));
        Assert.Contains("No account answers.", run.Error, StringComparison.Ordinal);
    }

    private static string Ordered(TimeSpan left) => JsonSerializer.Serialize(
        new RequestBody(Id, "/", TimeProvider.System.GetUtcNow() + left, ["eu"]), ContractJson.Default.RequestBody);

    private static string Finished() => JsonSerializer.Serialize(
        new RequestStatus(
            Id, Sample.Noon, Sample.Noon, null, [new("openai")], IsFinished: true, [new(new("eu"), VantageAnswer.Answered, 1)],
            [Sample.Passed().From("eu")]),
        ContractJson.Default.RequestStatus);

    /// <summary>Runs a command against an app that gives these answers, one after the other.</summary>
    private static async Task<CliRun> RunAsync(string[] command, params (int Status, string Body)[] answers)
    {
        var url = $"http://127.0.0.1:{FreePort.Take(IPAddress.Loopback)}/";
        using var listener = new HttpListener { Prefixes = { url } };
        listener.Start();
        _ = ServeAsync(listener, answers);
        var run = await CliRun.WithAsync(
            (_, _, _) => throw new InvalidOperationException(), [.. command, "--url", url, "--key", "a-function-key"]);
        return run with { Error = run.Error.Replace(url, "ADDRESS", StringComparison.Ordinal) };
    }

    private static async Task ServeAsync(HttpListener listener, (int Status, string Body)[] answers)
    {
        try
        {
            foreach (var (status, body) in answers)
            {
                var response = (await listener.GetContextAsync()).Response;
                response.StatusCode = status;
                response.ContentType = status < 400 ? "application/json" : "application/problem+json";
                response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The command ended before it had asked that often.
        }
    }
}
