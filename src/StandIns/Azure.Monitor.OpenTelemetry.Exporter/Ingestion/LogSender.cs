using System.Buffers;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Azure.Monitor.OpenTelemetry.Exporter.Ingestion;

/// <summary>Sends batches; the processor calls it on a thread of its own, one batch at a time. What the service does not take is dropped.</summary>
internal sealed class LogSender : BaseExporter<LogRecord>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly IngestionTarget _target;
    private readonly HttpPipeline _pipeline;

    public LogSender(AzureMonitorExporterOptions options, TokenCredential? credential)
    {
        _target = IngestionTarget.Parse(options.ConnectionString);
        _pipeline = HttpPipelineBuilder.Build(
            options, credential is null || _target.Track.Scheme != Uri.UriSchemeHttps ? [] : [new BearerTokenAuthenticationPolicy(credential, _target.Scope)]);
    }

    public override ExportResult Export(in Batch<LogRecord> batch)
    {
        using var scope = SuppressInstrumentationScope.Begin();
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartArray();
            foreach (var record in batch)
            {
                if (LogEnvelope.IsKnown(record))
                {
                    LogEnvelope.Write(json, record, _target.InstrumentationKey, ParentProvider.GetResource());
                }
            }

            json.WriteEndArray();
        }

        using var late = new CancellationTokenSource(Deadline, TimeProvider.System);
        try
        {
            using var request = _pipeline.CreateRequest();
            request.Method = RequestMethod.Post;
            request.Uri.Reset(_target.Track);
            request.Headers.Add("Content-Type", "application/json");
            request.Content = RequestContent.Create(body.WrittenMemory);
            using var response = _pipeline.SendRequest(request, late.Token);
            return response.IsError ? ExportResult.Failure : ExportResult.Success;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // An exception here would end the process: no network, no token, a token library's own kinds.
            return ExportResult.Failure;
        }
    }
}
