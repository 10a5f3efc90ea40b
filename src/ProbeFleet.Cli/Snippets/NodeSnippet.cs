using ProbeFleet.Core.Model;
using static ProbeFleet.Cli.Snippets.SnippetRequest;

namespace ProbeFleet.Cli.Snippets;

/// <summary>A script for Node.js 18 or later that needs no package.</summary>
internal static class NodeSnippet
{
    public static string Of(SnippetRequest request) => $$"""
        {{string.Join('\n', request.Introduction(AzureClient.Node).Append(Proxy(request.Route.Proxy)).Select(line => $"// {line}"))}}
        const read = (name) => {
          if (!process.env[name]) {
            console.error(`${name} is not set: export the value that the workload uses`);
            process.exit(2);
          }
          return process.env[name];
        };

        fetch({{Literal(request.Url)}}, {
          method: {{Literal(request.Method)}},
          redirect: "manual",
          signal: AbortSignal.timeout({{request.TimeoutSeconds}} * 1000),
          headers: {
            "content-type": "application/json",
            "user-agent": "probefleet-request",
        {{string.Join('\n', request.Secrets.Select(Header))}}
          },
          body: {{Literal(request.Body)}},
        }).then(
          async (response) => {
            console.log(await response.text());
            console.log("status", response.status);
            console.log("request id", response.headers.get("x-request-id") ?? response.headers.get("apim-request-id") ?? "none");
          },
        ).catch((error) => {
          console.error("no response, so no status and no request id:", error.message, error.cause ?? "");
          process.exitCode = 1;
        });
        """;

    private static string Header(SecretHeader secret) =>
        $"    {Literal(secret.Name.ToLowerInvariant())}: {(secret.Prefix.Length == 0 ? "" : $"{Literal(secret.Prefix)} + ")}read({Literal(secret.Variable)}),";

    private static string Proxy(ProxyChoice proxy) => proxy switch
    {
        ProxyChoice.Direct => "Runs without a proxy: leave NODE_USE_ENV_PROXY unset.",
        ProxyChoice.Explicit { Url: var url } =>
            $"The route uses a proxy, which needs Node.js 24: run it with NODE_USE_ENV_PROXY=1 HTTP_PROXY={url} HTTPS_PROXY={url}",
        _ => "Node.js ignores HTTPS_PROXY unless it is version 24 and NODE_USE_ENV_PROXY=1 is set.",
    };
}
