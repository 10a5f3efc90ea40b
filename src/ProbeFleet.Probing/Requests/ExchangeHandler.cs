using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Recording;

namespace ProbeFleet.Probing.Requests;

/// <summary>Sits between the SDK and the connection: keeps the response's head and watches its body.</summary>
/// <param name="version">The HTTP version to request; the server may choose a lower one.</param>
internal sealed class ExchangeHandler(
    StageRecorder recorder, AttemptFacts facts, bool streams, Version version, Sanitizer sanitizer) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Version = version;
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var received = new ReceivedResponse
        {
            Status = (int)response.StatusCode,
            Stream = streams && response.IsSuccessStatusCode ? new StreamWatch(recorder) : null,
            Headers = [.. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                .Select(header => KeyValuePair.Create(header.Key, header.Value.ToString()))],
        };
        facts.Received = received;
        facts.Respond = new RespondFacts
        {
            HttpVersion = response.Version.ToString(),
            Location = response.Headers.Location is { } location ? Describe(request.RequestUri!, location) : null,
        };
        if (received.Status is >= 300 and < 400)
        {
            recorder.Fail(Stage.Respond, new(FailureKind.Redirected, $"status {received.Status}"));
            received.Complete();
            return response;
        }

        if (streams && received.Stream is null)
        {
            recorder.Skip(Stage.FirstEvent, "no success was answered");
        }

        recorder.Advance(Stage.Respond, received.Stream is null ? Stage.Answer : Stage.FirstEvent);
        response.Content = await ObserveAsync(response.Content, received, cancellationToken).ConfigureAwait(false);
        return response;
    }

    private string Describe(Uri requested, Uri location)
    {
        var target = location.IsAbsoluteUri ? location : Uri.TryCreate(requested, location, out var joined) ? joined : null;
        return target is null ? "unreadable" : sanitizer.CleanUrl(target);
    }

    private static async Task<HttpContent> ObserveAsync(HttpContent content, ReceivedResponse received, CancellationToken cancellationToken)
    {
        var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var observed = new StreamContent(new BodyStream(body, received));
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            observed.Headers.TryAddWithoutValidation(name, values);
        }

        return observed;
    }
}
