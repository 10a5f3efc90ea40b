namespace ProbeFleet.Core.Model;

/// <summary>The stages of one request, in the order in which they happen.</summary>
[JsonConverter(typeof(WireWordConverter<Stage>))]
public enum Stage
{
    /// <summary>The route's configuration is valid.</summary>
    [JsonStringEnumMemberName("configure")] Configure,

    /// <summary>A credential was obtained.</summary>
    [JsonStringEnumMemberName("credential")] Credential,

    /// <summary>The host name was resolved: the route's, or the proxy's when one is used.</summary>
    [JsonStringEnumMemberName("resolve")] Resolve,

    /// <summary>A TCP connection was made: to the route's host, or to the proxy when one is used.</summary>
    [JsonStringEnumMemberName("connect")] Connect,

    /// <summary>The proxy opened a tunnel (HTTP CONNECT or SOCKS).</summary>
    [JsonStringEnumMemberName("tunnel")] Tunnel,

    /// <summary>TLS was agreed and the certificate accepted.</summary>
    [JsonStringEnumMemberName("secure")] Secure,

    /// <summary>The request was written.</summary>
    [JsonStringEnumMemberName("send")] Send,

    /// <summary>Response headers arrived.</summary>
    [JsonStringEnumMemberName("respond")] Respond,

    /// <summary>The first event of a stream arrived. Only probes that ask for a stream have this stage.</summary>
    [JsonStringEnumMemberName("first-event")] FirstEvent,

    /// <summary>The whole body arrived in the API's own shape; for a stream, up to the event that ends it.</summary>
    [JsonStringEnumMemberName("answer")] Answer,
}

/// <summary>How a stage ended.</summary>
[JsonConverter(typeof(WireWordConverter<StageOutcome>))]
public enum StageOutcome
{
    /// <summary>The stage was not needed or not reached; its reason says which.</summary>
    [JsonStringEnumMemberName("skipped")] Skipped,

    /// <summary>The stage succeeded.</summary>
    [JsonStringEnumMemberName("passed")] Passed,

    /// <summary>The stage failed.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
}
