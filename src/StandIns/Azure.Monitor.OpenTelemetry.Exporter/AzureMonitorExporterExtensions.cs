using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter.Ingestion;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Azure.Monitor.OpenTelemetry.Exporter;

/// <summary>Adds the exporter.</summary>
public static class AzureMonitorExporterExtensions
{
    /// <summary>Sends log records in the background: only those with <c>microsoft.availability.*</c> or <c>microsoft.custom_event.name</c>.</summary>
    /// <param name="builder">The logger provider.</param>
    /// <param name="configure">Says where to send.</param>
    /// <param name="credential">Whose token goes with it; null for none.</param>
    /// <param name="name">Not used here.</param>
    /// <exception cref="FormatException">The connection string has no instrumentation key, or an endpoint that is no URL.</exception>
    public static LoggerProviderBuilder AddAzureMonitorLogExporter(
        this LoggerProviderBuilder builder, Action<AzureMonitorExporterOptions>? configure = null, TokenCredential? credential = null, string? name = null)
    {
        var options = new AzureMonitorExporterOptions();
        configure?.Invoke(options);
        return builder.AddProcessor(new BatchLogRecordExportProcessor(new LogSender(options, credential)));
    }
}
