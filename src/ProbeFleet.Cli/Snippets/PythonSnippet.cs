using ProbeFleet.Core.Model;
using static ProbeFleet.Cli.Snippets.SnippetRequest;

namespace ProbeFleet.Cli.Snippets;

/// <summary>A Python 3 script that needs only the standard library.</summary>
internal static class PythonSnippet
{
    public static string Of(SnippetRequest request) => $$"""
        {{string.Join('\n', request.Introduction(AzureClient.Python).Select(line => $"# {line}"))}}
        import http.client
        import os
        import sys
        import urllib.error
        import urllib.request


        class NoRedirects(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *arguments):
                return None


        def read(name):
            return os.environ.get(name) or sys.exit(f"{name} is not set: export the value that the workload uses")


        request = urllib.request.Request(
            {{Literal(request.Url)}},
            method={{Literal(request.Method)}},
            data={{Literal(request.Body)}}.encode(),
            headers={
                "Content-Type": "application/json",
                "User-Agent": "probefleet-request",
        {{string.Join('\n', request.Secrets.Select(Header))}}
            },
        )
        try:
            response = urllib.request.build_opener({{Proxy(request.Route.Proxy)}}NoRedirects).open(request, timeout={{request.TimeoutSeconds}})
        except urllib.error.HTTPError as error:
            response = error
        except (OSError, http.client.HTTPException) as error:
            sys.exit(f"no response, so no status and no request id: {error!r}")
        print(response.read().decode(errors="replace"))
        print("status", response.getcode())
        print("request id", response.headers.get("x-request-id") or response.headers.get("apim-request-id") or "none")
        """;

    private static string Header(SecretHeader secret) =>
        $"        {Literal(secret.Name)}: {(secret.Prefix.Length == 0 ? "" : $"{Literal(secret.Prefix)} + ")}read({Literal(secret.Variable)}),";

    private static string Proxy(ProxyChoice proxy) => proxy switch
    {
        ProxyChoice.Direct => "urllib.request.ProxyHandler({}), ",
        ProxyChoice.Explicit { Url: var url } =>
            $"urllib.request.ProxyHandler({{\"http\": {Literal(url.AbsoluteUri)}, \"https\": {Literal(url.AbsoluteUri)}}}), ",
        _ => "",
    };
}
