using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Retries, transport and diagnostics of a client.</summary>
public class TableClientOptions : ClientOptions
{
    /// <summary>The options with their defaults.</summary>
    /// <param name="serviceVersion">The version of the service's protocol.</param>
    public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06) => Version = serviceVersion switch
    {
        ServiceVersion.V2020_12_06 => "2020-12-06",
    };

    internal string Version { get; }

    /// <summary>Versions of the service's protocol.</summary>
    public enum ServiceVersion
    {
        /// <summary>2020-12-06.</summary>
        V2020_12_06 = 2,
    }
}
