using System.Text.RegularExpressions;
using ProbeFleet.Core.Reading;

namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>
/// The secrets that the operator of a vantage allows to be sent to which hosts: entries <c>SOURCE@HOST</c>, separated by commas. A source
/// is a variable's name, <c>managed-identity</c> or <c>keyvault:VAULT_HOST</c>; a host is a name, an address, <c>*.DOMAIN</c> for every
/// name below a domain, or <c>http://HOST</c> to allow clear text too. <c>NAME@notify</c> is for receivers of notifications. All else is
/// refused.
/// </summary>
public sealed partial class CredentialList
{
    private const string Receivers = "notify";
    private const string Below = "*.";
    private const string ClearText = "http://";

    private readonly IReadOnlyList<Entry> _entries;

    private CredentialList(IReadOnlyList<Entry> entries) => _entries = entries;

    /// <summary>Parses a list; an empty one allows nothing.</summary>
    /// <param name="problems">Collects a message for each invalid entry; a text that may be a secret is not repeated.</param>
    public static CredentialList Read(string? text, ICollection<string> problems)
    {
        List<Entry> entries = [];
        foreach (var (index, item) in (text ?? "").Split(',', StringSplitOptions.TrimEntries).Index().Where(part => part.Item.Length > 0))
        {
            var parts = item.Split('@', 2, StringSplitOptions.TrimEntries);
            var (host, problem) = parts is [var source, var place]
                ? ReadHost(source, place)
                : (null, "is no SOURCE@HOST, such as OPENAI_API_KEY @ api.openai.com");
            if (problem is null)
            {
                entries.Add(new(parts[0], host!, parts[1].StartsWith(ClearText, StringComparison.OrdinalIgnoreCase)));
            }
            else
            {
                problems.Add($"entry {index + 1}{Shown(parts)} {problem}.");
            }
        }

        return new(entries);
    }

    /// <summary>
    /// The entry that allows a source's secret to be sent to a URL's host. White space keeps the sanitizer from taking it for an e-mail
    /// address.
    /// </summary>
    public static string EntryFor(CredentialSource source, Uri target) =>
        $"{NameOf(source)} @ {(IsClearText(target) ? ClearText : "")}{HostName.From(target)}";

    /// <summary>The entry that allows a variable to name a receiver of notifications, or to sign them.</summary>
    public static string EntryForNotices(CredentialSource.EnvironmentVariable variable) => $"{variable.Name} @ {Receivers}";

    /// <summary>Whether a source's secret may be sent to a URL's host.</summary>
    public bool Allows(CredentialSource source, Uri target)
    {
        var (name, host, isClearText) = (NameOf(source), HostName.From(target), IsClearText(target));
        return _entries.Any(entry => entry.Source == name && entry.Has(host) && (entry.IsClearText || !isClearText));
    }

    /// <summary>Whether a variable may name a receiver of notifications, or sign them.</summary>
    public bool AllowsNotices(CredentialSource.EnvironmentVariable variable) =>
        _entries.Any(entry => entry.Source == variable.Name && entry.Host == Receivers);

    /// <summary>Whether a request uses http to another machine.</summary>
    private static bool IsClearText(Uri target) => target.Scheme == Uri.UriSchemeHttp && !target.IsLoopback;

    private static string NameOf(CredentialSource source) => source switch
    {
        CredentialSource.EnvironmentVariable variable => variable.Name,
        CredentialSource.ManagedIdentity => "managed-identity",
        CredentialSource.KeyVaultSecret { SecretUri: var secret } => $"keyvault:{HostName.From(secret)}",
        _ => source.ToString() ?? "",
    };

    private static (string? Host, string? Problem) ReadHost(string source, string place)
    {
        if (PlatformVariables.Has(source))
        {
            return (null, "names a variable of the platform or of ProbeFleet itself, which no route may use");
        }

        if (!SourceShape.IsMatch(source))
        {
            return (null, "begins with no source: a variable's name, managed-identity or keyvault:VAULT_HOST");
        }

        var name = place.StartsWith(ClearText, StringComparison.OrdinalIgnoreCase) ? place[ClearText.Length..] : place;
        var isBelow = name.StartsWith(Below, StringComparison.Ordinal);
        var bare = isBelow ? name[Below.Length..] : name;
        var address = bare.Contains(':', StringComparison.Ordinal) && !bare.StartsWith('[') ? $"[{bare}]" : bare;
        if (!Uri.TryCreate($"https://{address}/", UriKind.Absolute, out var url)
            || url is not { UserInfo: "", PathAndQuery: "/", Fragment: "", IsDefaultPort: true }
            || bare.Contains('*', StringComparison.Ordinal) || bare.Contains('/', StringComparison.Ordinal))
        {
            return (null, "ends in no host: a name or address without a port, *.DOMAIN, http://HOST or notify");
        }

        return isBelow && !(url.HostNameType is UriHostNameType.Dns && HostName.From(url).Contains('.', StringComparison.Ordinal))
            ? (null, "allows a whole top-level domain: name more of it after *.")
            : ($"{(isBelow ? Below : "")}{HostName.From(url)}", null);
    }

    /// <summary>The entry as written, unless one of its parts may be a secret put there by mistake.</summary>
    private static string Shown(string[] parts) => parts.All(part => part.Length <= 100 && !LikelySecret.IsIn(part))
        ? $" '{string.Join('@', parts)}'"
        : ", which is not shown because it may hold a secret,";

    [GeneratedRegex(@"\A([A-Za-z_][A-Za-z0-9_]{0,127}|managed-identity|keyvault:[a-z0-9][a-z0-9.-]*[a-z0-9])\z")]
    private static partial Regex SourceShape { get; }

    private sealed record Entry(string Source, string Host, bool IsClearText)
    {
        public bool Has(string host) => Host.StartsWith(Below, StringComparison.Ordinal)
            ? host.EndsWith(Host[1..], StringComparison.Ordinal)
            : Host == host && Host != Receivers;
    }
}

/// <summary>The permissions that a configuration needs from the operator of each vantage.</summary>
public static class CredentialNeeds
{
    /// <summary>
    /// The sorted entries of a <see cref="CredentialList"/> that let every route send its secrets to its own host and no other. A managed
    /// identity's token for Azure's own model hosts needs none.
    /// </summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="vantage">The vantage whose routes count; null for every route.</param>
    public static IReadOnlyList<string> Find(FleetConfiguration configuration, VantageName? vantage = null)
    {
        var sent =
            from route in configuration.Routes
            where vantage is not { } name || route.IsProbedFrom(name)
            from source in route.Headers.Values.Prepend(route.Credential)
            where source is not CredentialSource.None && !IsOwnToken(source, route.BaseUrl)
            select CredentialList.EntryFor(source, route.BaseUrl);
        var notices =
            from target in configuration.Incidents.Notify
            from variable in new[] { target.Url, target.Secret }.OfType<CredentialSource.EnvironmentVariable>()
            select CredentialList.EntryForNotices(variable);
        return [.. sent.Concat(notices).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static bool IsOwnToken(CredentialSource source, Uri target) =>
        source is CredentialSource.ManagedIdentity && target.Scheme == Uri.UriSchemeHttps
            && AzureCloud.OfModelHost(HostName.From(target)) is not null;
}
