using System.Collections;
using System.Globalization;

namespace ProbeFleet.Fleet.Telemetry;

/// <summary>
/// A probe as a log record whose <c>microsoft.availability.*</c> attributes make Azure Monitor's exporter write a row of
/// <c>AppAvailabilityResults</c>. It requires ID, name, duration and success, as text; other attributes become properties.
/// </summary>
internal sealed class AvailabilityRecord : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _attributes;

    private AvailabilityRecord(ProbeResult probe)
    {
        _attributes =
        [
            new("microsoft.availability.id", probe.Id.ToString()),
            new("microsoft.availability.name", probe.Route.Name.ToString()),
            new("microsoft.availability.duration", probe.Duration.ToString("c", CultureInfo.InvariantCulture)),
            new("microsoft.availability.success", probe.Outcome is ProbeOutcome.Passed ? "True" : "False"),
            new("microsoft.availability.runLocation", probe.Vantage.Name.ToString()),
            new("microsoft.availability.message", probe.Diagnosis.Summary),
            new("microsoft.availability.testTimestamp", probe.StartedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
            new(TelemetryNames.Cause, WireWord.Of(probe.Diagnosis.Cause)),
            new(TelemetryNames.Owner, WireWord.Of(probe.Diagnosis.Owner)),
        ];
        if (probe.Break is { } broken)
        {
            _attributes.Add(new(TelemetryNames.Break, WireWord.Of(broken)));
        }

        if ((probe.Find<SecureEvidence>()?.Facts?.NotAfter ?? probe.DrillDown?.Tls?.NotAfter) is { } expiry)
        {
            _attributes.Add(new(TelemetryNames.CertificateDays, (long)Math.Floor((expiry - probe.StartedAt).TotalDays)));
        }
    }

    public int Count => _attributes.Count;

    public KeyValuePair<string, object?> this[int index] => _attributes[index];

    public static AvailabilityRecord From(ProbeResult probe) => new(probe);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{this[4].Value} probed {this[1].Value}: {this[5].Value}");
}
