using System.Diagnostics;
using System.Globalization;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Recording;
using ProbeFleet.Probing.Requests;

namespace ProbeFleet.Probing.Runtimes;

/// <summary>Makes a planned request with the workload's own runtime, in a child process that reads its script on standard input.</summary>
internal sealed class RuntimeExchange(ProbeSurroundings surroundings, ProbeRequest order, WorkloadRuntime runtime, string interpreter)
{
    private static readonly TimeSpan ForTheLastWords = TimeSpan.FromMilliseconds(300);

    /// <summary>Makes the request, and records what was seen.</summary>
    /// <returns>The runtime's facts about itself, and the exceptions that it threw.</returns>
    /// <exception cref="RuntimeException">The runtime gave no evidence.</exception>
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
        var proxy = order.Variant is ProbeVariant.NoProxy ? new ProxyChoice.Direct() : order.Route.Proxy;
        var script = RuntimeScript.Write(runtime, RuntimeOrder.From(
            plan,
            proxy,
            [.. SecretHeaders(plan, secret, headers, secrets)],
            RuntimeBudget.From(order.Budget) with { UntilMs = (surroundings.Clock.GetUtcNow() + left).ToUnixTimeMilliseconds() }) with
        {
            Refuse = surroundings.Outbound.RefusedNetworks(order.Route, path.Target, surroundings.Environment),
        });
        var start = new ProcessStartInfo(interpreter, Interpreter.ArgumentsOf(runtime));
        ChildEnvironment.Write(start.Environment, surroundings, proxy, secrets);
        var child = await ChildRun.RunAsync(start, script, recorder.Token).ConfigureAwait(false);
        recorder.CallerToken.ThrowIfCancellationRequested();
        if (RuntimeReport.Read(child.Output) is not { } report)
        {
            throw new RuntimeException(Complaint(child, sanitizer));
        }

        var replay = new RuntimeReplay(report, plan.Streams, path, sanitizer);
        facts.Configure = facts.Configure! with { Proxy = replay.Proxy() };
        var took = double.IsFinite(report.TotalMs) ? Math.Clamp(report.TotalMs, 0, recorder.Elapsed.TotalMilliseconds) : 0;
        replay.Run(recorder, facts, recorder.Elapsed - TimeSpan.FromMilliseconds(took));
        var workload = new ReportedWorkload(report, sanitizer);
        return (workload.Facts(runtime), workload.Exception());
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

    private string Complaint(ChildOutput child, Sanitizer sanitizer)
    {
        var lines = child.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // Node ends its complaint with its own version.
        var told = lines.LastOrDefault(line => line.Contains("Error", StringComparison.Ordinal)) ?? lines.LastOrDefault();
        var said = (told ?? child.Output.Split('\n')[0].Trim()) is { Length: > 0 } line
            ? $" and said: {sanitizer.Clean(line, 200)}"
            : "";
        return child.ExitCode is { } code
            ? string.Create(CultureInfo.InvariantCulture, $"{interpreter} ended with exit code {code} and without evidence{said}")
            : $"{interpreter} gave no evidence within the probe's budget{said}";
    }
}
