using System.Diagnostics;
using System.Text.Json;

namespace ProbeFleet.StandIns.Tests.Switch;

/// <summary>What a project that names the official packages gets; evaluated only, so that nothing is downloaded.</summary>
public sealed class AzurePackagesTests
{
    private static readonly string[] StandIns = ["Azure.Data.Tables", "Azure.Monitor.OpenTelemetry.Exporter", "Microsoft.Azure.Functions.Worker"];

    [Theory]
    [InlineData("standin")]
    [InlineData("standin", "-p:AzurePackages=standin", "-p:_IsPublishing=true")]
    [InlineData("official", "-p:_IsPublishing=true")]
    [InlineData("official", "-p:AzurePackages=official")]
    public async Task References_FollowTheSwitch(string packages, params string[] properties)
    {
        var (output, exitCode) = await MsBuildAsync(["-getItem:PackageReference", "-getItem:ProjectReference", .. properties]);

        Assert.True(exitCode == 0, output);
        var items = JsonDocument.Parse(output).RootElement.GetProperty("Items");
        var azure = Names(items, "PackageReference").Where(name => name.Contains("Azure", StringComparison.Ordinal));
        Assert.Equal(packages == "official" ? 7 : 0, azure.Count());
        Assert.Equal(packages == "official" ? [] : StandIns, Names(items, "ProjectReference"));
        Assert.Contains("NCrontab.Signed", Names(items, "PackageReference"));
    }

    [Fact]
    public async Task Switch_WithAnotherWord_IsRefused()
    {
        var (output, exitCode) = await MsBuildAsync(["-t:CollectPackageReferences", "-p:AzurePackages=offical"]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("AZP001: AzurePackages is 'offical'. Use 'official' or 'standin'.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_SaysBeforeRestoreWhichSwitchToUse()
    {
        var (output, exitCode) = await MsBuildAsync(["-t:CollectPackageReferences", "-p:_IsPublishing=true"]);

        Assert.Equal(0, exitCode);
        Assert.Contains("use the stand-ins: -p:AzurePackages=standin", output, StringComparison.Ordinal);
    }

    private static string[] Names(JsonElement items, string kind) =>
        [.. items.GetProperty(kind).EnumerateArray().Select(item => item.GetProperty("Filename").GetString() + item.GetProperty("Extension").GetString())
            .Select(name => name.Replace(".csproj", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static async Task<(string Output, int ExitCode)> MsBuildAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", "-nologo", "-nodeReuse:false", Project(), .. arguments]) { RedirectStandardOutput = true };
        start.Environment.Remove("AzurePackages");
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (output, process.ExitCode);
    }

    private static string Project([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Sample.csproj");
}
