using ProbeFleet.Cli.Fleets;
using ProbeFleet.Cli.Rendering;
using ProbeFleet.Cli.Terminal;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Fleet.Overview;

namespace ProbeFleet.Cli.Tests.Rendering;

public sealed class FleetTextTests
{
    private static readonly string[] Three = ["prod-swe", "prod-eus", "prod-uks"];

    [Fact]
    public void Fleet_WithFailuresSilenceAndInterception_IsTheGoldenText()
    {
        var matrix = FleetMatrix.From(Mixed(), null);

        Golden.Matches("fleet", Text(matrix, 100, Glyphs.Unicode));
        Assert.Equal(ExitCodes.ConnectionPath, matrix.ExitCode);
    }

    [Fact]
    public void Fleet_WiderThanTheTerminal_HasOneMarkPerCell()
    {
        var text = Text(FleetMatrix.From(Mixed(), null), 60, Glyphs.Ascii);

        Golden.Matches("fleet-narrow", text);
        Assert.DoesNotContain(text, character => character > '~');
    }

    [Fact]
    public void Fleet_NothingFailsButSomethingIsSlow_IsTheGoldenText()
    {
        var matrix = FleetMatrix.From(SlowOnes(), null);
        var text = Text(matrix, 80, Glyphs.Unicode);

        Golden.Matches("fleet-slow", text);
        Assert.Equal(ExitCodes.Healthy, matrix.ExitCode);
        Assert.DoesNotContain("failed", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Fleet_SlowAndWiderThanTheTerminal_HasItsOwnMark()
    {
        var text = Text(FleetMatrix.From(SlowOnes(), null), 36, Glyphs.Ascii);

        Golden.Matches("fleet-slow-narrow", text);
        Assert.DoesNotContain(text, character => character > '~');
    }

    [Theory]
    [InlineData(Cause.TcpTimeout, null, "✗ FAILING 1 of 4 paths, 2 slow, ")]
    [InlineData(Cause.Ok, "prod-uks", "? UNKNOWN 3 of 4 paths, 2 slow, 1 without data, ")]
    public void Fleet_SlowBesideWorse_IsCountedBehindIt(Cause cause, string? silent, string expected) => Assert.StartsWith(
        expected,
        Text(FleetMatrix.From(SlowOnes(silent, Cell("prod-uks", "openai", cause, Owner.ConnectionPath)), null), 120, Glyphs.Unicode),
        StringComparison.Ordinal);

    [Fact]
    public void Fleet_AllWork_IsHealthy()
    {
        var matrix = FleetMatrix.From(Overview(Three, [.. Three.Select(vantage => Cell(vantage, "openai", Cause.Ok, Owner.None))]), null);

        Assert.Equal(ExitCodes.Healthy, matrix.ExitCode);
        Assert.StartsWith("✓ HEALTHY 3 of 3 paths", Text(matrix, 80, Glyphs.Unicode), StringComparison.Ordinal);
    }

    [Fact]
    public void Fleet_OnlyASilentVantage_IsUnknownHoweverWellItLooked()
    {
        var matrix = FleetMatrix.From(
            Overview(Three, [.. Three.Select(vantage => Cell(vantage, "openai", Cause.Ok, Owner.None))], silent: "prod-uks"), null);

        Assert.Equal(ExitCodes.Unknown, matrix.ExitCode);
        Assert.Contains("prod-uks is silent", Text(matrix, 80, Glyphs.Unicode), StringComparison.Ordinal);
    }

    [Fact]
    public void Fleet_ASilentVantagesOldFailure_AccusesNobody() => Assert.Equal(
        ExitCodes.Unknown,
        FleetMatrix.From(Overview(
            Three, [Cell("prod-uks", "openai", Cause.DnsNxdomain, Owner.ConnectionPath)], silent: "prod-uks"), null).ExitCode);

    [Fact]
    public void Fleet_AnExpectedVantageNeverReported_IsUnknownAndNamed()
    {
        var healthy = Overview(Three, [.. Three.Select(vantage => Cell(vantage, "openai", Cause.Ok, Owner.None))]);
        var matrix = FleetMatrix.From(healthy with { NeverReported = [new("prod-weu")] }, null);

        Assert.Equal(ExitCodes.Unknown, matrix.ExitCode);
        var text = Text(matrix, 80, Glyphs.Unicode);
        Assert.StartsWith("? UNKNOWN", text, StringComparison.Ordinal);
        Assert.Contains("prod-weu is expected and has never reported", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fleet_ResultsOfAVantageWithoutHeartbeat_AreNotKnownToBeNew()
    {
        var matrix = FleetMatrix.From(
            Overview(Three[..2], [.. Three.Select(vantage => Cell(vantage, "openai", Cause.Ok, Owner.None))]), null);

        Assert.Equal(ExitCodes.Unknown, matrix.ExitCode);
        Assert.Contains("prod-uks has no heartbeat that can be read", Text(matrix, 100, Glyphs.Unicode), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, ExitCodes.ConnectionPath)]
    [InlineData(1_000, ExitCodes.Unknown)]
    public void Fleet_AVantageWithoutHeartbeatFails_IsTheFailureOnlyWhileItIsNew(int age, int expected)
    {
        var failed = Cell("prod-uks", "openai", Cause.TcpTimeout, Owner.ConnectionPath, Stage.Connect) with
        {
            At = Sample.Start.AddSeconds(-age),
        };

        Assert.Equal(expected, FleetMatrix.From(Overview(Three[..2], [failed]), null).ExitCode);
    }

    [Fact]
    public void Fleet_AHeartbeatCannotBeRead_ItsVantageHasARowAndIsUnknown()
    {
        var healthy = Overview(Three, [.. Three.Select(vantage => Cell(vantage, "openai", Cause.Ok, Owner.None))]);
        var matrix = FleetMatrix.From(healthy with { UnreadableVantages = [new("prod-weu")] }, null);

        Assert.Equal(ExitCodes.Unknown, matrix.ExitCode);
        Assert.Contains("prod-weu has no heartbeat that can be read", Text(matrix, 100, Glyphs.Unicode), StringComparison.Ordinal);
    }

    [Fact]
    public void Fleet_SlowAndSomethingMayBeMissing_DoesNotSayThatNoneFails() => Assert.DoesNotContain(
        "none fails", Text(FleetMatrix.From(SlowOnes() with { IsPartial = true }, null), 120, Glyphs.Unicode), StringComparison.Ordinal);

    [Theory]
    [InlineData(true, 0, "One of two storage accounts did not answer")]
    [InlineData(false, 3, "3 of the rows of vantages and routes cannot be read")]
    public void Fleet_SomethingMayBeMissing_IsNotHealthy(bool isPartial, int unreadable, string note)
    {
        var healthy = Overview(Three, [.. Three.Select(vantage => Cell(vantage, "openai", Cause.Ok, Owner.None))]);
        var matrix = FleetMatrix.From(healthy with { IsPartial = isPartial, Unreadable = unreadable }, null);

        Assert.Equal(ExitCodes.Unknown, matrix.ExitCode);
        Assert.Contains(note, Text(matrix, 100, Glyphs.Unicode), StringComparison.Ordinal);
    }

    [Fact]
    public void Fleet_ARouteThatIsNotConfiguredAnyMore_IsLeftOutAndAMissingOneIsUnknown()
    {
        var configuration = FleetConfigurationReader.Read("""
            { "routes": [
              { "name": "openai", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "model": "m", "credential": "none" },
              { "name": "new", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "model": "m", "credential": "none", "vantages": [ "prod-swe" ] } ] }
            """).Configuration;
        CellStatus[] cells =
        [
            .. Three.SelectMany(vantage => new[]
            {
                Cell(vantage, "openai", Cause.Ok, Owner.None),
                Cell(vantage, "gone", Cause.TcpRefused, Owner.Configuration),
            }),
        ];

        var matrix = FleetMatrix.From(Overview(Three, cells), configuration);

        Assert.Equal(["openai", "new"], matrix.Routes.Select(route => route.ToString()));
        Assert.Equal(ExitCodes.Unknown, matrix.ExitCode);
        Assert.Single(matrix.Cells.OfType<MatrixCell.NoData>());
        Assert.Equal(2, matrix.Cells.OfType<MatrixCell.NotMeant>().Count());
    }

    [Theory]
    [InlineData(60, 30)]
    [InlineData(2, 2)]
    public void Compact_AnySize_HasOneLinePerVantage(int vantages, int routes)
    {
        string[] names = [.. Enumerable.Range(0, vantages).Select(index => $"vantage-{index:00}")];
        CellStatus[] cells =
        [
            .. names.SelectMany(vantage => Enumerable.Range(0, routes).Select(
                route => Cell(vantage, $"route-{route:00}", Cause.Ok, Owner.None))),
        ];

        var text = Text(FleetMatrix.From(Overview(names, cells), null), 80, Glyphs.Unicode);

        Assert.Equal(vantages, text.Split('\n').Count(line => line.StartsWith("vantage-", StringComparison.Ordinal)));
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    private static FleetOverview Mixed() => Overview(
        Three,
        [
            Cell("prod-swe", "openai", Cause.TlsUntrustedRoot, Owner.ConnectionPath, Stage.Secure),
            Cell("prod-eus", "openai", Cause.Ok, Owner.None),
            Cell("prod-uks", "openai", Cause.Ok, Owner.None),
            Cell("prod-swe", "gateway", Cause.GatewayUpstreamFailed, Owner.RouteProvider, Stage.Answer),
            Cell("prod-eus", "gateway", Cause.GatewayUpstreamFailed, Owner.RouteProvider, Stage.Answer),
            Cell("prod-eus", "aoai", Cause.Ok, Owner.None),
        ],
        silent: "prod-uks") with
    {
        Interceptions = [new(
            new VantageName("prod-swe"), new RouteName("openai"), "CN=Contoso Inspection CA", "CN=WE1, O=Google Trust Services", 2)],
        IsPartial = true,
    };

    private static FleetOverview SlowOnes(string? silent = null, CellStatus? other = null) => Overview(
        Three,
        [
            other ?? Cell("prod-uks", "openai", Cause.Ok, Owner.None),
            Cell("prod-eus", "openai", Cause.Ok, Owner.None) with { Slow = Stage.Connect },
            Cell("prod-swe", "openai", Cause.Ok, Owner.None) with { Slow = Stage.Connect, At = Sample.Start.AddSeconds(-30) },
            Cell("prod-eus", "gateway", Cause.Ok, Owner.None),
        ],
        silent);

    private static FleetOverview Overview(IReadOnlyList<string> vantages, IReadOnlyList<CellStatus> cells, string? silent = null) => new(
        Sample.Start,
        [.. vantages.Select(name => new VantageStatus(
            new()
            {
                Vantage = Sample.Passed().Vantage with { Name = new VantageName(name) },
                At = name == silent ? Sample.Start.AddMinutes(-14) : Sample.Start.AddSeconds(-10),
            },
            name == silent))],
        cells,
        []);

    private static CellStatus Cell(string vantage, string route, Cause cause, Owner owner, Stage? broken = null) => new(
        new(vantage),
        new(route),
        At: Sample.Start.AddSeconds(-12),
        ProbeId: Sample.Passed().Id,
        Outcome: cause is Cause.Ok ? ProbeOutcome.Passed : ProbeOutcome.Failed,
        Cause: cause,
        Owner: owner,
        Break: broken,
        Slow: null,
        FailingSince: null,
        Recent: []);

    private static string Text(FleetMatrix matrix, int width, Glyphs glyphs) =>
        CliRun.TextOf(FleetText.Render(matrix, width, glyphs), width);
}
