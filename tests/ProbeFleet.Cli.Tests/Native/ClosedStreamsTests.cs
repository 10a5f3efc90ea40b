using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ProbeFleet.Cli.Tests.Native;

/// <summary>The tool, started with its standard streams closed.</summary>
public sealed class ClosedStreamsTests
{
    private const string NotNative = "PROBEFLEET_NATIVE names no native file; the .NET runtime opens files before the tool can look.";

    public static bool IsNative => OperatingSystem.IsLinux() && ChildProcess.Tool.Count is 1;

    public static bool IsLinux => OperatingSystem.IsLinux();

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Only Linux tells which pipes a process holds.")]
    public async Task Check_OfStandardInputThatIsClosed_IsOfNothingAndEnds()
    {
        using var scratch = new Scratch();

        var run = await ChildProcess.RunAsync(
            ChildProcess.Of(["sh", "-c", "exec \"$@\" config check - <&-", "sh", .. ChildProcess.Tool], scratch.Folder),
            TestContext.Current.CancellationToken);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("The text is empty", run.Error, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(IsNative), Skip = NotNative)]
    public async Task Probe_ItsStreamsAreClosed_TheirNumbersAreNoSockets()
    {
        using var scratch = new Scratch();
        using var api = new TcpListener(IPAddress.Loopback, 0);
        api.Start();
        var line = $"exec \"$@\" probe --base-url http://{api.LocalEndpoint}/v1 --model m --credential none <&- >&- 2>&-";

        using var probe = Process.Start(ChildProcess.Of(["sh", "-c", line, "sh", .. ChildProcess.Tool], scratch.Folder))!;
        try
        {
            var accepted = api.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
            await Task.WhenAny(accepted, probe.WaitForExitAsync(TestContext.Current.CancellationToken));
            Assert.True(accepted.IsCompletedSuccessfully, "The probe ended before it connected.");
            using var connection = await accepted;

            Assert.All([0, 1, 2], number =>
                Assert.Equal("/dev/null", new FileInfo($"/proc/{probe.Id}/fd/{number}").LinkTarget));
        }
        finally
        {
            probe.Kill();
        }
    }
}
