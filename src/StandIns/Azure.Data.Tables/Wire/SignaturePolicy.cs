using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Wire;

/// <summary>Adds a shared access signature to the query, once per message: a retry keeps it.</summary>
internal sealed class SignaturePolicy(string query) : HttpPipelineSynchronousPolicy
{
    private readonly string _signature = query.TrimStart('?');

    public override void OnSendingRequest(HttpMessage message)
    {
        var uri = message.Request.Uri;
        if (!uri.Query.EndsWith(_signature, StringComparison.Ordinal))
        {
            uri.Query = uri.Query.Length > 1 ? $"{uri.Query}&{_signature}" : $"?{_signature}";
        }
    }
}
