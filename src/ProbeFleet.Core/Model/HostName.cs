namespace ProbeFleet.Core.Model;

/// <summary>A host as it is compared: one text for one host, however it was written.</summary>
public static class HostName
{
    /// <summary>The host of a URL: its ASCII form, in small letters, without a final dot; an IPv6 address without brackets.</summary>
    /// <param name="url">An absolute URL. Its user information and port do not count.</param>
    public static string Of(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Plain(url.IdnHost);
    }

    /// <summary>The same of a host in ASCII.</summary>
    /// <param name="host">The host.</param>
    public static string Plain(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.TrimEnd('.').ToLowerInvariant();
    }
}
