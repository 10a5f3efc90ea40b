using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Wire;

/// <summary>Where an account is and how its requests are signed, sent and retried.</summary>
internal sealed class TableAccount
{
    private readonly HttpPipeline _pipeline;
    private readonly string _version;

    private TableAccount(Uri endpoint, HttpPipelinePolicy authentication, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        options ??= new TableClientOptions();
        Endpoint = new UriBuilder(endpoint) { Query = "" }.Uri;
        _version = options.Version;
        var pipelineOptions = new HttpPipelineOptions(options) { RequestFailedDetailsParser = new TableErrorParser() };
        pipelineOptions.PerRetryPolicies.Add(authentication);
        _pipeline = HttpPipelineBuilder.Build(pipelineOptions);
    }

    public Uri Endpoint { get; }

    public static TableAccount WithIdentity(Uri endpoint, TokenCredential credential, TableClientOptions? options) =>
        new(endpoint, new BearerTokenAuthenticationPolicy(credential, "https://storage.azure.com/.default"), options);

    public static TableAccount WithKey(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options) =>
        new(endpoint, new SharedKeyPolicy(credential ?? throw new ArgumentNullException(nameof(credential))), options);

    public static TableAccount WithSignature(Uri endpoint, TableClientOptions? options) =>
        new(endpoint, new SignaturePolicy((endpoint ?? throw new ArgumentNullException(nameof(endpoint))).Query), options);

    public static TableAccount Parse(string connectionString, TableClientOptions? options)
    {
        var settings = ConnectionSettings.Parse(connectionString);
        return settings.Key is { } key
            ? WithKey(settings.Endpoint, key, options)
            : WithSignature(new UriBuilder(settings.Endpoint) { Query = settings.Signature }.Uri, options);
    }

    public string Address(string resource) => $"{Endpoint.AbsoluteUri.TrimEnd('/')}/{resource}";

    public string Address(string table, string partitionKey, string rowKey) =>
        Address($"{table}(PartitionKey='{Quoted(partitionKey)}',RowKey='{Quoted(rowKey)}')");

    public HttpMessage Message(
        RequestMethod method, string address, ReadOnlyMemory<byte>? body = null, string contentType = "application/json")
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(address));
        message.Request.Headers.Add("x-ms-version", _version);
        message.Request.Headers.Add("DataServiceVersion", "3.0");
        message.Request.Headers.Add(HttpHeader.Names.Accept, EntityJson.MinimalMetadata);
        if (body is { } bytes)
        {
            message.Request.Headers.Add(HttpHeader.Names.ContentType, contentType);
            message.Request.Content = RequestContent.Create(bytes);
        }

        return message;
    }

    public async Task<Response> SendAsync(HttpMessage message, HttpStatusCode? alsoFine, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        var response = message.Response;
        return response.IsError && response.Status != (int?)alsoFine ? throw new RequestFailedException(response) : response;
    }

    private static string Quoted(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
    }
}
