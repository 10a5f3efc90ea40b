using System.Net.Http.Headers;

namespace ProbeFleet.Probing.Requests;

/// <summary>Makes the same request with a plain HTTP client, outside the SDK.</summary>
internal static class PlainCall
{
    /// <summary>Sends the request and reads the body.</summary>
    public static async Task SendAsync(
        RequestPlan plan, string? secret, IReadOnlyDictionary<string, string> headers, HttpClient http, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(plan.Method, plan.Url);
        if (plan.Body is { } body)
        {
            request.Content = new ByteArrayContent(body.ToArray())
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (plan.CredentialHeader is var (header, prefix))
        {
            request.Headers.TryAddWithoutValidation(header, prefix + secret);
        }

        using var response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        await response.Content.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
    }
}
