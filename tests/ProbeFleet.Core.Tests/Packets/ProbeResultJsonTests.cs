using System.Text.Json;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Core.Tests.Packets;

public sealed class ProbeResultJsonTests
{
    private static readonly ProbeResult Failing = new()
    {
        Id = Guid.Parse("0199a5b0-7c00-7000-8000-000000000001"),
        StartedAt = new DateTimeOffset(2026, 11, 21, 4, 14, 15, 926, TimeSpan.FromHours(1)),
        Duration = TimeSpan.FromTicks(2_124_071),
        Vantage = new Vantage
        {
            Name = new VantageName("prod-swedencentral"),
            Region = "swedencentral",
            Network = "vnet-prod/snet-probe",
            Runtime = new RuntimeFacts { Host = "cli", Os = "Debian 12", Dotnet = "10.0.12", Sdk = "OpenAI 2.15.0", App = "0.1.0" },
        },
        Route = new ProbedRoute
        {
            Name = new RouteName("openai"),
            Kind = RouteKind.OpenAI,
            BaseUrl = "https://api.openai.com/v1",
            Model = "gpt-4.1-nano",
        },
        Depth = ProbeDepth.Completion,
        Outcome = ProbeOutcome.Failed,
        Break = Stage.Secure,
        Stages =
        [
            new ResolveEvidence
            {
                Outcome = StageOutcome.Passed,
                At = TimeSpan.FromMilliseconds(1.2),
                Duration = TimeSpan.FromMilliseconds(9.8),
                Facts = new ResolveFacts { Host = "api.openai.com", Addresses = ["203.0.113.7"] },
            },
            new TunnelEvidence { Outcome = StageOutcome.Skipped, Reason = "no proxy" },
        ],
        Diagnosis = new ProbeDiagnosis { Cause = Cause.TlsUntrustedRoot, Owner = Owner.ConnectionPath, Confidence = 0.98, Summary = "…" },
        Fingerprint = new Fingerprint("sha256:aa", "sha256:bb"),
    };

    [Fact]
    public void Result_Written_HasTheContractsNamesAndFormats()
    {
        using var json = JsonSerializer.SerializeToDocument(Failing, ProbeFleetJson.Default.ProbeResult);
        var root = json.RootElement;

        Assert.Equal(
            ["id", "schema", "startedAt", "durationMs", "vantage", "route", "depth", "outcome", "break", "stages", "response", "diagnosis",
                "fingerprint"],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal("2026-11-21T03:14:15.926Z", root.GetProperty("startedAt").GetString());
        Assert.Equal("212.407", root.GetProperty("durationMs").GetRawText());
        Assert.Equal("secure", root.GetProperty("break").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("response").ValueKind);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("route").GetProperty("apiVersion").ValueKind);
        Assert.Equal("tls.untrusted-root", root.GetProperty("diagnosis").GetProperty("cause").GetString());
        Assert.Equal(
            """{"stage":"resolve","outcome":"passed","atMs":1.2,"durationMs":9.8,"facts":"""
                + """{"host":"api.openai.com","isProxy":false,"addresses":["203.0.113.7"]}}""",
            root.GetProperty("stages")[0].GetRawText().Replace("1.200", "1.2", StringComparison.Ordinal).Replace(
                "9.800", "9.8", StringComparison.Ordinal));
        Assert.Equal("""{"stage":"tunnel","outcome":"skipped","reason":"no proxy"}""", root.GetProperty("stages")[1].GetRawText());
    }

    [Fact]
    public void Result_WrittenAndRead_IsTheSameText()
    {
        var text = JsonSerializer.Serialize(Failing, ProbeFleetJson.Default.ProbeResult);

        var read = JsonSerializer.Deserialize(text, ProbeFleetJson.Default.ProbeResult);

        Assert.Equal(text, JsonSerializer.Serialize(read, ProbeFleetJson.Default.ProbeResult));
        Assert.Equal(Failing.StartedAt, read!.StartedAt);
    }
}
