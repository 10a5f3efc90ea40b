using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Failures;

namespace ProbeFleet.Probing.Requests;

/// <summary>Sends the preflight (<c>OPTIONS</c>) that a browser would send before the SDK's call, never with a credential.</summary>
internal static class PreflightProbe
{
    private const int MaxValue = 200;
    private const int MaxValues = 50;

    // The headers that OpenAI's JavaScript SDK adds to every request.
    private static readonly string[] SdkHeaders =
    [
        "content-type", "x-stainless-arch", "x-stainless-lang", "x-stainless-os", "x-stainless-package-version",
        "x-stainless-retry-count", "x-stainless-runtime", "x-stainless-runtime-version", "x-stainless-timeout",
    ];

    /// <param name="client">A client on the probe's own path, without redirects: a browser follows none for a preflight.</param>
    /// <param name="headers">The names of the route's own headers: <c>authorization</c> or <c>api-key</c>, and a gateway's.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<PreflightEvidence> SendAsync(
        HttpClient client, Uri requestUri, Uri origin, IEnumerable<string> headers, CancellationToken cancellationToken)
    {
        var asked = new PreflightEvidence
        {
            Origin = origin.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped),
            RequestedHeaders = [.. SdkHeaders.Concat(
                headers.Select(header => header.ToLowerInvariant())).Distinct().Order(StringComparer.Ordinal)],
        };
        using var request = new HttpRequestMessage(HttpMethod.Options, requestUri);
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.TryAddWithoutValidation("Origin", asked.Origin);
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", string.Join(',', asked.RequestedHeaders));
        try
        {
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return asked with
            {
                Status = (int)response.StatusCode,
                AllowOrigin = Values(response, "Access-Control-Allow-Origin") is [_, ..] origins ? Clean(string.Join(", ", origins)) : null,
                AllowHeaders = Split(response, "Access-Control-Allow-Headers"),
                AllowMethods = Split(response, "Access-Control-Allow-Methods"),
            };
        }
        catch (HttpRequestException exception)
        {
            return asked with { Failure = FailureClassifier.OfCall(exception) };
        }
    }

    private static string[] Split(HttpResponseMessage response, string name) =>
    [
        .. Values(response, name)
            .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Take(MaxValues)
            .Select(Clean),
    ];

    private static string[] Values(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? [.. values] : [];

    private static string Clean(string text) => Sanitizer.PatternsOnly.Clean(text, MaxValue);
}
