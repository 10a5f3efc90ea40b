using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The HTTP version that a route's client asks for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RouteHttp>))]
public enum RouteHttp
{
    /// <summary>HTTP/1.1, as most clients use.</summary>
    [JsonStringEnumMemberName("1.1")] Http11,

    /// <summary>HTTP/2 if the server chooses it by ALPN, else HTTP/1.1, as Go and httpx (<c>http2=True</c>) do.</summary>
    [JsonStringEnumMemberName("2")] Http2,
}
