using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using ProbeFleet.Benchmarks.Probes;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Packets;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.FaultLab.Servers;
using ProbeFleet.Probing;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Storage.Results;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Benchmarks.Rows;

/// <summary>
/// What one healthy result takes as a row of storage, and what making and reading the row cost, on results of the lab's servers.
/// </summary>
internal static class RowBenchmark
{
    private const int Runs = 4_000;
    private const int WarmUp = 1_000;

    /// <summary>Prints the table; with a directory, each result's JSON goes there.</summary>
    public static async Task<int> RunAsync(string? directory, CancellationToken cancellationToken)
    {
        Console.WriteLine("## One healthy result over TLS as a row\n");
        Console.WriteLine("| result | JSON characters | bytes of the row | bytes of its result | bytes of its outline | CPU µs to "
            + "make the row "
            + "| to read the result | to read the outline |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|");
        var results = await ProbeAllAsync(cancellationToken);
        foreach (var (what, result) in results)
        {
            Row(what, result);
            if (directory is not null)
            {
                await File.WriteAllTextAsync(Path.Combine(directory, $"{what}.json"), JsonOf(result), cancellationToken);
            }
        }

        // The first pass only compiles.
        results.ForEach(result => Console.WriteLine(Row(result.What, result.Result)));
        return 0;
    }

    /// <summary>The bytes of the largest of the rows.</summary>
    public static async Task<long> LargestAsync(CancellationToken cancellationToken) =>
        (await ProbeAllAsync(cancellationToken)).Max(result => (long)RowLimits.BytesOf(RowOf(result.Result)));

    private static async Task<List<(string What, ProbeResult Result)>> ProbeAllAsync(CancellationToken cancellationToken)
    {
        LabTrust.Install();
        await using var api = await LabApi.StartAsync(new(), cancellationToken);
        await using var squid = await SquidServer.StartOpenAsync(cancellationToken);
        await using var streams = FaultServer.Start(Misbehave.Stream(new()).OverTls(LabTrust.Server));
        var openAI = Keyed(WarmComparison.Request(api.BaseUrl(LabPersona.OpenAI)), LabCredentials.OpenAIKey);
        var azure = Keyed(WarmComparison.Request(api.BaseUrl(LabPersona.AzureOpenAI)), LabCredentials.AzureKey);
        var gateway = Keyed(WarmComparison.Request(api.BaseUrl(LabPersona.LiteLlm)), LabCredentials.GatewayKey);
        var streaming = Keyed(WarmComparison.Request(streams.Https()), LabCredentials.OpenAIKey);
        (string What, ProbeRequest Request)[] healthy =
        [
            ("completion of OpenAI", openAI),
            ("the same through squid",
                openAI with { Route = openAI.Route with { Proxy = new ProxyChoice.Explicit(squid.Url("http", "")) } }),
            ("models of OpenAI", openAI with { Depth = ProbeDepth.Authenticated }),
            ("completion of Azure OpenAI", azure with { Route = azure.Route with { Kind = RouteKind.AzureOpenAI, Model = "chat" } }),
            ("completion of LiteLLM", gateway with { Route = gateway.Route with { Kind = RouteKind.Gateway } }),
            ("streaming completion", streaming with { Route = streaming.Route with { Request = RequestKind.ChatStream } }),
        ];
        List<(string What, ProbeResult Result)> results = [];
        foreach (var (what, request) in healthy)
        {
            results.Add((what, await ProbeAsync(what, request, cancellationToken)));
        }

        return results;
    }

    private static ProbeRequest Keyed(ProbeRequest request, string key)
    {
        var variable = $"BENCHMARK_{key.Length}_KEY";
        Environment.SetEnvironmentVariable(variable, key);
        return request with
        {
            Route = request.Route with
            {
                Name = new("openai-gpt-4-1-nano"),
                Credential = new CredentialSource.EnvironmentVariable(variable)
            },
            Vantage = request.Vantage with { Name = new("prod-swedencentral") },
        };
    }

    /// <summary>The second result of a route, which has the first for its baseline.</summary>
    private static async Task<ProbeResult> ProbeAsync(string what, ProbeRequest request, CancellationToken cancellationToken)
    {
        var prober = new RouteProber(new() { Environment = Environment.GetEnvironmentVariable });
        var first = await prober.ProbeAsync(request, null, cancellationToken);
        var second = await prober.ProbeAsync(request with { Baseline = first }, null, cancellationToken);
        return second.Outcome is ProbeOutcome.Passed ? second : throw new InvalidOperationException($"{what}: {second.Diagnosis.Summary}");
    }

    private static string Row(string what, ProbeResult result)
    {
        var row = RowOf(result);
        if (JsonOf(ResultRow.Read(row)) != JsonOf(JsonSerializer.Deserialize(JsonOf(result), ProbeFleetJson.Default.ProbeResult)!))
        {
            throw new InvalidOperationException($"{what}: the row gives another result back.");
        }

        var (make, read, outline) = (CpuOf(() => RowOf(result)), CpuOf(() => ResultRow.Read(row)), CpuOf(() => ResultOutline.Read(row)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {JsonOf(result).Length} | {RowLimits.BytesOf(row)} | {BytesOf(row, "Json") + BytesOf(row, "Packed")} "
            + $"| {BytesOf(row, ResultOutline.Column)} | {make:0} | {read:0} | {outline:0.0} |");
    }

    private static TableEntity RowOf(ProbeResult result) => ResultRow.Write(
        result, ResultKeys.Partition(result.Vantage.Name, result.StartedAt), ResultKeys.Row(
            result.Route.Name, result.StartedAt, result.Id));

    private static double CpuOf(Action work)
    {
        for (var run = 0; run < WarmUp; run++)
        {
            work();
        }

        var before = ProcessorTime.OfThisProcess();
        for (var run = 0; run < Runs; run++)
        {
            work();
        }

        return (ProcessorTime.OfThisProcess() - before).TotalMicroseconds / Runs;
    }

    private static int BytesOf(TableEntity row, string column) => row.TryGetValue(column, out var value) switch
    {
        true when value is string text => text.Length * 2,
        true when value is byte[] bytes => bytes.Length,
        _ => 0,
    };

    private static string JsonOf(ProbeResult result) => JsonSerializer.Serialize(result, ProbeFleetJson.Default.ProbeResult);
}
