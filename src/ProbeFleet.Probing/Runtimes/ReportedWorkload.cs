using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Probing.Runtimes;

/// <summary>What a runtime's script says of itself, bounded and cleaned.</summary>
internal sealed class ReportedWorkload(RuntimeReport report, Sanitizer sanitizer)
{
    public const int MostWords = 200;
    private const int MostItems = 20;

    public static string? Clean(string? text, Sanitizer sanitizer) =>
        string.IsNullOrWhiteSpace(text) ? null : sanitizer.Clean(text, MostWords);

    public WorkloadFacts Facts(WorkloadRuntime runtime) => new()
    {
        Runtime = runtime,
        Version = Clean(report.Runtime?.Version) ?? "unknown",
        Client = Clean(report.Runtime?.Client) ?? "unknown",
        Tls = Clean(report.Runtime?.Tls),
        Executable = Clean(report.Runtime?.Executable),
        Packages = Clean(report.Runtime?.Packages),
        NotImported = Clean(report.Runtime?.NotImported),
        Defaults = report.Runtime?.Defaults is { } defaults ? Clean(defaults) : null,
        AttemptMs = report.Runtime?.AttemptMs,
        Trust = report.Trust?.Source is null ? null : new WorkloadTrust
        {
            Source = Clean(report.Trust.Source)!,
            Path = Clean(report.Trust.Path),
            Roots = report.Trust.Roots,
            Verifies = report.Trust.Verifies,
            Minimum = Clean(report.Trust.Minimum),
            Variables = Clean(report.Trust.Variables),
        },
    };

    /// <summary>The exception chain, outermost first; null when there was none.</summary>
    public IReadOnlyList<ExceptionLink>? Exception() => report.Error is not { Count: > 0 } errors ? null :
    [
        .. errors.OfType<ReportedError>().Take(8).Select(error => new ExceptionLink
        {
            Type = Clean(error.Type) ?? "unknown",
            Message = sanitizer.Clean(error.Message ?? "", 300),
            Code = Clean(error.Code),
        }),
    ];

    private string? Clean(string? text) => Clean(text, sanitizer);

    private Dictionary<string, string>? Clean(IReadOnlyDictionary<string, string?>? words)
    {
        Dictionary<string, string> clean = [];
        foreach (var (name, value) in (words ?? new Dictionary<string, string?>())
            .Where(word => !string.IsNullOrEmpty(word.Value)).Take(MostItems))
        {
            clean[sanitizer.Clean(name, MostWords)] = Clean(value) ?? "";
        }

        return clean.Count == 0 ? null : clean;
    }

    private static WorkloadDefaults Clean(WorkloadDefaults said) => new()
    {
        ConnectSeconds = Seconds(said.ConnectSeconds),
        ReadSeconds = Seconds(said.ReadSeconds),
        Retries = said.Retries is >= 0 and var retries ? retries : null,
    };

    private static double? Seconds(double? value) =>
        value is { } seconds && double.IsFinite(seconds) ? Math.Clamp(seconds, 0, 86_400) : null;
}
