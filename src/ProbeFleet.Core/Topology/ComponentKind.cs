namespace ProbeFleet.Core.Topology;

/// <summary>The kinds of things that can be at fault. Names are part of stored incidents: renamed never, only added.</summary>
[JsonConverter(typeof(WireWordConverter<ComponentKind>))]
public enum ComponentKind
{
    /// <summary>A cause that no declared component explains.</summary>
    [JsonStringEnumMemberName("other")] Other,

    /// <summary>How a route or a vantage is set up, where that stops a call or sends it astray.</summary>
    [JsonStringEnumMemberName("configuration")] Configuration,

    /// <summary>Where a token or vaulted key is obtained before a request is made.</summary>
    [JsonStringEnumMemberName("token-service")] TokenService,

    /// <summary>A network's resolver.</summary>
    [JsonStringEnumMemberName("dns")] Dns,

    /// <summary>A way out, of a vantage or its network: NAT and its ports, security rules, routes; also to one destination only.</summary>
    [JsonStringEnumMemberName("egress")] Egress,

    /// <summary>A forward proxy.</summary>
    [JsonStringEnumMemberName("proxy")] Proxy,

    /// <summary>A private endpoint of a network, with its record in the private DNS zone and the zone's link.</summary>
    [JsonStringEnumMemberName("private-endpoint")] PrivateEndpoint,

    /// <summary>The network between a region and a provider.</summary>
    [JsonStringEnumMemberName("corridor")] Corridor,

    /// <summary>The certificates an image trusts, with its TLS library.</summary>
    [JsonStringEnumMemberName("trust-store")] TrustStore,

    /// <summary>A provider's or gateway's edge.</summary>
    [JsonStringEnumMemberName("front")] Front,

    /// <summary>A key or identity.</summary>
    [JsonStringEnumMemberName("credential")] Credential,

    /// <summary>A quota, spend limit or rate limit.</summary>
    [JsonStringEnumMemberName("quota")] Quota,

    /// <summary>A deployment or model as the routes are configured to call it.</summary>
    [JsonStringEnumMemberName("deployment")] Deployment,

    /// <summary>What a gateway calls with a key and a route of its own; the gateway's operator owns it.</summary>
    [JsonStringEnumMemberName("gateway-upstream")] GatewayUpstream,

    /// <summary>An API or model backend.</summary>
    [JsonStringEnumMemberName("upstream")] Upstream,
}
