using System.Text;
using ProbeFleet.Core.Model;
using ProbeFleet.Probing;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Benchmarks.Probes;

/// <summary>An instrumented probe beside a bare call on a fresh connection, in one warm process, one after the other.</summary>
internal static class WarmComparison
{
    private const int WarmUp = 60;

    public static async Task RunAsync(string title, Uri baseUrl, int runs, CancellationToken cancellationToken)
    {
        var completionUrl = new Uri(baseUrl + "/chat/completions");
        var bare = new Sample("HttpClient, fresh connection");
        var full = new Sample("the same without TLS resumption");
        var probe = new Sample("RouteProber");
        var attempt = new Sample("RouteProber, the call without the judgement");
        var prober = new RouteProber(Surroundings);
        var request = Request(baseUrl);
        for (var run = -WarmUp; run < runs; run++)
        {
            await MeasureAsync(run < 0 ? null : bare, () => CallAsync(completionUrl, resumes: true, cancellationToken));
            await MeasureAsync(run < 0 ? null : full, () => CallAsync(completionUrl, resumes: false, cancellationToken));
            var elapsed = TimeSpan.Zero;
            await MeasureAsync(run < 0
                ? null
                : probe, async () => elapsed = Require(await prober.ProbeAsync(request, null, cancellationToken)).Duration);
            (run < 0 ? null : attempt)?.Add(elapsed, TimeSpan.Zero);
        }

        Console.WriteLine($"## {title}\n\n{Sample.Header(bare)}");
        Console.WriteLine($"{bare.RowAgainst(bare)}\n{full.RowAgainst(bare)}\n{probe.RowAgainst(bare)}\n{attempt.RowAgainst(bare)}\n");
        Console.WriteLine("The probe never resumes a TLS session, or it would see the certificate of an earlier handshake.\n");
        Console.WriteLine($"{Sample.Header(full)}\n{probe.RowAgainst(full)}\n");
    }

    public static ProbeSurroundings Surroundings { get; } = new()
    {
        Environment = name => name is "BENCHMARK_KEY"
            ? System.Environment.GetEnvironmentVariable(name) ?? "sk-benchmark-0123456789abcdef"
            : null,
    };

    public static ProbeRequest Request(Uri baseUrl) => new()
    {
        Route = new Route
        {
            Name = new("benchmark"),
            Kind = RouteKind.OpenAI,
            BaseUrl = baseUrl,
            Model = "gpt-4.1-nano",
            Credential = new CredentialSource.EnvironmentVariable("BENCHMARK_KEY"),
            Proxy = new ProxyChoice.Direct(),
        },
        Vantage = new Vantage
        {
            Name = new("benchmark"),
            Runtime = new() { Host = "benchmark", Os = "Linux", Dotnet = "10", Sdk = "OpenAI", App = "0" },
        },
    };

    public static async Task MeasureAsync(Sample? sample, Func<Task> work)
    {
        var cpu = ProcessorTime.OfThisProcess() + ProcessorTime.OfEndedChildren();
        var began = TimeProvider.System.GetTimestamp();
        await work();
        var wall = TimeProvider.System.GetElapsedTime(began);
        sample?.Add(wall, ProcessorTime.OfThisProcess() + ProcessorTime.OfEndedChildren() - cpu);
    }

    public static ProbeResult Require(ProbeResult result) => result.Outcome is ProbeOutcome.Passed
        ? result
        : throw new InvalidOperationException($"The benchmark's route is not healthy: {result.Diagnosis.Summary}");

    private static async Task CallAsync(Uri url, bool resumes, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = new() { AllowTlsResume = resumes },
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Headers.Authorization = new("Bearer", "sk-benchmark-0123456789abcdef");
        request.Content = new StringContent(
            """{"model":"gpt-4.1-nano","messages":[{"role":"user","content":"ping"}],"max_completion_tokens":16}""", Encoding.UTF8,
            "application/json");
        using var response = await http.SendAsync(request, cancellationToken);
        await response.Content.ReadAsStringAsync(cancellationToken);
    }
}
