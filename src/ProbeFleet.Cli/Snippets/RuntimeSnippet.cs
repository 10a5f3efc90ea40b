using ProbeFleet.Probing.Runtimes;

namespace ProbeFleet.Cli.Snippets;

/// <summary>The script that <c>probe --runtime</c> runs, for a container without the tool.</summary>
internal static class RuntimeSnippet
{
    public static string Python(SnippetRequest request) =>
        Write(WorkloadRuntime.Python, request, "#", AzureClient.Python, "By openai where it can be imported, else httpx, else urllib.",
            "python3 -B -");

    public static string Node(SnippetRequest request) =>
        Write(WorkloadRuntime.Node, request, "//", AzureClient.Node, "By openai where it can be resolved, else fetch.",
            "node --input-type=module -");

    private static string Write(
        WorkloadRuntime runtime, SnippetRequest request, string comment, Func<DatedSurface, string> azureClient, string maker,
        string command)
    {
        IEnumerable<string> lines =
        [
            .. request.Introduction(azureClient, maker),
            $"Run it in the workload's container, folder and environment: kubectl exec -i deploy/app -- {command} < this-file",
            "It prints one line of JSON, the evidence of each stage, and says on standard error what came of it. It writes nothing.",
            .. request.Route.Http is RouteHttp.Http11 ? Array.Empty<string>()
                : ["The route asks for HTTP/2, and this script speaks HTTP/1.1: --as curl and --as csharp ask for HTTP/2."],
            .. Proxy(runtime, request.Route.Proxy),
        ];
        return $"{string.Join('\n', lines.Select(line => $"{comment} {line}"))}\n{RuntimeScript.Write(runtime, request.Order)}";
    }

    private static IEnumerable<string> Proxy(WorkloadRuntime runtime, ProxyChoice proxy) => (runtime, proxy) switch
    {
        (WorkloadRuntime.Node, ProxyChoice.Explicit { Url: var url }) =>
            [$"The route uses a proxy, which needs Node.js 22.21 or 24.5: set NODE_USE_ENV_PROXY=1 HTTP_PROXY={url} HTTPS_PROXY={url}"],
        _ => [],
    };
}
