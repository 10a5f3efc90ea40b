using System.Text;
using ProbeFleet.Core.Model;
using ProbeFleet.FaultLab.Certificates;
using ProbeFleet.FaultLab.Servers;
using ProbeFleet.Probing;

namespace ProbeFleet.Benchmarks.Probes;

/// <summary>
/// What a streaming probe costs beside the plain one, and what the same streams cost a bare client: one server in another process, one run.
/// The stream is as long as the probe lets it become.
/// </summary>
internal static class StreamComparison
{
    private const int WarmUp = 40;
    private const int Runs = 200;

    // What is pushed at once comes in one read; what is pushed word by word comes in as many as there are events.
    private const string Server = """
        const fs = require('fs'), https = require('https');
        const [, , port, certificate, key] = process.argv;
        const chunk = (delta, finish) => `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4.1-nano',
          choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] })}\n\n`;
        const words = Array(16).fill(chunk({ content: 'pong' }, null));
        const events = [chunk({ role: 'assistant', content: '' }, null), ...words, chunk({}, 'length'), 'data: [DONE]\n\n'];
        const whole = JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'gpt-4.1-nano',
          choices: [{ index: 0, message: { role: 'assistant', content: 'pong'.repeat(16) }, finish_reason: 'length' }] });
        https.createServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key), minVersion: 'TLSv1.3' }, (request, response) => {
          request.resume().on('end', () => {
            const streams = !request.url.startsWith('/whole');
            response.writeHead(200, {
              'content-type': streams ? 'text/event-stream' : 'application/json', 'x-request-id': 'req_0123456789abcdef0123456789abcdef',
            });
            if (!streams) return response.end(whole);
            if (request.url.startsWith('/pushed')) return response.end(events.join(''));
            response.socket.setNoDelay(true);
            let next = 0;
            const timer = setInterval(() => (next < events.length ? response.write(events[next++]) : (clearInterval(timer), response.end())), 3);
          });
        }).listen(Number(port), '127.0.0.1');
        """;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await LabProcess.StartAsync("node", (folder, port) =>
        {
            var files = LabTrust.Server.WritePem(folder.Path, "server");
            return [folder.Write("server.cjs", Server), FormattableString.Invariant($"{port}"), files.Certificates, files.Key];
        }, cancellationToken);
        var prober = new RouteProber(WarmComparison.Surroundings);
        Console.WriteLine("## A streaming probe beside the plain one (goal 1.05)\n");
        Console.WriteLine("| what is answered | runs | bare HttpClient, CPU ms | against the whole answer | RouteProber, CPU ms | against the whole answer |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|");

        // Each beside a whole answer of its own: what comes after a long stream would pay for what it leaves behind.
        await CompareAsync(new("a stream, pushed at once", "/pushed/v1", RequestKind.ChatStream), prober, server, cancellationToken);
        await CompareAsync(new("a stream, word by word (19 events, 3 ms apart)", "/words/v1", RequestKind.ChatStream), prober, server, cancellationToken);
        Console.WriteLine();
    }

    private static async Task CompareAsync(Way stream, RouteProber prober, LabProcess server, CancellationToken cancellationToken)
    {
        Way[] ways = [new("a whole answer", "/whole/v1", RequestKind.Chat), stream];
        for (var run = -WarmUp; run < Runs; run++)
        {
            foreach (var way in run % 2 == 0 ? ways : ways.Reverse())
            {
                var url = server.Url("https", way.Path);
                await WarmComparison.MeasureAsync(run < 0 ? null : way.Bare, () => CallAsync(new Uri(url + "/chat/completions"), cancellationToken));
            }

            foreach (var way in run % 2 == 0 ? ways : ways.Reverse())
            {
                var request = WarmComparison.Request(server.Url("https", way.Path));
                request = request with { Route = request.Route with { Request = way.Request } };
                await WarmComparison.MeasureAsync(run < 0 ? null : way.Probe, async () =>
                    WarmComparison.Require(await prober.ProbeAsync(request, null, cancellationToken)));
            }
        }

        foreach (var way in ways)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"| {way.Name} | {Runs} | {way.Bare.MedianCpu:0.00} | {way.Bare.MedianCpu / ways[0].Bare.MedianCpu:0.00}x | ")
                + FormattableString.Invariant($"{way.Probe.MedianCpu:0.00} | {way.Probe.MedianCpu / ways[0].Probe.MedianCpu:0.00}x |"));
        }
    }

    private static async Task CallAsync(Uri url, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = new() { AllowTlsResume = false },
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
        };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>One way to answer, measured by both clients.</summary>
    private sealed record Way(string Name, string Path, RequestKind Request)
    {
        public Sample Bare { get; } = new("bare");

        public Sample Probe { get; } = new("probe");
    }
}
