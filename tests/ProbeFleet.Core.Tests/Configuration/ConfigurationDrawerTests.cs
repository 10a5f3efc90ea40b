using System.Text;
using ProbeFleet.Core.Configuration.Reading;

namespace ProbeFleet.Core.Tests.Configuration;

public sealed class ConfigurationDrawerTests
{
    public static TheoryData<string> GoodNames => ConfigurationDrawer.GoodNames;

    public static TheoryData<string> BadNames => ConfigurationDrawer.BadNames;

    [Theory]
    [MemberData(nameof(GoodNames))]
    public void GoodFile_Read_HasNoViolation(string name)
    {
        var reading = FleetConfigurationReader.Read(File.ReadAllBytes(ConfigurationDrawer.Good(name)));

        Assert.Empty(reading.Violations);
        Assert.True(reading.IsValid);
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public void BadConfiguration_Read_HasExactlyTheseViolations(string name)
    {
        var bad = ConfigurationDrawer.Bad(name);

        var reading = FleetConfigurationReader.Read(bad.Json);

        Assert.Equal(bad.Violations, string.Concat(reading.Violations.Select(violation => $"{violation}\n")));
        Assert.Null(reading.Configuration);
    }

    [Fact]
    public void OtherEncoding_Read_IsRefused()
    {
        var reading = FleetConfigurationReader.Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("""{"routes": [] }""")]);

        Assert.Equal("$: The text is not UTF-8: save the file as UTF-8.", Assert.Single(reading.Violations).ToString());
        Assert.Null(reading.Configuration);
    }

    /// <summary>Every secret in the table holds the word SECRET or the 32 digits of an Azure key.</summary>
    [Theory]
    [MemberData(nameof(BadNames))]
    public void BadConfiguration_HoldingASecret_NeverShowsIt(string name)
    {
        var reading = FleetConfigurationReader.Read(ConfigurationDrawer.Bad(name).Json);

        Assert.All(reading.Violations, violation =>
        {
            var shown = violation.ToString().Replace("keyvault:SECRET_URI", "", StringComparison.Ordinal);
            Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("0123456789abcdef", shown, StringComparison.Ordinal);
        });
    }
}
