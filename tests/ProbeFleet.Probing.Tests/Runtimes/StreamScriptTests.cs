using System.Diagnostics;
using System.Globalization;
using System.Text;
using ProbeFleet.Probing.Runtimes;

namespace ProbeFleet.Probing.Tests.Runtimes;

/// <summary>What the scripts take for a stream of events, whatever part of it comes first, and what of it leaves the interpreter.</summary>
public sealed class StreamScriptTests
{
    private const string Event = "data: {\"choices\":[{\"delta\":{\"content\":\"Planted\"}}]}\n\n";

    public static TheoryData<WorkloadRuntime, string, string> Beginnings => Each(
        ("\n", $"{Event}data: [DONE]\n\n"), ("\r\n", Event), (Event[..2], Event[2..]), (Event[..5], Event[5..]), ("\uFEFF", Event),
        (":", $" ping\n\n{Event}"), ("ev", $"ent: message\n{Event}"));

    public static TheoryData<WorkloadRuntime, string, string> Others => Each(("\n", "{\"ok\":true}"), ("d", "enied"), ("event", "ually"));

    [Theory]
    [MemberData(nameof(Beginnings))]
    public async Task StreamWhoseFirstPieceMayBeginAnything_IsReadAsOneAndKeepsItsWords(WorkloadRuntime runtime, string first, string rest)
    {
        var (report, output) = await ReadAsync(runtime, first, rest);

        Assert.True(report is { Failure: null, Response: { Complete: true, Body: "" } }, output);
        Assert.DoesNotContain("Planted", output, StringComparison.Ordinal);
        // The event itself, with a letter in place of its words.
        Assert.Contains(report.Response.Pieces!, piece => piece[2].GetString()!.Contains("\"x\"", StringComparison.Ordinal));
        Assert.Equal(report.Response.Bytes, report.Response.Pieces!.Sum(piece => piece[1].GetInt64()));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task BodyWhoseFirstPieceMayBeginAStream_IsKeptWhole(WorkloadRuntime runtime, string first, string rest)
    {
        var (report, output) = await ReadAsync(runtime, first, rest);

        Assert.True(report.Response is { Complete: true, Pieces: null or [] }, output);
        Assert.Equal((first + rest).TrimStart(), report.Response.Body);
        Assert.Equal(first.Length + rest.Length, report.Response.Bytes);
    }

    /// <summary>fetch takes a cut body for a whole one, so its script looks for the last chunk, which need not be the bare one.</summary>
    [Theory]
    [InlineData("0\r\nx-checksum: 1f2e\r\nx-cost: 7\r\n\r\n")]
    [InlineData("0;last\r\n\r\n")]
    [InlineData("000\r\n\r\n")]
    public async Task ChunkedAnswerWithTrailersOrAnExtension_ThroughNode_IsWhole(string end)
    {
        var (report, output) = await ReadAsync(WorkloadRuntime.Node, "{\"ok\":", "true}", end);

        Assert.True(report is { Failure: null, Response: { Complete: true, Body: "{\"ok\":true}" } }, output);
    }

    /// <summary>Lets a script read an answer of two pieces. On a busy machine Node may see them as one, which is right too.</summary>
    private static async Task<(RuntimeReport Report, string Output)> ReadAsync(
        WorkloadRuntime runtime, string first, string rest, string end = "0\r\n\r\n")
    {
        var program = runtime is WorkloadRuntime.Python ? "python3" : "node";
        Assert.SkipWhen(LabRequirements.MissingFor(program) is not null, $"{program} is not installed");
        await using var server = FaultServer.Start(async (connection, stopping) =>
        {
            await connection.ReadRequestAsync(stopping);
            await connection.WriteAsync(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                    + Chunk(first), stopping);
            await connection.DelayAsync(TimeSpan.FromMilliseconds(50), stopping);
            await connection.WriteAsync(Chunk(rest) + end, stopping);
            await connection.CloseAsync(stopping);
        });
        var script = RuntimeScript.Write(runtime, new()
        {
            Url = server.Http("/v1/chat/completions"),
            BaseUrl = server.Http(),
            Method = "POST",
            Body = "{}",
            Streams = true,
            Secrets = [],
            Proxy = "none",
            Budget = RuntimeBudget.From(Probe.Ample),
        });

        var child = await ChildRun.RunAsync(
            new ProcessStartInfo(LabRequirements.PathOf(program)!, Interpreter.ArgumentsOf(runtime)), script,
            TestContext.Current.CancellationToken);

        return (RuntimeReport.Read(child.Output)!, $"{child.Output}{child.Error}");
    }

    private static string Chunk(string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    private static TheoryData<WorkloadRuntime, string, string> Each(params IReadOnlyList<(string First, string Then)> answers)
    {
        TheoryData<WorkloadRuntime, string, string> each = [];
        foreach (var (first, then) in answers)
        {
            each.Add(WorkloadRuntime.Python, first, then);
            each.Add(WorkloadRuntime.Node, first, then);
        }

        return each;
    }
}
