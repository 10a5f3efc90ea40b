using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using ProbeFleet.Core.Model;
using ProbeFleet.Probing;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Benchmarks.Probes;

/// <summary>An instrumented probe beside bare calls on fresh connections, in one warm process, one after the other.</summary>
internal static class WarmComparison
{
    private const int WarmUp = 300;
    private const string KeyVariable = "BENCHMARK_KEY";
    private const string Key = "sk-proj-4f9Kq2ZtX7vLmN0bWcYeR3sU";
    private const string Body =
        """{"model":"gpt-4.1-nano","messages":[{"role":"user","content":"ping"}],"max_completion_tokens":16}""";

    /// <summary>Prints the table.</summary>
    public static async Task RunAsync(string title, Uri baseUrl, int runs, CancellationToken cancellationToken)
    {
        var (http, sdk, probe) = await MeasureAsync(baseUrl, runs, cancellationToken);
        Console.WriteLine($"## {title}\n\n{Sample.Header(sdk)}");
        Console.WriteLine($"{http.RowAgainst(sdk)}\n{sdk.RowAgainst(sdk)}\n{probe.RowAgainst(sdk)}\n");
    }

    /// <summary>
    /// A call by <see cref="HttpClient"/>, one by the SDK and a probe as a vantage makes it, with the route's last healthy result for a
    /// baseline. None of them resumes a TLS session: a probe would see the certificate of an earlier handshake.
    /// </summary>
    public static async Task<(Sample Http, Sample Sdk, Sample Probe)> MeasureAsync(Uri baseUrl, int runs, CancellationToken cancellationToken)
    {
        var completionUrl = new Uri(baseUrl + "/chat/completions");
        var http = new Sample("HttpClient, fresh connection");
        var sdk = new Sample("OpenAI SDK, fresh connection");
        var probe = new Sample("RouteProber");
        var prober = new RouteProber(Surroundings);
        var request = Request(baseUrl);
        request = request with { Baseline = Require(await prober.ProbeAsync(request, null, cancellationToken)) };
        for (var run = -WarmUp; run < runs; run++)
        {
            await MeasureAsync(run < 0 ? null : http, () => CallAsync(completionUrl, cancellationToken));
            await MeasureAsync(run < 0 ? null : sdk, () => CallSdkAsync(baseUrl, cancellationToken));
            await MeasureAsync(
                run < 0 ? null : probe, async () => Require(await prober.ProbeAsync(request, null, cancellationToken)));
        }

        return (http, sdk, probe);
    }

    public static ProbeSurroundings Surroundings { get; } = new()
    {
        Environment = name => name is KeyVariable
            ? System.Environment.GetEnvironmentVariable(name) ?? Key
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
            Credential = new CredentialSource.EnvironmentVariable(KeyVariable),
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

    /// <summary>A completion by a bare <see cref="HttpClient"/> on a TLS connection of its own.</summary>
    public static async Task CallAsync(Uri url, CancellationToken cancellationToken)
    {
        using var http = FreshClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Headers.Authorization = new("Bearer", Environment.GetEnvironmentVariable(KeyVariable) ?? Key);
        request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, cancellationToken);
        await response.Content.ReadAsStringAsync(cancellationToken);
    }

    private static async Task CallSdkAsync(Uri baseUrl, CancellationToken cancellationToken)
    {
        using var http = FreshClient();
        var client = new ChatClient("gpt-4.1-nano", new ApiKeyCredential(Key), new OpenAIClientOptions
        {
            Endpoint = baseUrl,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        });
        await client.CompleteChatAsync(
            BinaryContent.Create(BinaryData.FromString(Body)), new RequestOptions { CancellationToken = cancellationToken });
    }

    private static HttpClient FreshClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = new() { AllowTlsResume = false },
    });
}
