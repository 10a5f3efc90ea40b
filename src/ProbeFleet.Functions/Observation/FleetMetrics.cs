using ProbeFleet.Fleet.Overview;
using ProbeFleet.Fleet.Queries;
using ProbeFleet.Storage.Snapshots;
using Sample = ProbeFleet.Functions.Observation.PrometheusText.Sample;

namespace ProbeFleet.Functions.Observation;

/// <summary>
/// Writes <c>GET /api/metrics</c>: this vantage, from its heartbeat and the process that answers, and the fleet as it is stored.
/// docs/telemetry.md lists the metrics.
/// </summary>
internal static class FleetMetrics
{
    public static string Write(HealthReport health, TimeSpan? lag, TimeSpan? unjudged, FleetFigures figures)
    {
        var text = new PrometheusText();
        WriteVantage(text, health, lag);
        text.Gauge(
            "probefleet_vantage_silent",
            "1 when the vantage has not reported for three intervals, is expected and never did, or cannot be read.",
            Silences(figures.Overview));
        text.Gauge(
            "probefleet_incidents_unjudged_seconds", "For how long no app has judged incidents; 0 until that is three rounds.",
            new Sample(unjudged?.TotalSeconds ?? 0));
        if (figures.Open is { } open)
        {
            text.Gauge(
                "probefleet_incidents_open", "Open incidents by who has to act; absent while storage tells only of some.",
                Enum.GetValues<Owner>().Except([Owner.None])
                    .Select(owner => new Sample(open.Count(incident => incident.Owner == owner), ("owner", WireWord.Of(owner)))));
        }

        WriteCells(text, figures.Cells);
        return text.ToString();
    }

    private static void WriteVantage(PrometheusText text, HealthReport health, TimeSpan? lag)
    {
        var endedAt = (health.LastRoundAt?.ToUnixTimeMilliseconds() ?? 0) / 1000.0;
        text.Gauge("probefleet_vantage_health", "Health of the vantage that answers: 0 healthy, 1 degraded, 2 unhealthy.",
            Here((int)health.Status));
        text.Gauge("probefleet_round_lag_seconds", "By how much the next round is overdue; 0 while it is not.",
            lag is { } late ? [Here(late.TotalSeconds)] : []);
        text.Gauge("probefleet_last_round_timestamp_seconds", "When the last round ended; 0 before the first.", Here(endedAt));
        text.Gauge("probefleet_last_round_results", "Results of the last round.", Here(health.LastRoundResults));
        text.Counter("probefleet_round_skipped_total", "Rounds skipped because the one before still ran.", Here(health.RoundsSkipped));
        text.Gauge("probefleet_spool_depth", "Results that wait on local disk.", Here(health.SpoolResults));
        text.Gauge("probefleet_spool_size_bytes", "Bytes that they take.", Here(health.SpoolBytes));
        text.Counter("probefleet_spool_dropped_total", "Results that were lost.", Here(health.SpoolDropped));
        text.Counter("probefleet_spool_quarantined_total", "Spool files that were set aside.", Here(health.SpoolQuarantined));

        Sample Here(double value) => new(value, ("vantage", health.Vantage));
    }

    private static IEnumerable<Sample> Silences(FleetOverview overview) =>
        overview.Vantages.Select(vantage => new Sample(vantage.IsSilent ? 1 : 0, ("vantage", vantage.Heartbeat.Vantage.Name.ToString())))
            .Concat((overview.NeverReported ?? []).Concat(overview.UnreadableVantages ?? [])
                .Select(name => new Sample(1, ("vantage", name.ToString()))));

    private static void WriteCells(PrometheusText text, IReadOnlyList<RouteSnapshot> cells)
    {
        text.Gauge("probefleet_route_up", "1 when the last probe of the route from the vantage passed.", cells.Select(cell => SampleFrom(
            cell,
            cell.Latest.Outcome is ProbeOutcome.Passed ? 1 : 0,
            ("cause", WireWord.Of(cell.Latest.Cause)), ("owner", WireWord.Of(cell.Owner)))));
        text.Gauge("probefleet_last_probe_duration_seconds", "How long the last probe took.",
            cells.Select(cell => SampleFrom(cell, cell.Latest.Duration.TotalSeconds)));
        text.Gauge("probefleet_last_probe_stage_duration_seconds", "How long each stage of the last probe took.", cells.SelectMany(cell =>
            cell.Stages.Select(stage => SampleFrom(cell, stage.Duration.TotalSeconds, ("stage", WireWord.Of(stage.Stage))))));
        text.Gauge("probefleet_last_probe_timestamp_seconds", "When the last probe began.",
            cells.Select(cell => SampleFrom(cell, cell.Latest.At.ToUnixTimeMilliseconds() / 1000.0)));
    }

    private static Sample SampleFrom(RouteSnapshot cell, double value, params (string Name, string Value)[] more) =>
        new(value, [("vantage", cell.Vantage.ToString()), ("route", cell.Route.ToString()), .. more]);
}
