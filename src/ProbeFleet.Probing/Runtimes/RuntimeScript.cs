using System.Text;
using System.Text.Json;

namespace ProbeFleet.Probing.Runtimes;

/// <summary>The self-contained script of a runtime with its order: the interpreter's input, and what <c>request --as</c> prints.</summary>
internal static class RuntimeScript
{
    private const string Place = "\"@ORDER@\"";

    // One script, in readable parts: what was seen, how it is seen, and the request.
    private static readonly string[] Parts = ["evidence", "hooks", "stream", "request"];

    public static string Write(WorkloadRuntime runtime, RuntimeOrder order)
    {
        var json = JsonSerializer.Serialize(order, RuntimeOrderJson.Default.RuntimeOrder);
        // JSON in a JSON string is a literal of both Python and JavaScript, and of ASCII characters only.
        return Read(runtime).Replace(Place, $"\"{JsonEncodedText.Encode(json)}\"", StringComparison.Ordinal);
    }

    private static string Read(WorkloadRuntime runtime)
    {
        var (folder, ending, between) = runtime switch
        {
            WorkloadRuntime.Python => ("python", "py", "\n\n"),
            WorkloadRuntime.Node => ("node", "mjs", "\n"),
        };
        return string.Join(between, Parts.Select(part => ReadPart($"{folder}.{part}.{ending}")));
    }

    private static string ReadPart(string name)
    {
        using var stream = typeof(RuntimeScript).Assembly.GetManifestResourceStream($"ProbeFleet.Probing.Runtimes.Scripts.{name}")
            ?? throw new InvalidOperationException($"The script {name} is not in this program.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
