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
    public void BadFile_Read_HasExactlyTheseViolations(string name)
    {
        var file = ConfigurationDrawer.Bad(name);

        var reading = FleetConfigurationReader.Read(File.ReadAllBytes(file));

        Assert.Equal(
            File.ReadAllText(Path.ChangeExtension(file, ".expected.txt")),
            string.Concat(reading.Violations.Select(violation => $"{violation}\n")));
        Assert.Null(reading.Configuration);
    }

    /// <summary>Every secret in the drawer holds the word SECRET or the 32 digits of an Azure key.</summary>
    [Theory]
    [MemberData(nameof(BadNames))]
    public void BadFile_HoldingASecret_NeverShowsIt(string name)
    {
        var reading = FleetConfigurationReader.Read(File.ReadAllBytes(ConfigurationDrawer.Bad(name)));

        Assert.All(reading.Violations, violation =>
        {
            var shown = violation.ToString().Replace("keyvault:SECRET_URI", "", StringComparison.Ordinal);
            Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("0123456789abcdef", shown, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void BadDrawer_Expectations_EachHaveTheirFile()
    {
        var folder = Path.GetDirectoryName(ConfigurationDrawer.Bad("any"))!;

        Assert.All(
            Directory.GetFiles(folder, "*.expected.txt"),
            file => Assert.True(File.Exists(file.Replace(".expected.txt", ".json", StringComparison.Ordinal)), file));
    }
}
