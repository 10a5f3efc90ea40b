using System.Net.Http.Headers;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Deadlines;

namespace ProbeFleet.Probing.StatusPages;

/// <summary>Reads the status page of a route's provider from the route's own place. What it says never changes a verdict.</summary>
internal sealed class StatusPageReader(TimeProvider clock, StatusPageSources sources)
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxAffected = 10;
    private const int MaxText = 160;
    private const string Green = "A green page does not clear this route.";
    private const string NotGreen = "The page reports trouble, which may or may not be this route's: it is context, not proof.";
    private const string Unreadable = "unreadable";

    /// <summary>The longest wait for a page, its second attempt included.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(3);

    /// <param name="client">A client with the proxy that the environment gives to the page's own host, without redirects and without any
    /// credential.</param>
    /// <returns>The reading; null for a gateway, which has no public page.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<StatusPageReading?> ReadAsync(HttpClient client, RouteKind kind, CancellationToken cancellationToken)
    {
        if (sources.PageOf(kind) is not { } page)
        {
            return null;
        }

        Attempt[] attempts = kind is RouteKind.AzureOpenAI ? [new(page, "xml", AzureStatus.Read)] : OpenAIAttempts(page);
        using var limit = new TimeLimit(Timeout, clock, cancellationToken);
        var answer = new Answer(null, "");
        foreach (var attempt in attempts.TakeWhile(_ => !limit.IsOver))
        {
            answer = await TryAsync(client, attempt, limit.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (answer.Words is not null)
            {
                break;
            }
        }

        return Reading(page, answer);
    }

    private static Attempt[] OpenAIAttempts(Uri page) =>
    [
        new(new(page, "api/v2/summary.json"), "json", OpenAIStatus.Read),
        new(new(page, "api/v2/status.json"), "json", OpenAIStatus.Read),
    ];

    private StatusPageReading Reading(Uri page, Answer answer)
    {
        var indicator = answer.Words is { } words ? Clean(words.Indicator) : Unreadable;
        return new StatusPageReading
        {
            Url = Sanitizer.PatternsOnly.CleanUrl(page),
            CheckedAt = clock.GetUtcNow(),
            Indicator = indicator,
            Affected = answer.Words is { Affected.Count: > 0 } some ? [.. some.Affected.Take(MaxAffected).Select(Clean)] : null,
            Note = indicator switch
            {
                Unreadable => $"The page could not be read ({answer.Why}). This says nothing of the route.",
                "none" => Green,
                _ => NotGreen,
            },
        };
    }

    private static async Task<Answer> TryAsync(HttpClient client, Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, attempt.Url);
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return new(null, $"status {(int)response.StatusCode}");
            }

            if (!IsA(attempt.Format, response.Content.Headers.ContentType))
            {
                return new(null, $"not {attempt.Format}");
            }

            return await ReadBodyAsync(response, cancellationToken).ConfigureAwait(false) is { } body
                ? new(attempt.Read(body), "an unknown shape")
                : new(null, "too large");
        }
        catch (OperationCanceledException)
        {
            return new(null, "no answer in time");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new(null, exception is HttpRequestException request ? request.HttpRequestError.ToString() : "the body broke off");
        }
        catch (Exception exception)
        {
            // A page that the reader fails on is unreadable, whatever it contains: it is context for the probe and never ends it.
            return new(null, $"the reader failed: {exception.GetType().Name}");
        }
    }

    // A page that moved answers with HTML.
    private static bool IsA(string format, MediaTypeHeaderValue? type) =>
        type?.MediaType is { } media && (media.EndsWith($"/{format}", StringComparison.OrdinalIgnoreCase)
            || media.EndsWith($"+{format}", StringComparison.OrdinalIgnoreCase));

    private static async Task<string?> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (body.Length + read > MaxBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        body.Position = 0;
        using var reader = new StreamReader(body);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Clean(string text) =>
        Sanitizer.PatternsOnly.Clean(string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)), MaxText);

    private sealed record Attempt(Uri Url, string Format, Func<string, StatusWords?> Read);

    private sealed record Answer(StatusWords? Words, string Why);
}
