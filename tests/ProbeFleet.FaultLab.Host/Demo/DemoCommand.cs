using System.CommandLine;
using System.Runtime.InteropServices;

namespace ProbeFleet.FaultLab.Host.Demo;

/// <summary>
/// <c>demo</c>: a fleet of three vantages, two of them on a broken path, from its first round to what it says of the faults.
/// </summary>
internal static class DemoCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var keep = new Option<bool>("--keep") { Description = "Leaves the fleet running until Ctrl-C and says where it is." };
        var command = new Command("demo", "Runs a fleet of three vantages on this machine and shows what it finds.") { keep };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(keep), stop));
        return command;
    }

    private static async Task<int> RunAsync(bool keep, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            ending.Cancel();
        });
        int code;
        try
        {
            code = await FleetDemo.RunAsync(keep, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            code = keep ? 0 : Interrupted;
        }
        catch (Exception failure) when (failure is InvalidOperationException or HttpRequestException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"The demo could not go on: {failure.Message}");
            code = 1;
        }

        DemoConsole.Say("Everything the demo started is stopped.");
        if (code == 0 && !keep)
        {
            DemoConsole.Say("Next: look at its pages while the faults are there, eng/demo.sh --keep; or probe a route of your own, "
                + "dotnet run --project src/ProbeFleet.Cli -- probe --base-url https://api.openai.com/v1 --model gpt-4.1-nano");
        }

        return code;
    }
}
