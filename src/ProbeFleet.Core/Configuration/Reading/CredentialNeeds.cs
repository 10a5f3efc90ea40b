namespace ProbeFleet.Core.Configuration.Reading;

/// <summary>The permissions that a configuration needs from the operator of each vantage.</summary>
public static class CredentialNeeds
{
    /// <summary>
    /// The sorted entries of a <see cref="CredentialList"/> that let every route send its secrets to its own host and no other. A managed
    /// identity's token for Azure's own model hosts needs none.
    /// </summary>
    public static IReadOnlyList<string> Find(FleetConfiguration configuration)
    {
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
        source is CredentialSource.ManagedIdentity && target.Scheme == Uri.UriSchemeHttps
            && AzureCloud.OfModelHost(HostName.From(target)) is not null;
}
