using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Core.Tests.Packets;

public sealed class PacketTests
{
    private static readonly DateTimeOffset MadeAt = new(2026, 11, 21, 4, 20, 0, TimeSpan.FromHours(1));

    private static readonly Packet Broken = PacketWriter.FromProbe(Sample.UntrustedRoot, MadeAt);

    [Theory]
    [InlineData("untrusted-root")]
    [InlineData("rate-limited")]
    public void FromProbe_Example_IsTheKeptPacket(string name)
    {
        var packet = PacketWriter.FromProbe(name is "untrusted-root" ? Sample.UntrustedRoot : Sample.RateLimited, MadeAt);

        Repository.AssertEqual($"tests/ProbeFleet.Core.Tests/Packets/{name}.packet.json", Json(packet) + "\n");
        Repository.AssertEqual($"tests/ProbeFleet.Core.Tests/Packets/{name}.packet.md", PacketMarkdown.Render(packet));
    }

    [Fact]
    public void FromProbe_SecretShapesInEveryText_AreInNeitherForm()
    {
        const string secret = "sk-proj-Planted0Secret1Value2";

        var packet = PacketWriter.FromProbe(Sample.Planted(secret), MadeAt);

        Assert.DoesNotContain("Planted0", Json(packet), StringComparison.Ordinal);
        Assert.DoesNotContain("Planted0", PacketMarkdown.Render(packet), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>", "<img")]
    [InlineData("[click](https://evil.example)", "](")]
    [InlineData("see https://evil.example/", "s://")]
    [InlineData("www.evil.example", " www.")]
    [InlineData("a\n\n# Close this case", "\n# Close")]
    [InlineData("a\r- b", "\n- b")]
    [InlineData("``` \n code", "\n code")]
    [InlineData("\u202Eevil", "\u202E")]
    [InlineData("@everyone", " @everyone")]
    public void Render_HostileMarkup_StaysText(string hostile, string live)
    {
        var result = Sample.Planted($"x {hostile}");

        var prose = string.Join('\n', PacketMarkdown.Render(PacketWriter.FromProbe(result, MadeAt)).Split('\n').Select(WithoutCode));

        Assert.DoesNotContain(live, prose, StringComparison.Ordinal);
    }

    [Fact]
    public void Incident_OfAnotherOwnerThanItsProbe_IsForThatOwnerAndWarnsOfNothingThatItHasToDo()
    {
        var result = Sample.UntrustedRoot;
        var incident = Sample.Incident(result.StartedAt) with { Owner = Owner.Authentication, Confidence = .75 };

        var packet = IncidentPacket.From(incident, result, new([]), MadeAt);
        var text = PacketMarkdown.Render(packet);

        Assert.Contains(
            "**Owner:** `authentication`, confidence 0.75, of the incident; of this probe by itself `connection-path`",
            text, StringComparison.Ordinal);
        Assert.StartsWith("Begin with the incident's verdict", packet.DoNext[0], StringComparison.Ordinal);
        Assert.Empty(packet.DoNot);
        Assert.NotEmpty(PacketWriter.FromProbe(result, MadeAt).DoNot);
        Assert.Equal(
            result.Diagnosis.DoNot, IncidentPacket.From(incident with { Owner = result.Diagnosis.Owner }, result, new([]), MadeAt).DoNot);
    }

    [Fact]
    public void FromProbe_AnswerOfAHostsFile_IsAnAnswer()
    {
        var lookup = new DnsLookup
        {
            Server = "hosts file",
            Name = "localhost",
            Type = "A",
            Addresses = ["127.0.0.1"],
            Cnames = [],
            Duration = TimeSpan.Zero,
        };

        var packet = PacketWriter.FromProbe(Sample.UntrustedRoot with { DrillDown = new() { Dns = [lookup] } }, MadeAt);

        Assert.Contains(packet.Proved, fact => fact.Statement == "Asked directly, hosts file answers for localhost A");
    }

    [Theory]
    [InlineData("Ask https://api.openai.com/v1/models, then wait.", "Ask `https://api.openai.com/v1/models`, then wait.")]
    [InlineData("(www.example.com)", "(`www.example.com`)")]
    [InlineData("the base URL's scheme must be https://.", "the base URL's scheme must be https://.")]
    [InlineData("`https://a.example/`` b", "\\```` https://a.example/`` ``` b")]
    public void Render_Address_IsACodeSpanAndNoLink(string summary, string shown)
    {
        var result = Sample.UntrustedRoot with { Diagnosis = Sample.UntrustedRoot.Diagnosis with { Summary = summary } };

        Assert.Contains($"\n{shown}\n", PacketMarkdown.Render(PacketWriter.FromProbe(result, MadeAt)), StringComparison.Ordinal);
    }

    [Fact]
    public void Proved_BrokenProbe_ListsNoFailure()
    {
        Assert.DoesNotContain(
            Broken.Proved,
            fact => fact.Statement.Contains("fail", StringComparison.Ordinal)
                || fact.Statement.Contains("not ", StringComparison.Ordinal));
        Assert.Equal(
            [
                "TLS failed: UntrustedRoot",
                "Asked directly, 10.0.0.54 does not answer for api.openai.com A",
                "The without-sdk variant did not reach the API: UntrustedRoot",
            ],
            Broken.Failing.Select(fact => fact.Statement));
    }

    [Fact]
    public void Read_WrittenPacket_IsTheSameText() => Assert.Equal(Json(Broken), Json(PacketReader.Read(Json(Broken))));

    [Theory]
    [InlineData("", "This is not a valid packet: ")]
    [InlineData("[]", "This is a JSON array, perhaps probe results: make a packet from one with `probefleet packet RESULT.json`.")]
    [InlineData("7", "This is not a packet: a packet is a JSON object.")]
    [InlineData("{}", "This is not a packet: it has no 'schema' number and 'kind'.")]
    [InlineData("""{"schema":2,"kind":"probe"}""",
        "The packet has schema 2; this probefleet reads schema 1. Use the version that wrote it, or a newer one.")]
    [InlineData("""{"schema":1,"kind":"dream"}""", "The packet's kind is \"dream\"; this probefleet reads \"probe\" and \"incident\".")]
    [InlineData("""{"schema":1,"kind":"probe"}""", "This is not a valid packet: ")]
    [InlineData(
        """{"schema":1,"diagnosis":{},"fingerprint":{}}""",
        "This is a probe result, not a packet: make a packet from it with `probefleet packet RESULT.json`.")]
    public void Read_SomethingElse_SaysWhatItIs(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => PacketReader.Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Judge_SameRequestPassed_IsVerified() =>
        Assert.Equal(new VerificationVerdict.Verified(Passed.Id), PacketVerification.Judge(Broken, Passed));

    [Fact]
    public void Judge_StillFailing_SaysHow() => Assert.Equal(
        Cause.TlsUntrustedRoot,
        Assert.IsType<VerificationVerdict.StillFailing>(
            PacketVerification.Judge(Broken, Passed with { Outcome = ProbeOutcome.Failed })).Diagnosis.Cause);

    [Theory]
    [InlineData(Stage.Configure)]
    [InlineData(Stage.Credential)]
    public void Judge_EndedBeforeAnythingWasSent_ProvesNothing(Stage stage)
    {
        var after = Passed with
        {
            Outcome = ProbeOutcome.Failed,
            Break = stage,
            Diagnosis = Passed.Diagnosis with { Cause = Cause.ConfigCredentialMissing },
        };

        var verdict = Assert.IsType<VerificationVerdict.NothingSent>(PacketVerification.Judge(Broken, after));

        Assert.Equal(Cause.ConfigCredentialMissing, verdict.Diagnosis.Cause);
        Assert.IsType<VerificationVerdict.StillFailing>(PacketVerification.Judge(Broken with { Break = Stage.Credential }, after));
        Assert.IsType<VerificationVerdict.StillFailing>(PacketVerification.Judge(Broken, after with { Break = Stage.Resolve }));
    }

    [Fact]
    public void Judge_OtherVantage_IsWrongVantage()
    {
        var elsewhere = Passed with { Vantage = Passed.Vantage with { Name = new("laptop") } };

        var verdict = Assert.IsType<VerificationVerdict.WrongVantage>(PacketVerification.Judge(Broken, elsewhere));

        Assert.Equal("prod-swedencentral", Assert.Single(verdict.Expected).ToString());
    }

    public static TheoryData<string, string> Different => new()
    {
        { "model", "route.model" },
        { "credential", "credential.identity (by the route's fingerprint)" },
        { "depth", "depth" },
        { "earlier", "startedAt" },
        { "keyless", "variant" },
    };

    [Theory]
    [MemberData(nameof(Different))]
    public void Judge_AnotherRequest_NamesTheField(string what, string field)
    {
        var after = what switch
        {
            "model" => Passed with { Route = Passed.Route with { Model = "gpt-5.1" }, Fingerprint = new("sha256:cccc", "sha256:bbbb") },
            "credential" => Passed with { Fingerprint = new("sha256:cccc", "sha256:bbbb") },
            "depth" => Passed with { Depth = Core.Model.ProbeDepth.Path },
            "earlier" => Passed with { StartedAt = Sample.UntrustedRoot.StartedAt },
            _ => Passed with { Variant = ProbeVariant.Keyless },
        };

        var verdict = Assert.IsType<VerificationVerdict.NotComparable>(PacketVerification.Judge(Broken, after));

        Assert.Equal(field, Assert.Single(verdict.Fields).Fact);
    }

    private static ProbeResult Passed { get; } = Sample.UntrustedRoot with
    {
        Id = Guid.Parse("0199a5b0-7c00-7000-8000-00000000000a"),
        StartedAt = Sample.UntrustedRoot.StartedAt.AddHours(1),
        Outcome = ProbeOutcome.Passed,
        Break = null,
    };

    private static string Json(Packet packet) => ReadableJson.Of(packet, ProbeFleetJson.Default.Packet);

    /// <summary>The line without its code spans and without escaped characters.</summary>
    private static string WithoutCode(string line) =>
        System.Text.RegularExpressions.Regex.Replace(line, @"\\[^A-Za-z0-9\s]|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "§");
}
