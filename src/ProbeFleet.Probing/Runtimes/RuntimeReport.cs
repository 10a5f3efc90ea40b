using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProbeFleet.Probing.Runtimes;

/// <summary>The line of evidence that a runtime's script printed. Nothing in it is trusted to be present or correct.</summary>
internal sealed record RuntimeReport
{
    public int Schema { get; init; }

    public ReportedRuntime? Runtime { get; init; }

    public ReportedTrust? Trust { get; init; }

    public ReportedProxy? Proxy { get; init; }

    public ReportedNames? Resolve { get; init; }

    public IReadOnlyList<ReportedAttempt?>? Connect { get; init; }

    public ReportedTunnel? Tunnel { get; init; }

    public ReportedTls? Secure { get; init; }

    public long SentBytes { get; init; }

    /// <summary>How the peer ended the connection, where the runtime can tell: <c>alert</c>, <c>fin</c> or <c>reset</c>.</summary>
    public string? Ended { get; init; }

    /// <summary>Whether the server asked for a client certificate; only Python can tell.</summary>
    public bool CertificateRequested { get; init; }

    public ReportedResponse? Response { get; init; }

    public IReadOnlyList<ReportedError?>? Error { get; init; }

    public IReadOnlyList<ReportedStage?>? Stages { get; init; }

    public ReportedFailure? Failure { get; init; }

    public string? Open { get; init; }

    public double TotalMs { get; init; }

    /// <summary>Reads the last line that is evidence; null when there is none. A runtime's own notices may precede it.</summary>
    public static RuntimeReport? Read(string output)
    {
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Reverse())
        {
            if (line.StartsWith('{') && Parse(line) is { Schema: 1, Runtime: not null } report)
            {
                return report;
            }
        }

        return null;
    }

    private static RuntimeReport? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, RuntimeReportJson.Default.RuntimeReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record ReportedRuntime(
    string? Version,
    string? Client,
    string? Tls,
    string? Executable,
    IReadOnlyDictionary<string, string?>? Packages,
    IReadOnlyDictionary<string, string?>? NotImported,
    WorkloadDefaults? Defaults,
    int? AttemptMs);

internal sealed record ReportedTrust(
    string? Source, string? Path, int? Roots, bool? Verifies, string? Minimum, IReadOnlyDictionary<string, string?>? Variables);

internal sealed record ReportedProxy(string? Url, string? Source, bool Bypassed, bool Credentials, string? Note);

internal sealed record ReportedNames(string? Host, IReadOnlyList<string?>? Addresses);

internal sealed record ReportedAttempt(string? Endpoint, string? Code, double DurationMs, string? Local);

internal sealed record ReportedTunnel(int? Status, int? SocksMethod, bool? SocksAuthenticated, int? SocksReply, ReportedTls? Tls);

internal sealed record ReportedTls(string? Protocol, string? Cipher, string? Certificate);

internal sealed record ReportedResponse(
    int Status, string? Version, IReadOnlyList<IReadOnlyList<string?>?>? Headers, string? Body, long Bytes, bool Complete,
    string? Location, IReadOnlyList<JsonElement>? Pieces);

internal sealed record ReportedError(string? Type, string? Message, string? Code);

internal sealed record ReportedStage(string? Stage, string? Outcome, double AtMs, double? DurationMs);

internal sealed record ReportedFailure(string? Stage, string? Code, string? Message, int? VerifyCode, bool Whole);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuntimeReport))]
internal sealed partial class RuntimeReportJson : JsonSerializerContext;
