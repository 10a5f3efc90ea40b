using Azure.Core;

namespace Azure.Monitor.OpenTelemetry.Exporter;

/// <summary>Where to send.</summary>
public class AzureMonitorExporterOptions : ClientOptions
{
    /// <summary>Options without a connection string.</summary>
    public AzureMonitorExporterOptions()
    {
    }

    /// <summary>The connection string of an Application Insights resource: <c>InstrumentationKey=…;IngestionEndpoint=…</c>.</summary>
    public string ConnectionString { get; set; } = "";
}
