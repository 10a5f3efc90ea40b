using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ProbeFleet.Fleet.Telemetry;
using ProbeFleet.Functions.Settings;

namespace ProbeFleet.Functions.Observation;

/// <summary>
/// Exports the fleet's telemetry: metrics, spans and records by OTLP, and records to Application Insights, whichever is set. It works in
/// the background with its own bounds and drops what it cannot send: a probe never waits for it.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    private readonly OpenTelemetrySdk? _sdk;

    public TelemetryExport(VantageSettings settings, Vantage vantage, TokenCredential identity)
    {
        if (settings is { Collector: null, ApplicationInsights: null })
        {
            return;
        }

        _sdk = OpenTelemetrySdk.Create(builder =>
        {
            builder.ConfigureResource(resource => Describe(resource, vantage)).WithLogging(
                logging => SendRecords(logging, settings, identity));
            if (settings.Collector is not null)
            {
                // The SDK's own OTEL_* variables set the endpoint, protocol, headers, time limit and intervals.
                builder.WithMetrics(metrics => metrics.AddMeter(TelemetryNames.Source))
                    .WithTracing(tracing => tracing.AddSource(TelemetryNames.Source))
                    .UseOtlpExporter();
            }
        });
    }

    /// <summary>The logger of availability records.</summary>
    public ILogger Records => _sdk?.GetLoggerFactory().CreateLogger(TelemetryNames.Source) ?? NullLogger.Instance;

    /// <summary>Flushes what is left, for a few seconds at most.</summary>
    public void Dispose() => _sdk?.Dispose();

    private static void SendRecords(LoggerProviderBuilder logging, VantageSettings settings, TokenCredential identity)
    {
        if (settings.ApplicationInsights is { } connection)
        {
            // A round runs inside a call's or a timer's trace, which is not sampled here: its records must not be dropped for that.
            logging.AddAzureMonitorLogExporter(
                options => (options.ConnectionString, options.EnableTraceBasedLogsSampler) = (connection, false),
                settings.ApplicationInsightsByIdentity ? identity : null);
        }
    }

    // Values of the environment (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES) win.
    private static void Describe(ResourceBuilder resource, Vantage vantage) => resource
        .AddService("probefleet", serviceVersion: vantage.Runtime.App, serviceInstanceId: vantage.Runtime.Instance
            ?? vantage.Name.ToString())
        .AddAttributes(vantage.Region is { } region
            ? [new(TelemetryNames.Vantage, vantage.Name.ToString()), new("cloud.region", region)]
            : [new(TelemetryNames.Vantage, vantage.Name.ToString())])
        .AddEnvironmentVariableDetector();
}
