using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The version of HTTP that a route's client asks for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RouteHttp>))]
public enum RouteHttp
{
    /// <summary>HTTP/1.1, as most clients do.</summary>
    [JsonStringEnumMemberName("1.1")] Http11,

    /// <summary>HTTP/2 where the server chooses it by ALPN, else HTTP/1.1: what clients with HTTP/2 do (Go, httpx with <c>http2=True</c>).</summary>
    [JsonStringEnumMemberName("2")] Http2,
}
