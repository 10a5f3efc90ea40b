using System.Net.Http.Headers;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Deadlines;

namespace ProbeFleet.Probing.StatusPages;

/// <summary>Reads the status page of a route's provider from the route's own place. What it says never changes a verdict.</summary>
internal sealed class StatusPageReader(TimeProvider clock)
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxAffected = 10;
    private const int MaxText = 160;
    private const string Unreadable = "unreadable";

    /// <summary>The longest wait for a page, its second attempt included.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(3);

    /// <summary>The page of a kind's provider; null for a gateway, which has no public page.</summary>
    public static Uri? PageOf(RouteKind kind) => kind switch
    {
        // Its machine-readable parts are below /api/v2/.
        RouteKind.OpenAI => new("https://status.openai.com/"),

        // A feed of broad incidents only, without items when healthy.
        RouteKind.AzureOpenAI => new("https://azure.status.microsoft/en-us/status/feed/"),
        RouteKind.Gateway => null,
    };

    /// <param name="client">A client with the proxy that the environment gives to the page's own host, without redirects and without any
    /// credential.</param>
    /// <param name="page">The page, as <see cref="PageOf"/> says it.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<StatusPageReading> ReadAsync(HttpClient client, RouteKind kind, Uri page, CancellationToken cancellationToken)
    {
        Attempt[] attempts = kind is RouteKind.AzureOpenAI ? [new(page, "xml", AzureStatus.Read)] :
        [
            new(new(page, "api/v2/summary.json"), "json", OpenAIStatus.Read),
            new(new(page, "api/v2/status.json"), "json", OpenAIStatus.Read),
        ];
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
                "none" => "A green page does not clear this route.",
                _ => "The page reports trouble, which may or may not be this route's: it is context, not proof.",
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
        var body = new byte[MaxBytes + 1];
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(new MemoryStream(body, 0, length));
        return length > MaxBytes ? null : await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Clean(string text) =>
        Sanitizer.PatternsOnly.Clean(string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)), MaxText);

    private sealed record Attempt(Uri Url, string Format, Func<string, StatusWords?> Read);

    private sealed record Answer(StatusWords? Words, string Why);
}
