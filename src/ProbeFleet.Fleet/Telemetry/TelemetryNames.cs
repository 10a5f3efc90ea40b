namespace ProbeFleet.Fleet.Telemetry;

/// <summary>Names in telemetry. docs/telemetry.md lists units and dimensions, infra/telemetry.json the names that alerts query.</summary>
public static class TelemetryNames
{
    /// <summary>The name of the meter and the activity source, and the category of availability records.</summary>
    public const string Source = "ProbeFleet";

    /// <summary>Dimension: the vantage's name.</summary>
    public const string Vantage = "probefleet.vantage";

    /// <summary>Dimension: the route's name.</summary>
    public const string Route = "probefleet.route";

    /// <summary>Dimension: the stage.</summary>
    public const string Stage = "probefleet.stage";

    /// <summary>Dimension: <c>passed</c>, <c>failed</c> or, for a stage in a span, <c>skipped</c>.</summary>
    public const string Outcome = "probefleet.outcome";

    /// <summary>Dimension: the diagnosed cause.</summary>
    public const string Cause = "probefleet.cause";

    /// <summary>Dimension: who has to act.</summary>
    public const string Owner = "probefleet.owner";

    /// <summary>Dimension: the first failed stage; absent when none failed.</summary>
    public const string Break = "probefleet.break";

    /// <summary>Dimension: how a burst ended.</summary>
    public const string Verdict = "probefleet.verdict";

    /// <summary>Property of spans: the requested depth of the probe.</summary>
    public const string Depth = "probefleet.depth";

    /// <summary>Property of spans: the probe's id.</summary>
    public const string ProbeId = "probefleet.probe.id";

    /// <summary>Property of spans: whether the probe belongs to the burst after a first failure.</summary>
    public const string IsConfirmation = "probefleet.is_confirmation";

    /// <summary>Property of events: the incident's id.</summary>
    public const string IncidentId = "probefleet.incident_id";

    /// <summary>Property of events: the suspected component.</summary>
    public const string Component = "probefleet.component";

    /// <summary>Property of events: a duration in seconds.</summary>
    public const string Seconds = "probefleet.seconds";

    /// <summary>Property of records: whole days until the presented certificate expires.</summary>
    public const string CertificateDays = "probefleet.certificate_days";
}
