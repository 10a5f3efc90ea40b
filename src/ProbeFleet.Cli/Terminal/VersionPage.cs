using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ProbeFleet.Probing;

namespace ProbeFleet.Cli.Terminal;

/// <summary>
/// Prints <c>--version</c>: the version alone on the first line, for scripts, then what a report of a fault has to say: commit, runtime
/// and the SDKs that make the calls.
/// </summary>
internal sealed class VersionPage : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var app = RuntimeFactsReader.App.Split('+');
        output.WriteLine(app[0]);
        output.WriteLine($"commit   {(app is [_, var commit] ? commit : "unknown: built outside of a clone")}");
        output.WriteLine($"runtime  {RuntimeInformation.FrameworkDescription}, {(RuntimeFeature.IsDynamicCodeSupported
            ? "needs the .NET runtime"
            : "one native file")}, {RuntimeInformation.RuntimeIdentifier}");
        output.WriteLine($"SDKs     {string.Join(", ", RuntimeFactsReader.Sdks)}");
        return ExitCodes.Healthy;
    }
}
