using ProbeFleet.FaultLab.Namespaces;

namespace ProbeFleet.FaultLab.Tests.Namespaces;

public sealed class LeftoverSweepTests
{
    [Fact]
    public async Task Create_AfterAKilledRun_RemovesItsNamespace()
    {
        Assert.SkipWhen(LabRequirements.MissingForNetwork() is not null, LabRequirements.MissingForNetwork() ?? "");
        var stop = TestContext.Current.CancellationToken;
        const string leftover = "pf4194305x1"; // one above the largest process id that Linux gives
        await LabCommand.RunAsync("ip", ["netns", "add", leftover], new Dictionary<string, string?>(), stop);
        await using var network = await LabNetwork.CreateIsolatedAsync(stop);
        Assert.False(File.Exists($"/run/netns/{leftover}"));
        Assert.True(File.Exists($"/run/netns/{network.Name}"));
    }
}
