using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Failures;
using ProbeFleet.Probing.Recording;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Probing.Runtimes;

/// <summary>Replays what a runtime's script saw as if this process had seen it, so that the same ladder and diagnosis follow.</summary>
internal sealed class RuntimeReplay(RuntimeReport report, bool streams, PathPlan path, Sanitizer sanitizer)
{
    private const int MostItems = 20;
    private const int MostHeaders = 200;

    /// <summary>Replays it; <paramref name="began"/> is when the script began, from the attempt's start.</summary>
    public void Run(StageRecorder recorder, AttemptFacts facts, TimeSpan began)
    {
        var seen = (report.Stages ?? []).OfType<ReportedStage>()
            .Select(stage => (At: stage, Stage: WireWord.Find<Stage>(stage.Stage ?? "")))
            .Where(stage => stage.Stage is { } known && RuntimeOrder.Order.Contains(known))
            .GroupBy(stage => stage.Stage!.Value)
            .ToDictionary(stage => stage.Key, stage => stage.Last().At);
        var stream = seen.TryGetValue(Stage.Answer, out var answer) ? StreamReplay.Begin(report, streams, answer, began, recorder) : null;
        ReadFacts(facts, stream);
        var proxied = report.Proxy?.Url is not null;
        if (!proxied || (facts.Tunnel is null && !path.IsSecure))
        {
            recorder.Skip(Stage.Tunnel, proxied ? "plain http goes through the proxy without a tunnel" : "no proxy");
        }

        if (streams && stream is null)
        {
            recorder.Skip(Stage.FirstEvent, "no success was answered");
        }

        if (facts.Resolve is null)
        {
            recorder.Skip(Stage.Resolve, "the host is an IP address");
        }

        foreach (var (stage, timing) in seen.Where(stage => stage.Key is not Stage.Answer))
        {
            recorder.Record(stage, timing.Outcome is "passed", began + Milliseconds(timing.AtMs), Milliseconds(timing.DurationMs ?? 0));
        }

        if (facts.Received is { Status: >= 300 and < 400 } redirected)
        {
            recorder.Fail(Stage.Respond, new(FailureKind.Redirected, $"status {redirected.Status}"));
        }
        else if (stream is not null)
        {
            stream.Run(facts, path.IsSecure, FailureAt);
        }
        else if (Broken(seen, facts.Received is not null) is { } broken)
        {
            var failure = FailureAt(broken);
            recorder.Fail(failure.Kind is FailureKind.ClientCertificateRequired ? Stage.Secure : broken, failure);
        }
        else if (answer is not null)
        {
            recorder.Record(Stage.Answer, true, began + Milliseconds(answer.AtMs), Milliseconds(answer.DurationMs ?? 0));
        }
    }

    /// <summary>The proxy that the runtime used: it may read other variables than .NET does, or read them differently.</summary>
    public ProxyFacts Proxy() => new()
    {
        Url = Uri.TryCreate(report.Proxy?.Url, UriKind.Absolute, out var url) ? sanitizer.CleanUrl(url).TrimEnd('/') : null,
        Source = Clean(report.Proxy?.Source) ?? "none",
        Bypassed = report.Proxy?.Bypassed ?? false,
        Note = Clean(report.Proxy?.Note),
    };

    private void ReadFacts(AttemptFacts facts, StreamReplay? stream)
    {
        var attempts = (report.Connect ?? []).OfType<ReportedAttempt>()
            .Where(attempt => IPEndPoint.TryParse(attempt.Endpoint ?? "", out _)).Take(MostItems).ToList();
        var made = attempts.LastOrDefault(attempt => string.IsNullOrEmpty(attempt.Code));
        facts.Resolve = report.Resolve?.Host is not { Length: > 0 } host ? null : new ResolveFacts
        {
            Host = sanitizer.Clean(host, ReportedWorkload.MostWords),
            IsProxy = report.Proxy?.Url is not null,
            Addresses =
            [
                .. (report.Resolve.Addresses ?? []).OfType<string>()
                    .Where(address => IPAddress.TryParse(address, out _)).Take(MostItems),
            ],
            Resolvers = path.Resolvers,
        };
        facts.Connect = new ConnectFacts
        {
            Attempts =
            [
                .. attempts.Select(attempt => new AddressAttempt
                {
                    Endpoint = attempt.Endpoint!,
                    Duration = Milliseconds(attempt.DurationMs),
                    Failure = string.IsNullOrEmpty(attempt.Code) ? null : RuntimeFailures.From(Clean(attempt.Code), "", Stage.Connect),
                }),
            ],
            Remote = made?.Endpoint,
            Local = IPEndPoint.TryParse(made?.Local ?? "", out _) ? made?.Local : null,
        };
        facts.Tunnel = Tunnel();
        facts.Secure = report.Secure is { } tls ? Secure(tls, Stage.Secure) : null;
        facts.Send = report.SentBytes > 0 ? new SendFacts { Bytes = report.SentBytes } : null;
        facts.Respond = report.Response is { } response
            ? new RespondFacts { HttpVersion = Clean(response.Version), Location = Clean(response.Location) }
            : null;
        facts.Received = report.Response is { Status: > 99 and < 1000 } answer ? Received(answer, stream) : null;
    }

    private TunnelFacts? Tunnel() => report is not { Tunnel: { } tunnel, Proxy: { Url: not null } proxy } ? null : new()
    {
        Proxy = Proxy().Url ?? "",
        Status = tunnel.Status,
        CredentialsGiven = proxy.Credentials ? true : null,
        SocksMethod = tunnel.SocksMethod,
        SocksAuthenticated = tunnel.SocksAuthenticated,
        SocksReply = tunnel.SocksReply,
        Tls = tunnel.Tls is { } tls ? Secure(tls, Stage.Tunnel) : null,
    };

    private SecureFacts Secure(ReportedTls tls, Stage stage)
    {
        var refused = report.Failure is { Code: "CERTIFICATE" } failure && failure.Stage == WireWord.Of(stage)
            ? RuntimeFailures.OfCertificate(failure.VerifyCode)
            : default;
        var leaf = LeafOf(tls.Certificate) ?? new SecureFacts();
        return leaf with
        {
            Protocol = tls.Protocol switch
            {
                "TLSv1.3" => "TLS 1.3",
                "TLSv1.2" => "TLS 1.2",
                var other => Clean(other),
            },
            CipherSuite = Clean(tls.Cipher),
            PolicyErrors = refused.PolicyErrors,
            ChainStatus = refused.ChainStatus,
            EndedBy = tls.Protocol is null || report.Failure is null ? null : report.Ended switch
            {
                "alert" => ConnectionEnd.Alert,
                "reset" => ConnectionEnd.Reset,
                "fin" => ConnectionEnd.Fin,
                _ => null,
            },
        };
    }

    private static SecureFacts? LeafOf(string? base64)
    {
        try
        {
            if (string.IsNullOrEmpty(base64))
            {
                return null;
            }

            using var leaf = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64));
            return SecureFactsReader.FromLeaf(leaf);
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            return null;
        }
    }

    private static ReceivedResponse Received(ReportedResponse response, StreamReplay? stream)
    {
        var received = new ReceivedResponse
        {
            Status = response.Status,
            Stream = stream?.Watch,
            IsDecoded = true,
            Headers =
            [
                .. (response.Headers ?? [])
                    .Where(header => header is [{ Length: > 0 }, ..]).Take(MostHeaders)
                    .Select(header => KeyValuePair.Create(header![0]!, header.ElementAtOrDefault(1) ?? "")),
            ],
        };
        if (stream is not null)
        {
            return received;
        }

        var body = Encoding.UTF8.GetBytes(response.Body ?? "");
        received.Append(body, waited: false, Math.Max(body.Length, response.Bytes));
        if (response.Complete)
        {
            received.Complete();
        }

        return received;
    }

    /// <summary>The stage that failed: without an answer one did, whatever the evidence says.</summary>
    private Stage? Broken(Dictionary<Stage, ReportedStage> seen, bool answered) => report.Failure switch
    {
        null => answered ? null : Open(seen),
        { Stage: "configure" } => Stage.Configure,
        { Stage: var stage } when !answered || report.Error is not null || stage is "answer" =>
            WireWord.Find<Stage>(stage ?? "") is { } known && RuntimeOrder.Order.Contains(known) ? known : Open(seen),
        _ => null,
    };

    // A failure between two stages belongs to the first that was not reached.
    private static Stage Open(Dictionary<Stage, ReportedStage> seen) =>
        RuntimeOrder.Order.FirstOrDefault(
            stage => seen.GetValueOrDefault(stage) is { Outcome: not "passed" }, seen.Count == 0 ? Stage.Resolve : Stage.Respond);

    private StageFailure FailureAt(Stage stage)
    {
        var message = sanitizer.Clean(report.Failure?.Message ?? "", ReportedWorkload.MostWords);
        if (stage is Stage.Configure)
        {
            return new(FailureKind.RuntimeNotAvailable, message);
        }

        var failure = RuntimeFailures.From(Clean(report.Failure?.Code), message, stage);
        return failure.Kind switch
        {
            FailureKind.TlsAlert when stage is Stage.Secure && report.CertificateRequested =>
                failure with { Kind = FailureKind.ClientCertificateRequired },
            FailureKind.ProxyStatus when report.Tunnel is { Status: { } status } => failure with
            {
                Detail = string.Create(CultureInfo.InvariantCulture, $"the proxy answered {status} to CONNECT"),
            },
            FailureKind.ProxyStatus => failure with { Detail = SocksWords.Describe(Tunnel()) },
            FailureKind.Unclassified when stage is Stage.Tunnel
                && report is { Tunnel.Tls: { Protocol: null }, Failure.Code: { Length: > 0 } } =>
                failure with { Kind = FailureKind.TlsAlert },
            _ => failure,
        };
    }

    private string? Clean(string? text) => ReportedWorkload.Clean(text, sanitizer);

    internal static TimeSpan Milliseconds(double value) =>
        TimeSpan.FromMilliseconds(double.IsFinite(value) ? Math.Clamp(value, 0, 3_600_000) : 0);
}
