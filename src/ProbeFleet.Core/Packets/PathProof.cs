using ProbeFleet.Core.Diagnosis.Baselines;

namespace ProbeFleet.Core.Packets;

/// <summary>The facts that one probe proved about its own path, as sentences with their evidence: what works and what fails.</summary>
internal static class PathProof
{
    /// <summary>The working parts: the passed stages in order, then the drill-down, then the status page.</summary>
    public static IEnumerable<ProvedFact> From(ProbeResult result) =>
    [
        .. result.Stages
            .Where(stage => stage.Outcome is StageOutcome.Passed)
            .Select(stage => new ProvedFact($"{Verb(stage.Stage)} worked", Evidence(stage, result.Response))),
        .. FromDrillDown(result.DrillDown ?? new(), works: true),
        .. result.StatusPage is { } page ? [FromStatusPage(page)] : Array.Empty<ProvedFact>(),
    ];

    /// <summary>The failing parts: the break, then failures in the drill-down; or the slow stage.</summary>
    public static IEnumerable<ProvedFact> Against(ProbeResult result) =>
    [
        .. result.Stages
            .Where(stage => stage.Outcome is StageOutcome.Failed)
            .Select(stage => new ProvedFact($"{Verb(stage.Stage)} failed: {stage.Failure?.Detail}", Evidence(stage, result.Response))),
        .. FromDrillDown(result.DrillDown ?? new(), works: false),
        .. result.Slow is { } slow ? [new($"{Verb(slow.Stage)} is slow", SlowWords.Describe(slow))] : Array.Empty<ProvedFact>(),
    ];

    private static string Verb(Stage stage) => stage switch
    {
        Stage.Configure => "Building the request",
        Stage.Credential => "Obtaining the credential",
        Stage.Resolve => "DNS",
        Stage.Connect => "The TCP connection",
        Stage.Tunnel => "The proxy's tunnel",
        Stage.Secure => "TLS",
        Stage.Send => "Sending the request",
        Stage.Respond => "Receiving response headers",
        Stage.FirstEvent => "Waiting for the stream's first event",
        Stage.Answer => "Reading the API's answer",
    };

    private static string Evidence(StageEvidence stage, ResponseEvidence? response) => stage switch
    {
        ConfigureEvidence { Facts: { } facts } => $"{facts.Request}, proxy {facts.Proxy.Url ?? "none"} from {facts.Proxy.Source}",
        CredentialEvidence { Facts: { } facts } => $"{facts.Source}, sent as {facts.Scheme}",
        ResolveEvidence { Facts: { } facts } =>
            $"{facts.Host} is {List(facts.Addresses)}{Prefixed(" through ", facts.Cnames)}{Prefixed(", resolvers ", facts.Resolvers)}",
        ConnectEvidence { Facts: { } facts } =>
            $"remote {facts.Remote ?? List(facts.Attempts.Select(attempt => attempt.Endpoint))}{After(", local ", facts.Local)}",
        TunnelEvidence { Facts: { } facts } =>
            facts.Proxy
            + (facts.Status is { } status ? $" answered {status}" : "")
            + After(", its own certificate's issuer ", facts.Tls?.Issuer),
        SecureEvidence { Facts: { } facts } => Certificate(facts),
        SendEvidence { Facts: { } facts } => Bytes(facts.Bytes),
        RespondEvidence when response is not null =>
            $"{Status(response.Status, response.Responder)}{After(", request id ", response.RequestId)}",
        FirstEventEvidence { Facts: { } facts } =>
            $"{Bytes(facts.Bytes)}, {Counted(facts.Comments, "comment")}{After(", ended by ", WireWord.Of(facts.End))}",
        AnswerEvidence { Facts: { Stream: { } stream } facts } => Streamed(facts, stream),
        AnswerEvidence { Facts: { } facts } => $"{Bytes(facts.Bytes)}{After(" of ", facts.ContentType)}{After(", title ", facts.Title)}",
        _ => "the stage's own record",
    };

    private static string Streamed(AnswerFacts facts, StreamFacts stream) =>
        $"{Counted(stream.Events, "event")}, {Counted(stream.Comments, "comment")}, {Bytes(facts.Bytes)}"
        + After(", longest gap ", Milliseconds(stream.LongestGap))
        + $", ended by {WireWord.Of(stream.End)} {Milliseconds(stream.GapBeforeEnd)} after the last bytes";

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string? Milliseconds(TimeSpan? time) => time is { } known ? $"{known.TotalMilliseconds:0.#} ms" : null;

    private static string Certificate(SecureFacts facts) =>
        (facts.Protocol ?? "no version agreed")
        + After(", subject ", facts.Subject)
        + After(", issuer ", facts.Issuer)
        + Prefixed(", chain status ", facts.ChainStatus)
        + Prefixed(", ", facts.PolicyErrors);

    private static IEnumerable<ProvedFact> FromDrillDown(DrillDown look, bool works) =>
    [
        .. (look.Dns ?? []).Where(lookup => lookup.Addresses.Count > 0 == works).Select(FromLookup),
        .. (look.Addresses ?? []).Where(attempt => attempt.Failure is null == works).Select(FromAddress),
        .. works && look.Tls is { } tls
            ? [new("A handshake that accepts any certificate was shown this one", Certificate(tls))]
            : Array.Empty<ProvedFact>(),
        .. look.Proxy is { } proxy && proxy.Status is >= 200 and < 300 == works ? [FromProxy(proxy)] : Array.Empty<ProvedFact>(),
        .. (look.WithoutSdk is { } plain ? [plain] : Array.Empty<VariantOutcome>())
            .Concat(look.Variants ?? [])
            .Where(variant => variant.ReachedApi == works)
            .Select(FromVariant),
    ];

    private static ProvedFact FromAddress(AddressAttempt attempt) => new(
        attempt.Failure is { } failure
            ? $"By itself, {attempt.Endpoint} fails: {failure.Detail}"
            : $"By itself, {attempt.Endpoint} connects",
        Took(attempt.Duration));

    private static ProvedFact FromLookup(DnsLookup lookup) => new(
        $"Asked directly, {lookup.Server} {Answered(lookup)} for {lookup.Name} {lookup.Type}",
        lookup.Failure?.Detail
            ?? $"{List(lookup.Addresses)}{(lookup.Cnames is [] ? "" : Prefixed(" through ", lookup.Cnames))}, {Took(lookup.Duration)}");

    // A hosts file answers without a code.
    private static string Answered(DnsLookup lookup) => lookup switch
    {
        { Rcode: { } code } => $"answers {code}",
        { Failure: null, Addresses: not [] } => "answers",
        _ => "does not answer",
    };

    private static ProvedFact FromProxy(ProxyConversation proxy) => new(
        proxy.Status is { } status
            ? $"Asked directly, the proxy answers CONNECT with {status}"
            : "Asked directly, the proxy does not answer CONNECT",
        proxy.Proxy
            + After(", ", proxy.Reason)
            + After(", ", proxy.Failure?.Detail)
            + Prefixed(", ", [.. proxy.Headers.Select(header => $"{header.Key}: {header.Value}")]));

    private static ProvedFact FromVariant(VariantOutcome variant) => new(
        $"The {WireWord.Of(variant.Variant)} variant "
            + (variant.ReachedApi ? "reached the API" : $"did not reach the API{After(": ", variant.Failure?.Detail)}"),
        (variant.Status is { } status ? Status(status, variant.Responder) : "no response")
            + $"{After(", issuer ", variant.Issuer)}, {Took(variant.Duration)}");

    private static ProvedFact FromStatusPage(StatusPageReading page) => new(
        $"The status page {page.Url} was checked at {InstantConverter.TextOf(page.CheckedAt)} and says '{page.Indicator}'",
        $"{page.Note}{(page.Affected is [_, ..] affected ? $" Affected: {List(affected)}" : "")}");

    private static string Bytes(long count) => $"{count} bytes";

    private static string Status(int status, Responder responder) => $"HTTP {status} by {WireWord.Of(responder)}";

    private static string Took(TimeSpan duration) => $"{duration.TotalMilliseconds:0.0} ms";

    private static string List(IEnumerable<string> items) => string.Join(", ", items) is { Length: > 0 } text ? text : "no address";

    private static string Prefixed(string prefix, IReadOnlyList<string>? items) => items is [_, ..] ? prefix + List(items) : "";

    private static string After(string prefix, string? text) => text is null ? "" : prefix + text;
}
