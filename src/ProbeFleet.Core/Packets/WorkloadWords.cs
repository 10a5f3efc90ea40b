namespace ProbeFleet.Core.Packets;

/// <summary>Describes the facts that a workload's runtime reported, in a few lines.</summary>
public static class WorkloadWords
{
    /// <summary>The lines; empty for a probe made by this process.</summary>
    public static IEnumerable<string> Describe(WorkloadFacts? workload)
    {
        if (workload is null)
        {
            yield break;
        }

        yield return $"{(workload.Runtime is WorkloadRuntime.Python ? "Python" : "Node")} {workload.Version} "
            + $"({workload.Executable ?? "unknown"}), "
            + string.Join(", ", [Client(workload), .. workload.Tls is { } tls ? [tls] : Array.Empty<string>()]);
        foreach (var (name, error) in workload.NotImported ?? new Dictionary<string, string>())
        {
            yield return $"{name} is installed and cannot be imported: {error}";
        }

        if (workload.Trust is { } trust)
        {
            yield return $"trusts {Trust(trust)}{(trust.Verifies is false ? "; certificates are NOT checked" : "")}";
        }

        if (workload.Defaults is { } defaults)
        {
            yield return $"by default connects {Within(defaults.ConnectSeconds, "within ")}, waits {Within(defaults.ReadSeconds, "")} "
                + "for an answer"
                + Repeats(defaults.Retries);
        }

        if (workload.Control is { } control)
        {
            yield return $".NET, right after, from the same place: {Control(control)}";
        }
    }

    private static string Repeats(int? times) => times switch
    {
        null => "",
        0 => ", repeats nothing",
        _ => $", repeats {times} times",
    };

    private static string Client(WorkloadFacts workload) => workload.Packages?.GetValueOrDefault(workload.Client) is { } version
        ? $"{workload.Client} {version}"
        : workload.Client;

    private static string Trust(WorkloadTrust trust) =>
        (trust.Roots is { } roots ? $"{roots} roots, " : "")
        + trust.Source + (trust.Path is { } path ? $" {path}" : "");

    private static string Within(double? seconds, string before) =>
        seconds is { } limit ? $"{before}{limit:0.###} s" : "without limit";

    private static string Control(RuntimeControl control) => control.Outcome is ProbeOutcome.Passed
        ? "passed"
        : $"{WireWord.Of(control.Cause ?? Cause.Unclassified)}{(control.Break is { } stage ? $" at {WireWord.Of(stage)}" : "")}";
}
