using ProbeFleet.Probing.Runtimes;
using static ProbeFleet.Cli.Snippets.SnippetRequest;

namespace ProbeFleet.Cli.Snippets;

/// <summary>A single-file C# program for .NET 10 (<c>dotnet run request.cs</c>) that needs no package.</summary>
internal static class CsharpSnippet
{
    private const string HowToRun = "Save it as request.cs and run: dotnet run request.cs";

    public static string Write(SnippetRequest request) => $$"""
        {{string.Join('\n', request.Introduction(AzureClient.Csharp).Append(HowToRun).Select(line => $"// {line}"))}}
        using System.Text;

        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false{{Proxy(request.Route.Proxy)}} })
        {
            Timeout = TimeSpan.FromSeconds({{request.TimeoutSeconds}}),
        };
        using var request = new HttpRequestMessage(HttpMethod.Parse({{Literal(request.Plan.Method.Method)}}), {{Literal(request.Url)}})
        {
            Content = new StringContent({{Literal(request.Body)}}, Encoding.UTF8, "application/json"),{{Version(request.Route.Http)}}
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "probefleet-request");
        {{string.Join('\n', request.Secrets.Select(Header))}}
        try
        {
            using var response = await client.SendAsync(request);
            Console.WriteLine({{request.Secrets.Aggregate("await response.Content.ReadAsStringAsync()", Without)}});
            Console.WriteLine($"status {(int)response.StatusCode}");
            Console.WriteLine($"request id {Id("x-request-id") ?? Id("apim-request-id") ?? "none"}");
            return 0;

            string? Id(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            Console.Error.WriteLine($"no response, so no status and no request id: {error}");
            return 1;
        }

        static string Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{name} is not set: export the value that the workload uses");
        """;

    private static string Header(SecretHeader secret)
    {
        var prefix = secret.Prefix.Length == 0 ? "" : $"{Literal(secret.Prefix)} + ";
        return $"request.Headers.TryAddWithoutValidation({Literal(secret.Header)}, {prefix}Read({Literal(secret.Variable)}));";
    }

    private static string Without(string body, SecretHeader secret) =>
        $"""({body}).Replace(Read({Literal(secret.Variable)}), "[redacted]")""";

    private static string Version(RouteHttp http) => http switch
    {
        RouteHttp.Http11 => "",
        RouteHttp.Http2 => "\n    Version = new Version(2, 0),",
    };

    private static string Proxy(ProxyChoice proxy) => proxy switch
    {
        ProxyChoice.Direct => ", UseProxy = false",
        ProxyChoice.Explicit { Url: var url } => $", Proxy = new System.Net.WebProxy({Literal(url.AbsoluteUri)})",
        _ => "",
    };
}
