using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace ProbeFleet.Functions.Http;

/// <summary>What a key may do; each may do what those before it may.</summary>
public enum CallerRole
{
    /// <summary>Look: pages, results, packets.</summary>
    [JsonStringEnumMemberName("read")] Read,

    /// <summary>Also ask for probes and verifications, which cost tokens.</summary>
    [JsonStringEnumMemberName("probe")] Probe,

    /// <summary>Also change the configuration, and run rounds and timers.</summary>
    [JsonStringEnumMemberName("admin")] Admin,
}

/// <summary>Who makes a call, where the host that checked the key tells; Azure's own host does not.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="Role">What it may do.</param>
public sealed record Caller(string Name, CallerRole Role)
{
    /// <summary>The caller; null when the host does not tell.</summary>
    /// <param name="http">The call.</param>
    public static Caller? Of(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Features.Get<Caller>();
    }
}
