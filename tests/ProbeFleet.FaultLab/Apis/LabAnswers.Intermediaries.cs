namespace ProbeFleet.FaultLab.Apis;

/// <content>
/// What stands between the workload and an API and answers in its place. TLS proves the lab's host, so that a 5xx of an edge, and JSON,
/// are the API's own side.
/// </content>
public static partial class LabAnswers
{
    private static IReadOnlyList<LabAnswer> IntermediaryAnswers =>
    [
        InPlaceOfApi("cloudflare-block", 403, LabMarks.CloudflareEdge,
            "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been "
                + "blocked</h1></body></html>"),
        InPlaceOfApi("cloudflare-502", 502, LabMarks.CloudflareEdge,
            "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
                + "<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n")
            with { Owner = "api-server" },
        InPlaceOfApi("cloudflare-520", 520, LabMarks.CloudflareEdge, "error code: 520")
            with { ContentType = "text/plain; charset=UTF-8", Owner = "api-server" },
        InPlaceOfApi("captive-portal", 200, [new("Server", "lighttpd")],
            "<html><head><title>Guest Wi-Fi</title></head><body><form action=\"/login\">Please accept the terms of "
                + "use.</form></body></html>"),
        InPlaceOfApi("squid-denied", 403,
            [
                new("Server", "squid/5.7"),
                new("Via", "1.1 proxy.contoso.test (squid/5.7)"),
                new("X-Squid-Error", "ERR_ACCESS_DENIED 0"),
                new("X-Cache", "MISS from proxy.contoso.test"),
            ],
            "<!DOCTYPE html><html><head><title>ERROR: The requested URL could not be retrieved</title></head>"
                + "<body><h1>ERROR</h1><p>Access Denied.</p></body></html>")
            with { Cause = "proxy.denied" },
        InPlaceOfApi("proxy-401", 401,
            [new("Via", "1.1 webgateway.contoso.test"), new("WWW-Authenticate", "Basic realm=\"Contoso web gateway\"")],
            "<html><body>Authentication is required to reach the internet.</body></html>"),
        InPlaceOfApi("application-gateway-403", 403, [new("Server", "Microsoft-Azure-Application-Gateway/v2")],
            "<html>\r\n<head><title>403 Forbidden</title></head>\r\n"
                + "<body>\r\n<center><h1>403 Forbidden</h1></center>\r\n<hr><center>Microsoft-Azure-Application-Gateway/v2</center>\r\n</body>\r\n</html>\r\n"),
        InPlaceOfApi("load-balancer-503", 503, [new("Server", "awselb/2.0")],
            "<html><head><title>503 Service Temporarily Unavailable</title></head>"
                + "<body><center><h1>503 Service Temporarily Unavailable</h1></center></body></html>") with { Owner = "api-server" },
        InPlaceOfApi("empty-200", 200, [], "") with { ContentType = null },
        InPlaceOfApi("other-json-200", 200, [], "{}") with { ContentType = "application/json", Owner = "api-server" },
        InPlaceOfApi("bare-403", 403, [], "Forbidden") with { ContentType = "text/plain" },
    ];

    private static LabAnswer InPlaceOfApi(
        string name, int status, IReadOnlyList<KeyValuePair<string, string>> headers, string body) => new()
        {
            Name = $"between/{name}",
            Persona = LabPersona.OpenAI,
            Status = status,
            ContentType = "text/html",
            Headers = headers,
            Body = body,
            Cause = "http.not-api",
            Owner = "connection-path",
        };
}
