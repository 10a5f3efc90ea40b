using System.Text;

namespace ProbeFleet.Fuzz.Tests;

/// <summary>What readers usually read, from the recorded evidence, and what JSON readers trip over.</summary>
internal static class Samples
{
    public static IReadOnlyList<string> JsonTokens { get; } =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "\"\\ud83d\"", "\\ud83d", "\\udc00", "\\u0000", "\"\"", "1e400", "-1", "0.1",
        "99999999999999999999",
        "\"error\":", "\"message\":", "\"code\":", "\"type\":", "\"errors\":", "\"data\":", "\"choices\":", "\"detail\":",
        "\"statusCode\":",
        "\"at\":", "\"id\":",
        "\"0001-01-01T00:00:00.000Z\"", "\"9999-12-31T23:59:59.999Z\"", "\"2026-02-30T00:00:00Z\"", "\"sk-proj-abcdef0123456789\"", "/*x*/",
        "//x\n", "\\", "$",
    ];

    public static IReadOnlyList<ProbeResult> Results { get; } = [.. GoldenResults.All.Where((_, number) => number % 6 == 0)];

    public static byte[][] Utf8(params IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    public static string Text(byte[] input) => Encoding.UTF8.GetString(input);
}
