using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProbeFleet.FaultLab.Faults;

namespace ProbeFleet.Cli.Tests.Native;

/// <summary>The native file and the tool probe every fault that loopback can make: what they write is the same.</summary>
public sealed partial class SameResultTests : IDisposable
{
    // What never answers is found by these; everything else answers at once.
    private static readonly JsonObject Budget = new()
    {
        ["timeout"] = "00:00:12",
        ["connectTimeout"] = "00:00:05",
        ["tlsTimeout"] = "00:00:05",
        ["headerTimeout"] = "00:00:06",
        ["streamGap"] = "00:00:06",
    };

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Results_OfEveryFaultOfTheLab_AreTheSameButForIdsTimesAndVersions()
    {
        Assert.SkipUnless(File.Exists(NativeFile), "there is no artifacts/native/probefleet: run eng/native.sh");
        Assert.SkipUnless(
            await CommitOfAsync([NativeFile]) == await CommitOfAsync(ChildProcess.BuiltTool),
            "artifacts/native/probefleet is of another commit than the tool: run eng/native.sh");
        List<RunningFault> running = [];
        try
        {
            foreach (var fault in FaultCatalog.All)
            {
                running.Add(await fault.StartAsync(TestContext.Current.CancellationToken));
            }

            JsonObject fleet = new()
            {
                ["routes"] = new JsonArray([.. FaultCatalog.All.Select((fault, number) => Route(fault, running[number], number))]),
                ["probe"] = Budget.DeepClone(),
            };
            var file = _scratch.File("fleet.json", fleet.ToJsonString());

            var both = await Task.WhenAll(ResultsAsync(ChildProcess.BuiltTool, file), ResultsAsync([NativeFile], file));
            var (tool, native) = (both[0], both[1]);

            Assert.Equal(FaultCatalog.All.Count, tool.Count);
            string[] differences = [.. FaultCatalog.All.SelectMany((fault, number) => Differences(fault, tool[number], native[number]))];
            Assert.True(differences is [], string.Join('\n', differences));
        }
        finally
        {
            foreach (var fault in running)
            {
                await fault.DisposeAsync();
            }
        }
    }

    private static string NativeFile { get; } = Repository.PathOf("artifacts", "native", "probefleet");

    private static JsonObject Route(FaultScenario fault, RunningFault running, int number)
    {
        var isAzure = fault.RouteKind == "azure-openai";
        JsonObject route = new()
        {
            ["name"] = $"{number}-{fault.Name.Replace('/', '.')}",
            ["kind"] = fault.RouteKind,
            ["baseUrl"] = running.BaseUrl.ToString(),
            ["model"] = isAzure ? "chat" : "gpt-4.1-nano",
            ["credential"] = $"env:LAB_{number}",
            ["proxy"] = running.Proxy?.ToString() ?? "none",
        };
        if (isAzure)
        {
            route["apiVersion"] = "v1";
        }

        return route;
    }

    private async Task<string> CommitOfAsync(IReadOnlyList<string> program)
    {
        var run = await ChildProcess.RunAsync(ChildProcess.Of(program, _scratch.Folder, "--version"), TestContext.Current.CancellationToken);
        return run.Output.Split('\n')[1];
    }

    private async Task<IReadOnlyList<JsonObject>> ResultsAsync(IReadOnlyList<string> program, string file)
    {
        var start = ChildProcess.Of(program, _scratch.Folder, "probe", "--config", file, "--output", "json");
        foreach (var (fault, number) in FaultCatalog.All.Select((fault, number) => (fault, number)))
        {
            start.Environment[$"LAB_{number}"] = fault.Credential;
        }

        var run = await ChildProcess.RunAsync(start, TestContext.Current.CancellationToken);
        Assert.True(run.Output.StartsWith('['), run.ToString());
        return [.. JsonNode.Parse(run.Output)!.AsArray().Select(result => result!.AsObject())];
    }

    private static IEnumerable<string> Differences(FaultScenario fault, JsonObject tool, JsonObject native)
    {
        var (ours, theirs) = (Lines(fault, tool), Lines(fault, native));
        return ours.Zip(theirs).Where(line => line.First != line.Second).Select(line => $"{fault}: tool {line.First}, native {line.Second}")
            .Take(3).Concat(ours.Length == theirs.Length ? [] : [$"{fault}: tool {ours.Length} lines, native {theirs.Length}"]);
    }

    private static string[] Lines(FaultScenario fault, JsonObject result)
    {
        // How much of an answer that never ends had come, and what the deadline found the connection doing, is a matter of time.
        if (fault.NeverEnds)
        {
            result.Remove("exception");
        }

        var lines = Passing().Replace(PassingMember().Replace(result.ToString(), "~"), "~").Split('\n');
        return [.. lines.Where(line => !fault.NeverEnds || !Amount().IsMatch(line))];
    }

    /// <summary>Members that differ between two runs of one program too.</summary>
    [GeneratedRegex("""
        (?<="(id|startedAt|[a-zA-Z]*Ms|[a-zA-Z]*[rR]equestId|[a-z-]+-id|dotnet|app|date|local)":\s)("[^"]*"|[\d.]+)
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex PassingMember();

    /// <summary>Ids and times within texts.</summary>
    [GeneratedRegex("""
        [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=gen-\d+-|req_)\w+|\b\d\d:\d\d(:\d\d)?Z|\d+(\.\d+)?(?=\s(ms|s)\b)
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex Passing();

    [GeneratedRegex("""^\s*"(bytes|errorMessage)":""", RegexOptions.ExplicitCapture)]
    private static partial Regex Amount();
}
