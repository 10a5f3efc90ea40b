using System.Text.Json.Serialization;

namespace ProbeFleet.Functions.Http;

/// <summary>What a key may do; each role includes those before it.</summary>
public enum CallerRole
{
    /// <summary>May read pages, results and packets.</summary>
    [JsonStringEnumMemberName("read")] Read,

    /// <summary>May also request probes and verifications, which cost tokens.</summary>
    [JsonStringEnumMemberName("probe")] Probe,

    /// <summary>May also change the configuration, and run rounds and timers.</summary>
    [JsonStringEnumMemberName("admin")] Admin,
}

/// <summary>The caller, where the host that checked the key reports it as a feature of the call; Azure's own host does not.</summary>
public sealed record Caller(string Name, CallerRole Role);
