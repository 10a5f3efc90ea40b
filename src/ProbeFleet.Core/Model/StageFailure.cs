namespace ProbeFleet.Core.Model;

/// <summary>Why a stage failed: the kind, and a sanitized sentence of detail.</summary>
/// <param name="Detail">A sanitized detail for people: an error code, an alert's name, a status. No rule reads it.</param>
public sealed record StageFailure(FailureKind Kind, string Detail);

/// <summary>The kinds of stage failures. Which cause one proves depends on its stage and the other facts: the diagnosis judges.</summary>
[JsonConverter(typeof(WireWordConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>None of the kinds below; the detail names the exception type.</summary>
    [JsonStringEnumMemberName("unclassified")] Unclassified,

    /// <summary>The caller cancelled the probe.</summary>
    [JsonStringEnumMemberName("cancelled")] Cancelled,

    /// <summary>The budget of the stage or of the whole probe ran out in this stage.</summary>
    [JsonStringEnumMemberName("timed-out")] TimedOut,

    /// <summary>The configuration cannot be used: a base URL, a header value, a request that cannot be built.</summary>
    [JsonStringEnumMemberName("invalid-configuration")] InvalidConfiguration,

    /// <summary>The credential is absent: its variable is unset or empty.</summary>
    [JsonStringEnumMemberName("credential-missing")] CredentialMissing,

    /// <summary>The credential has white space, control or non-ASCII characters.</summary>
    [JsonStringEnumMemberName("credential-malformed")] CredentialMalformed,

    /// <summary>The operator of the process does not allow this credential to be sent to this host.</summary>
    [JsonStringEnumMemberName("credential-not-allowed")] CredentialNotAllowed,

    /// <summary>No route of this process may reach the address.</summary>
    [JsonStringEnumMemberName("target-not-allowed")] TargetNotAllowed,

    /// <summary>The workload's runtime cannot make the call: the vantage runs none, has no interpreter, or got no evidence.</summary>
    [JsonStringEnumMemberName("runtime-not-available")] RuntimeNotAvailable,

    /// <summary>The token endpoint or vault could not be reached.</summary>
    [JsonStringEnumMemberName("credential-unreachable")] CredentialUnreachable,

    /// <summary>The token endpoint or vault answered and refused.</summary>
    [JsonStringEnumMemberName("credential-refused")] CredentialRefused,

    /// <summary>The system resolver reported that the name does not exist or has no address (HostNotFound, NoData).</summary>
    [JsonStringEnumMemberName("host-not-found")] HostNotFound,

    /// <summary>The system resolver got no usable answer (TryAgain): SERVFAIL, REFUSED, silence, no resolver.</summary>
    [JsonStringEnumMemberName("resolver-failed")] ResolverFailed,

    /// <summary>A TCP connection was actively refused.</summary>
    [JsonStringEnumMemberName("refused")] Refused,

    /// <summary>No route, network or host unreachable, or prohibited by this host.</summary>
    [JsonStringEnumMemberName("unreachable")] Unreachable,

    /// <summary>The connection was reset by the peer or by something that speaks for it.</summary>
    [JsonStringEnumMemberName("reset")] Reset,

    /// <summary>The peer closed the connection during the stage.</summary>
    [JsonStringEnumMemberName("closed")] Closed,

    /// <summary>The server closed the HTTP/2 connection with GOAWAY before it answered.</summary>
    [JsonStringEnumMemberName("goaway")] GoAway,

    /// <summary>The server ended the request's HTTP/2 stream with RST_STREAM.</summary>
    [JsonStringEnumMemberName("stream-reset")] StreamReset,

    /// <summary>A proxy answered with a status that is not success.</summary>
    [JsonStringEnumMemberName("proxy-status")] ProxyStatus,

    /// <summary>The certificate was not accepted; the stage's facts say why.</summary>
    [JsonStringEnumMemberName("certificate")] Certificate,

    /// <summary>The peer does not speak TLS on this port.</summary>
    [JsonStringEnumMemberName("not-tls")] NotTls,

    /// <summary>No TLS version or cipher in common, or another fatal TLS alert.</summary>
    [JsonStringEnumMemberName("tls-alert")] TlsAlert,

    /// <summary>The server asks for a client certificate.</summary>
    [JsonStringEnumMemberName("client-certificate-required")] ClientCertificateRequired,

    /// <summary>The answer is not HTTP.</summary>
    [JsonStringEnumMemberName("invalid-response")] InvalidResponse,

    /// <summary>The body ended before its declared length.</summary>
    [JsonStringEnumMemberName("truncated")] Truncated,

    /// <summary>The body is larger than any answer to a probe, or the headers than the client takes; the rest was not read.</summary>
    [JsonStringEnumMemberName("too-large")] TooLarge,

    /// <summary>The response is a redirect; the probe follows none.</summary>
    [JsonStringEnumMemberName("redirected")] Redirected,

    /// <summary>The response has an HTTP error status.</summary>
    [JsonStringEnumMemberName("http-status")] HttpStatus,

    /// <summary>The response has a success status but not the API's own shape.</summary>
    [JsonStringEnumMemberName("not-api")] NotApi,

    /// <summary>An event of the stream reported that the answer failed; the response holds its message.</summary>
    [JsonStringEnumMemberName("error-event")] ErrorEvent,

    /// <summary>The whole answer came in one piece although a stream was asked for.</summary>
    [JsonStringEnumMemberName("not-streamed")] NotStreamed,
}
