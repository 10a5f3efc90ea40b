using System.Diagnostics;
using System.Globalization;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Recording;
using ProbeFleet.Probing.Requests;

namespace ProbeFleet.Probing.Runtimes;

/// <summary>Makes a planned request with the workload's own runtime, in a child process that reads its script on standard input.</summary>
internal sealed class RuntimeExchange(ProbeSurroundings surroundings, AttemptOrder order, WorkloadRuntime runtime, string interpreter)
{
    // What a runtime reads of its environment by itself; in this process' own it is what it inherits anyway.
    private static readonly string[] Read =
    [
        "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "NODE_OPTIONS", "NODE_USE_ENV_PROXY",
        "NODE_USE_SYSTEM_CA", "NODE_TLS_REJECT_UNAUTHORIZED", "NODE_PATH", "PYTHONPATH", "VIRTUAL_ENV", "OPENSSL_CONF",
    ];

    private static readonly TimeSpan ForTheLastWords = TimeSpan.FromMilliseconds(300);

    /// <summary>Makes it, and writes down what was seen.</summary>
    /// <returns>What the runtime says of itself, and the exceptions that it threw.</returns>
    /// <exception cref="RuntimeException">It gave no evidence.</exception>
    public async Task<(WorkloadFacts Workload, IReadOnlyList<ExceptionLink>? Exception)> RunAsync(
        RequestPlan plan,
        PathPlan path,
        string? secret,
        IReadOnlyDictionary<string, string> headers,
        StageRecorder recorder,
        AttemptFacts facts,
        Sanitizer sanitizer)
    {
        var left = order.Budget.Total - recorder.Elapsed - ForTheLastWords;
        var secrets = new Dictionary<string, string>();
        var script = RuntimeScript.Of(runtime, RuntimeOrder.Of(
            plan,
            order.Variant is ProbeVariant.NoProxy ? new ProxyChoice.Direct() : order.Route.Proxy,
            [.. SecretHeaders(plan, secret, headers, secrets)],
            RuntimeBudget.Of(order.Budget) with { UntilMs = (surroundings.Clock.GetUtcNow() + left).ToUnixTimeMilliseconds() }) with
        {
            Refuse = surroundings.Outbound.RefusedNetworks(order.Route),
        });
        var child = await ChildRun.RunAsync(StartOf(secrets), script, recorder.Token).ConfigureAwait(false);
        recorder.CallerToken.ThrowIfCancellationRequested();
        if (RuntimeReport.Read(child.Output) is not { } report)
        {
            throw new RuntimeException(Complaint(child, sanitizer));
        }

        var replay = new RuntimeReplay(report, path, sanitizer);
        facts.Configure = facts.Configure! with { Proxy = replay.Proxy() };
        var took = TimeSpan.FromMilliseconds(double.IsFinite(report.TotalMs) ? Math.Clamp(report.TotalMs, 0, recorder.Elapsed.TotalMilliseconds) : 0);
        replay.Run(recorder, facts, recorder.Elapsed - took);
        return (replay.Workload(runtime), replay.Exception());
    }

    private static IEnumerable<SecretHeader> SecretHeaders(
        RequestPlan plan, string? secret, IReadOnlyDictionary<string, string> headers, Dictionary<string, string> secrets)
    {
        if (secret is not null)
        {
            yield return plan.Scheme is CredentialScheme.ApiKeyHeader
                ? new("api-key", "", Add(secret))
                : new("Authorization", "Bearer ", Add(secret));
        }

        foreach (var (name, value) in headers)
        {
            yield return new(name, "", Add(value));
        }

        string Add(string value)
        {
            var variable = string.Create(CultureInfo.InvariantCulture, $"PROBEFLEET_SECRET_{secrets.Count}");
            secrets[variable] = value;
            return variable;
        }
    }

    private ProcessStartInfo StartOf(Dictionary<string, string> secrets)
    {
        var start = new ProcessStartInfo(interpreter, Interpreter.ArgumentsOf(runtime));
        // What this process lives on is none of the runtime's business.
        foreach (var name in start.Environment.Keys.Where(name => PlatformVariables.Has(name) && !Read.Contains(name)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var name in Read)
        {
            start.Environment.Remove(name);
            if (surroundings.Environment(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }

        if (order.Route.Proxy is ProxyChoice.Explicit { Url: var proxy })
        {
            // Node reads these when it starts; the Python script sets them itself.
            start.Environment["HTTPS_PROXY"] = start.Environment["HTTP_PROXY"] = proxy.AbsoluteUri;
            start.Environment["NODE_USE_ENV_PROXY"] = "1";
        }

        foreach (var (name, value) in secrets)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private string Complaint(ChildOutput child, Sanitizer sanitizer)
    {
        var lines = child.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var said = (lines.LastOrDefault() ?? child.Output.Split('\n')[0].Trim()) is { Length: > 0 } line ? $" and said: {sanitizer.Clean(line, 200)}" : "";
        return child.ExitCode is { } code
            ? string.Create(CultureInfo.InvariantCulture, $"{interpreter} ended with exit code {code} and without evidence{said}")
            : $"{interpreter} gave no evidence within the probe's budget{said}";
    }
}
