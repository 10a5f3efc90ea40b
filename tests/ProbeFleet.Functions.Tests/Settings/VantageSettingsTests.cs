using System.Globalization;
using Microsoft.Extensions.Options;
using ProbeFleet.Functions.Settings;

namespace ProbeFleet.Functions.Tests.Settings;

public sealed class VantageSettingsTests
{
    private readonly Dictionary<string, string> _settings = new()
    {
        ["PROBEFLEET_VANTAGE"] = "prod-swedencentral",
        ["PROBEFLEET_VNET"] = "vnet-prod",
        ["PROBEFLEET_SUBNET"] = "snet-probe",
        ["PROBEFLEET_STORAGE"] = "UseDevelopmentStorage=true",
        ["ProbeSchedule"] = "0 * * * * *",
        ["ServeSchedule"] = "*/10 * * * * *",
        ["JudgeSchedule"] = "30 */5 * * * *",
        ["PurgeSchedule"] = "0 17 * * * *",
    };

    [Fact]
    public void Read_Good_IsWhatItSays()
    {
        var settings = Read();

        Assert.Equal(("prod-swedencentral", "vnet-prod/snet-probe"), (settings.Vantage.ToString(), settings.Network));
        Assert.Equal(TimeSpan.FromMinutes(1), settings.Timing.Interval);
        Assert.Equal(TimeSpan.FromMinutes(15), settings.Timing.Judgings(DateTimeOffset.UnixEpoch, 3));
    }

    [Fact]
    public void Read_ExpectedVantages_AreNamesOnceEach()
    {
        _settings["PROBEFLEET_EXPECTED_VANTAGES"] = "one, two,,one";

        Assert.Equal(["one", "two"], Read().ExpectedVantages.Select(name => name.ToString()));
    }

    [Fact]
    public void Read_ForbiddenVariants_AreTheVariantsOnceEach()
    {
        _settings["PROBEFLEET_FORBIDDEN_VARIANTS"] = "no-proxy, other-resolver,,no-proxy";

        Assert.Equal([ProbeVariant.NoProxy, ProbeVariant.OtherResolver], Read().Forbids);
    }

    [Theory]
    [InlineData("full")]
    [InlineData("past-proxy")]
    public void Read_ForbiddenVariantThatIsNone_SaysWhatThereIs(string word)
    {
        _settings["PROBEFLEET_FORBIDDEN_VARIANTS"] = $"no-proxy, {word}";

        var problem = Assert.Throws<OptionsValidationException>(() => Read());
        Assert.Contains(
            "PROBEFLEET_FORBIDDEN_VARIANTS: entry 2 is no variant: write some of keyless,", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PROBEFLEET_STORAGE", "https://planted.blob.core.windows.net", "table endpoint")]
    [InlineData("PROBEFLEET_STORAGE_SECONDARY", "AccountName=contoso;AccountKey=planted", "connection string")]
    public void Read_StorageThatIsNone_IsAmongTheProblemsWithoutItsText(string name, string address, string what)
    {
        _settings[name] = address;
        _settings.Remove("PROBEFLEET_VANTAGE");

        var problem = Assert.Throws<OptionsValidationException>(() => Read()).Message;

        Assert.Contains("PROBEFLEET_VANTAGE is not set", problem, StringComparison.Ordinal);
        Assert.Contains($"{name}: ", problem, StringComparison.Ordinal);
        Assert.Contains(what, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 * 6-20 * * *", "10:00:07", "00:01:00", "00:03:00")]
    [InlineData("0 * 6-20 * * *", "20:58:54", "00:01:00", "09:03:00")]
    [InlineData("0 * 6-20 * * *", "20:58:59.99", "09:01:00", "09:03:00")]
    [InlineData("0 * 6-20 * * *", "20:59:54", "09:01:00", "09:03:00")]
    [InlineData("0 * 6-20 * * *", "23:30:00", "06:30:00", "06:32:00")]
    [InlineData("0 * 6-20 * * *", "06:00:00", "00:01:00", "00:03:00")]
    [InlineData("*/10 * * * * *", "10:00:07", "00:00:10", "00:00:30")]
    [InlineData("0 0 0 1 * *", "10:00:00", "30.00:00:00", "91.00:00:00")]
    [InlineData("0 0 0 29 2 *", "10:00:00", "1461.00:00:00", "4383.00:00:00")]
    public void Read_Schedule_KnowsWhenRoundsAreDue(string schedule, string at, string next, string third)
    {
        _settings["ProbeSchedule"] = schedule;
        var timing = Read().Timing;

        var instant = new DateTimeOffset(2026, 4, 13, 0, 0, 0, TimeSpan.Zero) + TimeSpan.Parse(at, CultureInfo.InvariantCulture);
        Assert.Equal(TimeSpan.Parse(next, CultureInfo.InvariantCulture), timing.Rounds(instant, 1));
        Assert.Equal(TimeSpan.Parse(third, CultureInfo.InvariantCulture), timing.Rounds(instant, 3));
    }

    [Fact]
    public void Read_OfficeHours_RoundsAreAsShortAsByDay()
    {
        _settings["ProbeSchedule"] = "0 */5 8-17 * * *";

        Assert.Equal(TimeSpan.FromMinutes(5), Read().Timing.Interval);
    }

    [Fact]
    public void Read_Everything_Wrong_NamesEveryProblem()
    {
        _settings["PROBEFLEET_VANTAGE"] = "a planted vantage";
        _settings["PROBEFLEET_CONFIG"] = "/planted/fleet.json";
        _settings["ProbeSchedule"] = "each planted minute";
        _settings["PROBEFLEET_EXPECTED_VANTAGES"] = "prod-swedencentral, a planted name";
        _settings["PROBEFLEET_FORBIDDEN_VARIANTS"] = "planted";
        _settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = "planted:4317";
        _settings["PROBEFLEET_CREDENTIALS"] = "LAB_KEY@api.openai.com, OPENAI_API_KEY";
        _settings["PROBEFLEET_ALLOW_PRIVATE"] = "perhaps planted";
        _settings["PROBEFLEET_SESSION_KEY"] = "planted, short";
        _settings["PROBEFLEET_FLEET_SECRET"] = "planted-and-short";
        _settings.Remove("PROBEFLEET_STORAGE");
        _settings.Remove("ServeSchedule");
        _settings["JudgeSchedule"] = "planted";

        var error = Assert.Throws<OptionsValidationException>(() => Read());

        Assert.All(
            [
                "PROBEFLEET_VANTAGE", "PROBEFLEET_STORAGE", "PROBEFLEET_CONFIG", "PROBEFLEET_EXPECTED_VANTAGES",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "PROBEFLEET_CREDENTIALS", "PROBEFLEET_ALLOW_PRIVATE", "PROBEFLEET_SESSION_KEY",
                "PROBEFLEET_FLEET_SECRET", "PROBEFLEET_FORBIDDEN_VARIANTS",
                "ProbeSchedule", "ServeSchedule", "JudgeSchedule",
            ],
            name => Assert.Matches($@"\) {name}\b", error.Message));
        Assert.Contains("entry 2 'OPENAI_API_KEY'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("planted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoListOfCredentials_LetsNoneGo()
    {
        var outbound = Read().Outbound;

        Assert.Equal(
            "env:OPENAI_API_KEY may not go to api.openai.com from this vantage: add OPENAI_API_KEY @ api.openai.com to its "
                + "PROBEFLEET_CREDENTIALS",
            outbound.RefusalOf(new CredentialSource.EnvironmentVariable("OPENAI_API_KEY"), new("https://api.openai.com/v1"), _ => null));
        Assert.Equal(
            "env:HOOK may not be used for notices from this vantage: add HOOK @ notify to its PROBEFLEET_CREDENTIALS",
            outbound.RefusalOfNotice(new("HOOK")));
    }

    [Fact]
    public void Read_SecretInTheListOfCredentials_IsNotRepeated()
    {
        _settings["PROBEFLEET_CREDENTIALS"] = "sk-planted-0123456789abcdef@api.openai.com";

        var error = Assert.Throws<OptionsValidationException>(() => Read());

        Assert.Contains("entry 1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", error.Message, StringComparison.Ordinal);
    }

    private VantageSettings Read() => VantageSettings.Read(name => _settings.GetValueOrDefault(name), TimeProvider.System);
}
