using System.Text;
using System.Text.Json;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Probing.Runtimes;

/// <summary>The self-contained script of a runtime with its order in it: what the interpreter reads on standard input, and what <c>request --as</c> prints.</summary>
internal static class RuntimeScript
{
    private const string Place = "\"@ORDER@\"";

    /// <summary>The script's text.</summary>
    public static string Of(WorkloadRuntime runtime, RuntimeOrder order)
    {
        var json = JsonSerializer.Serialize(order, RuntimeOrderJson.Default.RuntimeOrder);
        // JSON in a JSON string: a literal of Python and of JavaScript alike, and of ASCII characters alone.
        return Read(runtime).Replace(Place, $"\"{JsonEncodedText.Encode(json)}\"", StringComparison.Ordinal);
    }

    private static string Read(WorkloadRuntime runtime)
    {
        var name = runtime switch
        {
            WorkloadRuntime.Python => "probe.py",
            WorkloadRuntime.Node => "probe.mjs",
        };
        using var stream = typeof(RuntimeScript).Assembly.GetManifestResourceStream($"ProbeFleet.Probing.Runtimes.Scripts.{name}")
            ?? throw new InvalidOperationException($"The script {name} is not in this program.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
