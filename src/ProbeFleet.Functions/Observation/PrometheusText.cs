using System.Text;

namespace ProbeFleet.Functions.Observation;

/// <summary>Writes Prometheus text format 0.0.4, each family once with its help and type. Any text may be a label's value.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Writes a value that goes up and down.</summary>
    public void Gauge(string name, string help, params IEnumerable<Sample> samples) => Family(name, "gauge", help, samples);

    /// <summary>Writes a value that only grows; its name ends with <c>_total</c>.</summary>
    public void Counter(string name, string help, params IEnumerable<Sample> samples) => Family(name, "counter", help, samples);

    public override string ToString() => _text.ToString();

    private void Family(string name, string type, string help, IEnumerable<Sample> samples)
    {
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        foreach (var (value, labels) in samples)
        {
            var pairs = string.Join(',', labels.Select(label => $"{label.Name}=\"{Escaped(label.Value)}\""));
            _text.Append(CultureInfo.InvariantCulture, $"{name}{{{pairs}}} {value:R}\n");
        }
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

    public sealed record Sample(double Value, params (string Name, string Value)[] Labels);
}
