namespace ProbeFleet.Core.Model;

/// <summary>The party that has to act.</summary>
[JsonConverter(typeof(WireWordConverter<Owner>))]
public enum Owner
{
    /// <summary>The evidence does not say.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,

    /// <summary>Nobody: the route works.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>Whoever owns the network between the workload and the API: DNS, firewall, proxy, TLS inspection, NAT.</summary>
    [JsonStringEnumMemberName("connection-path")] ConnectionPath,

    /// <summary>Whoever owns keys, identities and permissions.</summary>
    [JsonStringEnumMemberName("authentication")] Authentication,

    /// <summary>Whoever owns quota, billing and rate limits.</summary>
    [JsonStringEnumMemberName("quota")] Quota,

    /// <summary>The API's operator.</summary>
    [JsonStringEnumMemberName("api-server")] ApiServer,

    /// <summary>Whoever runs the Azure resource or gateway that the route goes through.</summary>
    [JsonStringEnumMemberName("route-provider")] RouteProvider,

    /// <summary>Whoever configures the calling application: base URL, model, deployment, API version.</summary>
    [JsonStringEnumMemberName("configuration")] Configuration,
}
