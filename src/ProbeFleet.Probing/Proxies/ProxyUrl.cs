using System.Globalization;
using System.Text.RegularExpressions;

namespace ProbeFleet.Probing.Proxies;

/// <summary>A proxy's URL as .NET reads it from an environment variable, which is more lenient than a URL.</summary>
internal static partial class ProxyUrl
{
    /// <summary>
    /// Parses a variable's value: the scheme is optional (<c>http</c>), user information may be raw text, what follows the port is dropped.
    /// Null for what .NET silently treats as no proxy.
    /// </summary>
    public static Uri? Parse(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        var whole = Whole.Match(value);
        var place = HostAndPort.Match(whole.Groups["place"].Value);
        var scheme = whole.Groups["scheme"] is { Success: true, Value: var given } ? given.ToLowerInvariant() : "http";
        var port = scheme is "https" ? (ushort)443 : (ushort)80;
        if (place.Success && !ushort.TryParse(place.Groups["port"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out port))
        {
            return null;
        }

        var host = place.Success ? place.Groups["host"].Value : whole.Groups["place"].Value;
        try
        {
            var url = new UriBuilder(scheme, host, port);
            if (whole.Groups["user"] is { Success: true, Value: var user })
            {
                var parts = Uri.UnescapeDataString(user).Split(':', 2);
                url.UserName = Uri.EscapeDataString(parts[0]);
                url.Password = parts.Length > 1 ? Uri.EscapeDataString(parts[1]) : "";
            }

            return url.Uri;
        }
        catch (Exception exception) when (exception is UriFormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The URL without user information.</summary>
    public static string Show(Uri proxy) => proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    [GeneratedRegex(@"\A(?:(?<scheme>https?|socks4a?|socks5)://)?(?:(?<user>.*)@)?(?<place>[^@]*)\z",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Whole { get; }

    [GeneratedRegex(@"\A(?<host>.*):(?<port>\d*)[^:\]]*\z", RegexOptions.Singleline)]
    private static partial Regex HostAndPort { get; }
}
