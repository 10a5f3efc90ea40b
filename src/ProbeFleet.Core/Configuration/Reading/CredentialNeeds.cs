using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>What a configuration asks the operator of each vantage to allow.</summary>
public static class CredentialNeeds
{
    /// <summary>
    /// The entries of a <see cref="CredentialList"/> that let every route of a configuration send its secrets to its own host and to no other, sorted.
    /// A managed identity's token for Azure's own model hosts needs none.
    /// </summary>
    /// <param name="configuration">The configuration.</param>
    public static IReadOnlyList<string> Of(FleetConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var sent =
            from route in configuration.Routes
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
        source is CredentialSource.ManagedIdentity && target.Scheme == Uri.UriSchemeHttps && AzureCloud.OfModelHost(HostName.Of(target)) is not null;
}
