namespace ProbeFleet.Core.Configuration;

/// <summary>
/// Environment variables of the platform, of Azure's clients and of ProbeFleet itself. They may hold the keys of storage and callers, so
/// no configuration and no list of credentials can name one.
/// </summary>
public static class PlatformVariables
{
    // App Service copies each setting with the prefix APPSETTING_ and each connection string with a prefix for its kind.
    private static readonly string[] Beginnings =
    [
        "PROBEFLEET_", "Host__", "AzureWebJobs", "AzureFunctions", "FUNCTIONS_", "WEBSITE_", "WEBSITES_", "APPSETTING_", "IDENTITY_",
        "MSI_", "IMDS_", "OTEL_", "APPLICATIONINSIGHTS_", "APPINSIGHTS_", "AZURE_CLIENT_", "AZURE_TENANT_", "AZURE_USERNAME",
        "AZURE_PASSWORD", "AZURE_FEDERATED_", "AZURE_AUTHORITY_", "AZURE_POD_", "AZURE_STORAGE_", "SCM_", "DEPLOYMENT_STORAGE_",
        "CONTAINER_", "DOCKER_", "MACHINEKEY_", "SQLCONNSTR_", "SQLAZURECONNSTR_", "MYSQLCONNSTR_", "POSTGRESQLCONNSTR_", "CUSTOMCONNSTR_",
        "DOCDBCONNSTR_", "SERVICEBUSCONNSTR_", "EVENTHUBCONNSTR_", "NOTIFICATIONHUBCONNSTR_", "REDISCACHECONNSTR_", "APIHUBCONNSTR_",
        "LEGION_", "MESH_", "KUBERNETES_", "DOTNET_", "ASPNETCORE_", "SSL_CERT_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
    ];

    /// <summary>Whether the variable is one of them, in any letter case.</summary>
    public static bool Has(string name) => Beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
}
