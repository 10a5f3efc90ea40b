using ProbeFleet.Core.Localization.Files;
using ProbeFleet.Core.Localization.Inference;

namespace ProbeFleet.Core.Tests.Localization.Files;

public sealed class IncidentFileReaderTests
{
    private const string Valid = """
        {
          "window": { "from": "2026-11-21T03:00:00Z", "to": "2026-11-21T04:15:00+01:00" },
          "vantages": [ { "name": "swe", "region": "swedencentral", "network": "vnet/snet", "resolver": "1.1.1.1", "proxy": "p:3128", "image": "i" } ],
          "routes": [
            { "name": "openai", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "model": "m", "credential": "env:KEY",
              "quotaScope": "a", "private": true, "http": "1.1", "runtime": "node", "reuseEvery": "06:00:00" } ],
          "results": [
            { "startedAt": "2026-11-21T03:01:00Z",
              "vantage": { "name": "swe", "runtime": { "instance": "0123456789abcdef" } }, "route": { "name": "openai" }, "outcome": "passed",
              "response": { "status": 200, "model": "gpt-x" },
              "statusPage": { "indicator": "none" } },
            { "id": "x", "startedAt": "2026-11-21T03:02:00Z", "vantage": { "name": "swe" }, "route": { "name": "openai" },
              "outcome": "failed", "break": "answer",
              "depth": "authenticated", "variant": "keyless", "diagnosis": { "cause": "server.error", "owner": "api-server" },
              "response": { "status": 500, "responder": "openai", "requestId": "req_1" }, "fingerprint": { "route": "sha256:a", "path": "sha256:b" } }
          ]
        }
        """;

    [Fact]
    public void Read_AValidFile_KeepsWhatLocalizationNeeds()
    {
        var file = IncidentFileReader.Read(Valid).File!;

        Assert.Equal(new DateTimeOffset(2026, 11, 21, 3, 15, 0, TimeSpan.Zero), file.Window.To);
        Assert.Equal("1.1.1.1", file.Vantages[0].Resolver);
        Assert.True(file.Routes[0] is { Kind: RouteKind.OpenAI, Runtime: WorkloadRuntime.Node });
        Assert.True(file.Routes[0].Declared is { IsPrivate: true, QuotaScope: "a" });
        Assert.True(file.Results[0] is { Id: "results[0]", Outcome: ProbeOutcome.Passed, Cause: Cause.Ok, Model: "gpt-x", Instance: "89abcdef" });
        Assert.True(file.Results[1] is
        {
            Id: "x", Break: Stage.Answer, Cause: Cause.ServerError, Status: 500, Responder: Responder.OpenAI, RequestId: "req_1",
            RouteFingerprint: "sha256:a", Path: { Depth: ProbeDepth.Authenticated, Variant: ProbeVariant.Keyless },
        });
    }

    [Fact]
    public void Read_WhatTheDrillDownFoundOpen_IsBesideTheFailure()
    {
        const string drillDown = """
            "break": "connect", "drillDown": {
              "resolver": { "servers": [] }, "variants": [
                { "variant": "no-proxy", "reachedApi": true, "status": 200, "durationMs": 3.5 },
                { "variant": "other-resolver", "reachedApi": true, "status": 401 },
                { "variant": "system-trust", "reachedApi": false, "break": "connect", "failure": { "kind": "certificate", "detail": "x" } },
                { "variant": "list-models", "reachedApi": true, "status": 503 } ],
              "addresses": [ { "endpoint": "192.0.2.1:443", "failure": { "kind": "refused" } }, { "endpoint": "192.0.2.2:443" } ] }
            """;
        var file = IncidentFileReader.Read(Valid.Replace("\"break\": \"answer\"", drillDown, StringComparison.Ordinal)).File!;

        Assert.Null(file.Results[0].Beside);
        Assert.Equal(
            [
                (ProbeVariant.NoProxy, ProbeDepth.Authenticated, false, Cause.Ok),
                (ProbeVariant.OtherResolver, ProbeDepth.Path, false, Cause.Ok),
                (ProbeVariant.Full, ProbeDepth.Path, true, Cause.Ok),
            ],
            file.Results[1].Beside!.Select(look => (look.Variant, look.Depth, look.OnlyConnects, look.Cause)));
        Assert.Equal(["x", "x#no-proxy", "x#other-resolver", "x#connect"], file.Results[1].WithSideLooks().Select(item => item.Id));
    }

    [Fact]
    public void Read_ProbesThatGotNoCredential_AreLocatedThoughTheirFingerprintLacksIt()
    {
        var healthy = Enumerable.Range(0, 6).Select(minute => Row(minute, "\"outcome\": \"passed\"", "a"));
        var failed = Enumerable.Range(6, 4).Select(minute => Row(
            minute, "\"outcome\": \"failed\", \"break\": \"credential\", \"diagnosis\": { \"cause\": \"credential.timeout\" }", "b"));
        var rows = Valid.IndexOf("\"results\"", StringComparison.Ordinal);

        var located = Localizer.Locate(IncidentFileReader.Read(
            $"{Valid[..rows]}\"results\": [{string.Join(',', [.. healthy, .. failed])}] }}").File!);

        Assert.Empty(located.NotComparable);
        Assert.NotEqual(Owner.None, located.Verdict.Owner);

        static string Row(int minute, string outcome, string fingerprint) =>
            $$"""
            { "startedAt": "2026-11-21T03:0{{minute}}:00Z", "vantage": { "name": "swe" }, "route": { "name": "openai" }, {{outcome}},
              "fingerprint": { "route": "sha256:{{fingerprint}}", "path": "sha256:c" } }
            """;
    }

    [Theory]
    [InlineData("\"connect\"")]
    [InlineData("""{ "stage": "connect", "tookMs": 380, "usualMs": 95 }""")]
    public void Read_ASlowResult_AsWrittenOrAsStored_HasItsStage(string slow)
    {
        var text = Valid.Replace("\"outcome\": \"passed\"", $"\"outcome\": \"passed\", \"slow\": {slow}", StringComparison.Ordinal);
        var file = IncidentFileReader.Read(text).File!;

        Assert.Equal([Stage.Connect, null], file.Results.Select(result => result.Slow));
    }

    [Theory]
    [InlineData("\"kind\": \"openai\"", "\"kind\": \"opanai\"", "$.routes[0].kind")]
    [InlineData("https://api.openai.com/v1", "api.openai.com", "$.routes[0].baseUrl")]
    [InlineData("\"break\": \"answer\"", "\"drillDown\": { \"variants\": [ { \"variant\": \"past-proxy\" } ] }",
        "$.results[1].drillDown.variants[0].variant")]
    [InlineData("\"quotaScope\"", "\"quotascope\"", "$.routes[0].quotascope")]
    [InlineData("\"region\": \"swedencentral\"", "\"region\": 7", "$.vantages[0].region")]
    [InlineData("\"outcome\": \"passed\"", "\"outcome\": \"ok\"", "$.results[0].outcome")]
    [InlineData("\"outcome\": \"passed\"", "\"outcome\": \"passed\", \"slow\": { \"stage\": \"conect\" }", "$.results[0].slow.stage")]
    [InlineData("\"cause\": \"server.error\"", "\"cause\": \"server.eror\"", "$.results[1].diagnosis.cause")]
    [InlineData("\"startedAt\": \"2026-11-21T03:01:00Z\"", "\"startedAt\": \"noon\"", "$.results[0].startedAt")]
    [InlineData("\"from\": \"2026-11-21T03:00:00Z\"", "\"from\": \"2026-11-22T03:00:00Z\"", "$.window")]
    [InlineData("\"name\": \"swe\", \"region\"", "\"name\": \"s we\", \"region\"", "$.vantages[0].name")]
    [InlineData("\"vantage\": { \"name\": \"swe\" }", "\"vantage\": { \"name\": \"elsewhere\" }", "$.results[1].vantage.name")]
    public void Read_AMistake_IsNamedByItsPath(string right, string wrong, string path)
    {
        var reading = IncidentFileReader.Read(Valid.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Null(reading.File);
        Assert.Contains(reading.Violations, violation => violation.Path == path);
    }

    [Theory]
    [InlineData(
        "\"kind\": \"openai\"", "\"kind\": \"OpenAI\"",
        "'OpenAI' is not known to this version; write one of: openai, azure-openai, gateway.")]
    [InlineData("\"kind\": \"openai\"", "\"kind\": null", "is missing; write a text.")]
    [InlineData("\"cause\": \"server.error\"", "\"cause\": \"server.eror\"", "'server.eror' is not known to this version.")]
    [InlineData("\"diagnosis\": {", "\"diagnosys\": {", "is missing; write an object.")]
    [InlineData("\"region\": \"swedencentral\"", "\"region\": 7", "must be a text.")]
    [InlineData("\"region\"", "\"regio\"", "is not a field here; write one of: name, region, network, resolver, proxy, image, runtime.")]
    [InlineData("\"status\": 500", "\"status\": 500.5", "must be a whole number.")]
    [InlineData("\"status\": 500", "\"status\": \"500\"", "must be a whole number.")]
    [InlineData("\"private\": true", "\"private\": 1", "must be true or false.")]
    [InlineData("\"response\": {", "\"response\": 1, \"answer\": {", "must be an object.")]
    [InlineData("T03:01:00Z", "T03:61:00Z", "'2026-11-21T03:61:00Z' is not an ISO-8601 instant such as 2026-11-21T03:14:15.926Z.")]
    public void Read_AMistake_IsToldWithWhatToWrite(string right, string wrong, string message) =>
        Assert.Equal(message, IncidentFileReader.Read(Valid.Replace(right, wrong, StringComparison.Ordinal)).Violations[0].Message);

    [Theory]
    [InlineData("\"region\": \"swedencentral\"", "\"region\": null")]
    [InlineData("\"model\": \"m\"", "\"model\": \"n\", \"model\": \"m\"")]
    public void Read_WhatAnotherProgramMayWrite_IsNoMistake(string right, string wrong) =>
        Assert.Empty(IncidentFileReader.Read(Valid.Replace(right, wrong, StringComparison.Ordinal)).Violations);

    [Fact]
    public void Read_SeveralMistakes_AreAllNamedAtOnce()
    {
        var reading = IncidentFileReader.Read("""{ "routes": [ { "name": "a b" } ], "results": [ 7 ] }""");

        Assert.Equal(
            ["$.window", "$.vantages", "$.routes[0].name", "$.routes[0].kind", "$.routes[0].baseUrl", "$.routes[0].model", "$.results[0]"],
            reading.Violations.Select(violation => violation.Path));
    }

    [Fact]
    public void Read_ALiteralKey_IsRefusedAndNotRepeated()
    {
        var reading = IncidentFileReader.Read(Valid.Replace("env:KEY", "sk-proj-abcdef", StringComparison.Ordinal));

        var violation = Assert.Single(reading.Violations);
        Assert.Equal("$.routes[0].credential", violation.Path);
        Assert.DoesNotContain("sk-proj", violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TextThatIsNotJson_IsOneViolation() =>
        Assert.Equal("$", Assert.Single(IncidentFileReader.Read("{ window").Violations).Path);

    [Fact]
    public void Locate_AGreenOrRedStatusPage_MovesNothing()
    {
        var red = Valid.Replace("\"indicator\": \"none\"", "\"indicator\": \"critical\"", StringComparison.Ordinal);

        var (one, other) = (Localizer.Locate(IncidentFileReader.Read(Valid).File!), Localizer.Locate(IncidentFileReader.Read(red).File!));

        Assert.Equal(one.NoFault, other.NoFault);
        Assert.Equal(one.Verdict, other.Verdict);
    }
}
