using System.Net;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;

namespace ProbeFleet.Probing.Credentials;

/// <summary>
/// What may leave a process, and to where: the process's operator decides this, not the author of the configuration. A refusal is a
/// sentence that says what to do.
/// </summary>
/// <param name="Credentials">Which secrets may go to which hosts; null where a person runs the process and every secret may.</param>
/// <param name="AllowsLoopback">Whether every route may be on this machine itself; a route that is declared private always may.</param>
public sealed record OutboundRules(CredentialList? Credentials, bool AllowsLoopback)
{
    private const string Setting = "PROBEFLEET_CREDENTIALS";

    private static readonly string[] IdentityVariables = ["IDENTITY_ENDPOINT", "MSI_ENDPOINT", "IMDS_ENDPOINT",
        "AZURE_POD_IDENTITY_AUTHORITY_HOST"];

    // Link-local, where clouds keep their metadata services; Azure's own resolver and host agent; the metadata address of another cloud.
    private static readonly IPNetwork[] Never =
    [
        .. new[] { "169.254.0.0/16", "fe80::/10", $"{AzureCloud.Resolver}/32", "fd00:ec2::254/128" }
            .Select(range => IPNetwork.Parse(range)),
    ];

    // Unspecified addresses are this machine too.
    private static readonly IPNetwork[] Loopback =
        [.. new[] { "127.0.0.0/8", "0.0.0.0/8", "::1/128", "::/128" }.Select(range => IPNetwork.Parse(range))];

    private static readonly IPNetwork Mapped = IPNetwork.Parse("::ffff:0:0/96");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>The rules of the command line, which a person runs with their own secrets.</summary>
    public static OutboundRules OfPerson { get; } = new(null, AllowsLoopback: true);

    /// <summary>Why a source's secret may not go to a URL's host; null when it may.</summary>
    public string? RefusalOf(CredentialSource source, Uri target, Func<string, string?> environment)
    {
        var isOwn = source is CredentialSource.ManagedIdentity && target.Scheme == Uri.UriSchemeHttps
            && AzureCloud.InUse(environment).HasModelHost(HostName.From(target));
        return Credentials is not { } list || source is CredentialSource.None || isOwn ? null
            : RefusalOf(source) ?? (list.Allows(source, target)
                ? null
                : $"{source} may not go to {HostName.From(target)} from this vantage: add {CredentialList.EntryFor(source, target)} to "
                    + $"its {Setting}");
    }

    /// <summary>Why a variable may not name a receiver of notices, or sign what it is sent; null when it may.</summary>
    public string? RefusalOfNotice(CredentialSource.EnvironmentVariable variable) => Credentials is not { } list
        ? null
        : RefusalOf(variable) ?? (list.AllowsNotices(variable)
            ? null
            : $"{variable} may not be used for notices from this vantage: add {CredentialList.EntryForNotices(variable)} to its {Setting}");

    /// <summary>Why a route may not reach an address; null when it may.</summary>
    /// <param name="host">The host as it was named.</param>
    /// <param name="endpoint">What the host was resolved to.</param>
    public string? RefusalOf(Route route, string host, IPEndPoint endpoint, Func<string, string?> environment)
    {
        IPAddress[] addresses = [endpoint.Address, .. Inside(endpoint.Address)];
        bool IsIn(IPNetwork[] ranges) => addresses.Any(address => ranges.Any(range => range.Contains(address)));
        var where = IPAddress.TryParse(host, out _) ? $"{host} is" : $"{host} leads to {endpoint.Address},";
        return
            IsIn(Never) ? $"{where} an address of the machine or its cloud: no route may lead there"
            : IdentityEndpoints(environment).Any(url => IsAt(url, host, endpoint))
                ? $"{host}:{endpoint.Port} is where this process gets its tokens: no route may lead there"
            : !AllowsLoopback && !route.IsPrivate && IsIn(Loopback)
                ? $"{where} the vantage itself: declare the route \"private\": true, or set PROBEFLEET_ALLOW_PRIVATE=true at the vantage"
            : null;
    }

    /// <summary>
    /// The networks that no name of a route, or of a proxy that it names, may lead to, for a process that resolves it by itself; each IPv4
    /// one also as IPv6 addresses lead to it.
    /// </summary>
    internal IReadOnlyList<string> RefusedNetworks(Route route, Uri target, Func<string, string?> environment)
    {
        var reached = route.Proxy is ProxyChoice.Explicit { Url: var proxy } ? proxy : target;
        var tokens = IdentityEndpoints(environment).Where(url => url.Port == target.Port || url.Port == reached.Port);
        IPNetwork[] refused = [.. Never, .. AllowsLoopback || route.IsPrivate ? [] : Loopback, .. tokens.SelectMany(NetworksOf)];
        return [.. refused.Distinct().SelectMany(AndAsIPv6)];
    }

    private static IPNetwork[] NetworksOf(Uri url) => url.IsLoopback ? Loopback
        : IPAddress.TryParse(HostName.From(url), out var address) ? [new(address, address.GetAddressBytes().Length * 8)]
        : [];

    private static IEnumerable<string> AndAsIPv6(IPNetwork network)
    {
        yield return network.ToString();
        if (network.BaseAddress.AddressFamily is not System.Net.Sockets.AddressFamily.InterNetwork)
        {
            yield break;
        }

        foreach (var (outer, at) in new[] { (Mapped, 12), (Nat64, 12), (Compatible, 12), (SixToFour, 2) })
        {
            var bytes = outer.BaseAddress.GetAddressBytes();
            network.BaseAddress.GetAddressBytes().CopyTo(bytes, at);
            yield return new IPNetwork(new IPAddress(bytes), (8 * at) + network.PrefixLength).ToString();
        }
    }

    private static string? RefusalOf(CredentialSource source) =>
        source is CredentialSource.EnvironmentVariable { Name: var name } && PlatformVariables.Has(name)
        ? $"{source} is a variable of the platform or of ProbeFleet itself, which is never sent: use a variable of your own"
        : null;

    private static IEnumerable<Uri> IdentityEndpoints(Func<string, string?> environment) =>
        from variable in IdentityVariables
        let url = Uri.TryCreate(environment(variable), UriKind.Absolute, out var parsed) ? parsed : null
        where url is not null
        select url;

    private static bool IsAt(Uri url, string host, IPEndPoint endpoint) => url.Port == endpoint.Port
        && (HostName.From(url) == HostName.Plain(host)
            || (url.IsLoopback ? Loopback.Any(range => range.Contains(endpoint.Address))
                : IPAddress.TryParse(HostName.From(url), out var address) && address.Equals(endpoint.Address)));

    /// <summary>The IPv4 address inside an IPv6 address: mapped, compatible, NAT64 or 6to4.</summary>
    private static IEnumerable<IPAddress> Inside(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            yield return address.MapToIPv4();
        }
        else if (Nat64.Contains(address) || (Compatible.Contains(address) && !IPAddress.IsLoopback(address)))
        {
            yield return new(address.GetAddressBytes().AsSpan(12));
        }
        else if (SixToFour.Contains(address))
        {
            yield return new(address.GetAddressBytes().AsSpan(2, 4));
        }
    }
}
