using ProbeFleet.Probing.Runtimes;

namespace ProbeFleet.Cli.Snippets;

/// <summary>A shell script around curl. Secrets reach curl through standard input, so that no process list shows them.</summary>
internal static class CurlSnippet
{
    public static string Write(SnippetRequest request) => $$"""
        #!/bin/sh
        {{string.Join('\n', request.Introduction(null).Select(line => $"# {line}"))}}
        {{string.Join('\n', request.Secrets.Select(secret =>
            $": \"${{{secret.Variable}:?is not set: export the value that the workload uses}}\""))}}
        response=$({
          printf 'Content-Type: application/json\n'
        {{string.Join('\n', request.Secrets.Select(secret => $"  printf {Quoted(Format(secret))} \"${secret.Variable}\""))}}
        } | curl --header @- --silent --show-error --include --suppress-connect-headers --{{Version(request.Route.Http)}} \
          --max-time {{request.TimeoutSeconds}} --retry 0{{Proxy(request.Route.Proxy)}} \
          --request {{request.Plan.Method}} {{Quoted(request.Url)}} \
          --user-agent probefleet-request \
          --data-raw {{Quoted(request.Body)}}) || {
          echo "no response, so no status and no request id: curl ended with $?, see https://curl.se/libcurl/c/libcurl-errors.html" >&2
          exit 1
        }
        {{string.Join('\n', request.Secrets.Select(secret => Without(secret.Variable)))}}
        printf '%s\n\n' "$response"
        printf '%s\n' "$response" | tr -d '\r' | sed -n '1s/^HTTP[^ ]* /status /p'
        printf '%s\n' "$response" | tr -d '\r' | grep -i '^\(x-request-id\|apim-request-id\):' || echo 'no request id'
        """.ReplaceLineEndings("\n").Replace("\n\n\n", "\n", StringComparison.Ordinal);

    // The printf format of a header's line, with the percent signs of its name escaped. Of such a line curl reads no quotes or escapes.
    private static string Format(SecretHeader secret) =>
        $"""{secret.Header.Replace("%", "%%", StringComparison.Ordinal)}: {secret.Prefix}%s\n""";

    /// <summary>Lines that mask a variable's value in the response, because some servers send a refused key back.</summary>
    private static string Without(string variable) => $$"""
        rest=$response
        response=
        while case $rest in *"${{variable}}"*) ;; *) false ;; esac; do
          response=$response${rest%%"${{variable}}"*}'[redacted]'
          rest=${rest#*"${{variable}}"}
        done
        response=$response$rest
        """;

    private static string Version(RouteHttp http) => http switch
    {
        RouteHttp.Http11 => "http1.1",
        RouteHttp.Http2 => "http2",
    };

    private static string Proxy(ProxyChoice proxy) => proxy switch
    {
        ProxyChoice.Direct => " --noproxy '*'",
        ProxyChoice.Explicit { Url: var url } => $" --proxy {Quoted(url.AbsoluteUri)}",
        _ => "",
    };

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
