namespace ProbeFleet.Core.Model;

/// <summary>The normalized form in which hosts are compared.</summary>
public static class HostName
{
    /// <summary>The host of a URL in ASCII, in lower case and without a final dot; an IPv6 address has no brackets.</summary>
    public static string From(Uri url) => Plain(url.IdnHost);

    /// <summary>Normalizes an ASCII host to lower case without a final dot.</summary>
    public static string Plain(string host) => host.TrimEnd('.').ToLowerInvariant();
}
