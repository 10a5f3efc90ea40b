using System.CommandLine;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.FaultLab.Host;

/// <summary><c>fault NAME</c>: one fault until it is stopped.</summary>
internal static class FaultCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "A name that 'faults' lists." };
        var command = new Command("fault", "Starts one fault on loopback and says where.") { name };
        command.SetAction((parsed, stop) => RunAsync(FaultCatalog.Named(parsed.GetRequiredValue(name)), stop));
        return command;
    }

    private static async Task RunAsync(FaultScenario scenario, CancellationToken stop)
    {
        await using var fault = await scenario.StartAsync(stop);
        await Announcement.WriteAndWaitAsync(
        [
            ("LAB_BASE_URL", fault.BaseUrl.ToString()), ("LAB_PROXY", fault.Proxy?.ToString() ?? ""),
            ("LAB_ROUTE_KIND", scenario.RouteKind),
            ("LAB_CREDENTIAL", scenario.Credential), ("LAB_CAUSE", scenario.Cause), ("LAB_OWNER", scenario.Owner),
        ], stop);
    }
}
