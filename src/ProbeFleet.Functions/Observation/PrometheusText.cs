using System.Globalization;
using System.Text;
using System.Text.Json;
using ProbeFleet.Core.Evidence;
using ProbeFleet.Storage.Snapshots;

namespace ProbeFleet.Functions.Observation;

/// <summary>Numbers as Prometheus reads them (text format 0.0.4). Labels are names and code words, which need no escaping.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(HealthReport health, IReadOnlyList<RouteSnapshot> fleet)
    {
        var text = new StringBuilder();
        Gauge("probefleet_vantage_health", "0 healthy, 1 degraded, 2 unhealthy.", (int)health.Status);
        Gauge("probefleet_last_round_timestamp_seconds", "When the last round ended; 0 before the first.", (health.LastRoundAt?.ToUnixTimeMilliseconds() ?? 0) / 1000.0);
        Gauge("probefleet_last_round_results", "Results of the last round.", health.LastRoundResults);
        Counter("probefleet_rounds_skipped_total", "Rounds skipped because the one before still ran.", health.RoundsSkipped);
        Gauge("probefleet_spool_results", "Results that wait on local disk.", health.SpoolResults);
        Gauge("probefleet_spool_bytes", "Bytes that they take.", health.SpoolBytes);
        Counter("probefleet_spool_dropped_total", "Results that were lost.", health.SpoolDropped);
        Counter("probefleet_spool_quarantined_total", "Spool files that were set aside.", health.SpoolQuarantined);
        Family("probefleet_route_up", "gauge", "Whether the last probe of the route from the vantage passed.");
        foreach (var cell in fleet)
        {
            Sample("probefleet_route_up", $"{Labels(cell)},cause=\"{Word(cell.Latest.Cause)}\",owner=\"{Word(cell.Owner)}\"", cell.Latest.Outcome is ProbeOutcome.Passed ? 1 : 0);
        }

        Family("probefleet_probe_duration_seconds", "gauge", "How long the last probe took.");
        foreach (var cell in fleet)
        {
            Sample("probefleet_probe_duration_seconds", Labels(cell), cell.Latest.Duration.TotalSeconds);
        }

        Family("probefleet_probe_timestamp_seconds", "gauge", "When the last probe began.");
        foreach (var cell in fleet)
        {
            Sample("probefleet_probe_timestamp_seconds", Labels(cell), cell.Latest.At.ToUnixTimeMilliseconds() / 1000.0);
        }

        return text.ToString();

        void Gauge(string name, string help, double value) => Single(name, "gauge", help, value);

        void Counter(string name, string help, double value) => Single(name, "counter", help, value);

        void Single(string name, string type, string help, double value)
        {
            Family(name, type, help);
            Sample(name, $"vantage=\"{health.Vantage}\"", value);
        }

        void Family(string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

        void Sample(string name, string labels, double value) => text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value:R}\n");
    }

    private static string Labels(RouteSnapshot cell) => $"vantage=\"{cell.Vantage}\",route=\"{cell.Route}\"";

    private static string Word<T>(T member)
        where T : struct, Enum => JsonSerializer.SerializeToElement(member).GetString()!;
}
