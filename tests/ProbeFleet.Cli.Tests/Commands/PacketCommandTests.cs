using System.Text.Json;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Cli.Tests.Commands;

public sealed class PacketCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Packet_OfTheArrayThatProbePrints_IsMarkdownOfTheChosenRoute()
    {
        var results = _scratch.Results("results.json", Sample.Inspected(), Sample.OutOfCredit("gateway"));

        var run = await RunAsync("packet", results, "--route", "gateway");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.StartsWith("# ", run.Output, StringComparison.Ordinal);
        Assert.Contains("quota.billing", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("tls.untrusted-root", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packet_AsJson_IsReadBack()
    {
        var run = await RunAsync("packet", _scratch.Results("results.json", Sample.Inspected()), "--output", "json");

        Assert.Equal(Sample.Inspected().Id, PacketReader.Read(run.Output).ProbeId);
    }

    [Fact]
    public async Task Packet_OfStandardInput_IsTheSameAsOfTheFile()
    {
        var file = _scratch.Results("results.json", Sample.Inspected());

        var piped = await CliRun.WithInputAsync(File.ReadAllText(file), "packet", "-");

        Assert.Equal((0, ""), (piped.Code, piped.Error));
        Assert.Contains("tls.untrusted-root", piped.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProbeAsMarkdown_SeveralRoutes_IsOnePacketEach()
    {
        var run = await CliRun.WithAsync(
            CliRun.Scripted(request => Sample.Inspected(request.Route.Name.ToString())), "probe", "--config", _scratch.Fleet(), "--output",
            "markdown");

        Assert.Equal(10, run.Code);
        Assert.Equal(2, run.Output.Split('\n').Count(line => line.StartsWith("# ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Verify_ThePassedSameRequest_IsVerified()
    {
        var run = await VerifyAsync(Passed(), "--vantage", "prod-swedencentral");

        Golden.Matches("verify", run.Output.ReplaceLineEndings("\n"));
        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    [Fact]
    public async Task Verify_StillBroken_IsNotFixedAndTheOwnersCode()
    {
        var run = await VerifyAsync(Sample.Inspected() with { StartedAt = Sample.Start.AddHours(1) }, "--vantage", "prod-swedencentral");

        Assert.Equal(10, run.Code);
        Assert.Contains("NOT FIXED", run.Output, StringComparison.Ordinal);
        Assert.Contains("DO NEXT", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packet_OfASlowResult_IsTheGoldenMarkdown()
    {
        var run = await RunAsync("packet", _scratch.Results("results.json", Sample.Slow()));

        Golden.Matches("packet-slow", run.Output.ReplaceLineEndings("\n"));
        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    [Fact]
    public async Task Verify_StillSlow_IsNotFixedAndNotProven()
    {
        var run = await VerifyAsync(
            Sample.Slow(), Sample.Slow() with { StartedAt = Sample.Start.AddHours(1), Slow = null }, "--vantage", "prod-swedencentral");

        Golden.Matches("verify-slow", run.Output.ReplaceLineEndings("\n"));
        Assert.Equal((19, ""), (run.Code, run.Error));
    }

    [Fact]
    public async Task Verify_SlowOneTakesItsUsualTime_IsVerified()
    {
        var run = await VerifyAsync(Sample.Slow(), Passed(), "--vantage", "prod-swedencentral");

        Assert.Equal(0, run.Code);
        Assert.StartsWith("✓ VERIFIED: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AnotherCredential_ProvesNothing()
    {
        var run = await VerifyAsync(Passed() with { Fingerprint = new("sha256:other", "sha256:bb") }, "--vantage", "prod-swedencentral");

        Assert.Equal(2, run.Code);
        Assert.Contains("PROVES NOTHING", run.Output, StringComparison.Ordinal);
        Assert.Contains("credential", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WithoutTheKey_SentNothingAndProvesNothing()
    {
        var run = await VerifyAsync(
            Sample.Inspected() with
            {
                StartedAt = Sample.Start.AddHours(1),
                Break = Stage.Credential,
                Diagnosis = Sample.Inspected().Diagnosis with { Cause = Cause.ConfigCredentialMissing, Owner = Owner.Configuration },
            },
            "--vantage", "prod-swedencentral");

        Assert.Equal(2, run.Code);
        Assert.Contains("PROVES NOTHING: nothing was sent (config.credential-missing)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ANamedConfigurationWithoutTheRoute_SaysWhichFileAndTheWayOut()
    {
        var run = await VerifyAsync(Sample.Inspected("another"), (ProbeResult?)null, "--vantage", "prod-swedencentral");

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("fleet.json has no route 'another'. It has: openai, gateway, aoai-swe.", run.Error, StringComparison.Ordinal);
        Assert.Contains("--credential env:NAME", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_FromElsewhere_RefusesBeforeAnyProbe()
    {
        var run = await VerifyAsync(null, "--vantage", "laptop");

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("is to be verified from prod-swedencentral, and this is 'laptop'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AResultInsteadOfAPacket_SaysHowToMakeOne()
    {
        var run = await RunAsync("verify", "--packet", _scratch.Results("results.json", Sample.Inspected()));

        Assert.Equal(2, run.Code);
        Assert.Contains("probefleet packet", run.Error, StringComparison.Ordinal);
    }

    private static ProbeResult Passed() => Sample.Passed() with { StartedAt = Sample.Start.AddHours(1) };

    private static Task<CliRun> RunAsync(params string[] arguments) =>
        CliRun.WithAsync((_, _, _) => throw new InvalidOperationException(), arguments);

    private Task<CliRun> VerifyAsync(ProbeResult? after, params string[] more) => VerifyAsync(Sample.Inspected(), after, more);

    private Task<CliRun> VerifyAsync(ProbeResult reported, ProbeResult? after, params string[] more)
    {
        var packet = JsonSerializer.Serialize(PacketWriter.FromProbe(reported, Sample.Start), ProbeFleetJson.Default.Packet);
        return CliRun.WithAsync(
            CliRun.Scripted(_ => after ?? throw new InvalidOperationException()),
            ["verify", "--config", _scratch.Fleet(), "--packet", _scratch.File("packet.json", packet), .. more]);
    }
}
