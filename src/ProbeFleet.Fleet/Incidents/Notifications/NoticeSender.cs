using System.Net;
using System.Net.Http.Headers;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Fleet.Incidents.Notifications;

/// <summary>Posts a notice to a receiver. A failure is returned without the URL, which is a secret, and never thrown.</summary>
public sealed class NoticeSender(ProbeSurroundings surroundings) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Why the key in a receiver's <c>secret</c> cannot sign, without the key; null when it can or none is set.</summary>
    public string? ProblemOfKey(NotificationTarget target) =>
        target.Secret is { } variable && surroundings.Outbound.RefusalOfNotice(variable) is null
            && surroundings.Environment(variable.Name) is { Length: > 0 } secret && NoticeSignature.ProblemOf(secret) is { } problem
            ? $"{variable} {problem}"
            : null;

    /// <summary>Posts it: at most 10 s, no redirect is followed.</summary>
    /// <returns>Null when the receiver took it (any 2xx); else why not.</returns>
    public async Task<NoticeFailure?> SendAsync(NotificationTarget target, IncidentNotice notice, CancellationToken cancellationToken)
    {
        if ((surroundings.Outbound.RefusalOfNotice(target.Url)
            ?? (target.Secret is { } signing ? surroundings.Outbound.RefusalOfNotice(signing) : null)) is { } refusal)
        {
            return new(refusal);
        }

        if (!Uri.TryCreate(surroundings.Environment(target.Url.Name), UriKind.Absolute, out var url)
            || url.Scheme is not ("https" or "http"))
        {
            return new($"{target.Url} holds no http or https URL");
        }

        var secret = target.Secret is { } variable ? surroundings.Environment(variable.Name) : null;
        if (target.Secret is not null && secret is null or "")
        {
            return new($"{target.Secret} holds no key, and an unsigned message is not what was configured");
        }

        if (ProblemOfKey(target) is { } problem)
        {
            return new(problem);
        }

        using var limit = new TimeLimit(Deadline, surroundings.Clock, cancellationToken);
        try
        {
            using var request = Request(target.Kind, url, secret, notice);
            using var response = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : new($"it answered {(int)response.StatusCode}", response.StatusCode);
        }
        catch (Exception error)
        {
            return new(error switch
            {
                OperationCanceledException when limit.IsOver => $"no answer within {Deadline.TotalSeconds} s",
                OperationCanceledException => "the run ended before it answered",
                HttpRequestException { HttpRequestError: var kind } => $"it could not be reached ({kind})",
                IOException => "the connection broke",

                // No request can be made from this URL, key or text. Other receivers are still notified. The message may quote the URL.
                _ => $"no message could be sent ({error.GetType().Name})",
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request(string kind, Uri url, string? secret, IncidentNotice notice)
    {
        var body = NoticeBody.Write(kind, notice);
        var (id, now) = ($"{notice.Id}", surroundings.Clock.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; charset=utf-8");
        request.Headers.Add(NoticeSignature.IdHeader, id);
        request.Headers.Add(NoticeSignature.TimestampHeader, NoticeSignature.TimestampOf(now));
        if (secret is not null)
        {
            request.Headers.Add(NoticeSignature.Header, NoticeSignature.Sign(NoticeSignature.KeyOf(secret), id, now, body));
        }

        foreach (var (name, value) in NoticeSignature.EarlierHeaders(secret, id, now, body))
        {
            request.Headers.Add(name, value);
        }

        return request;
    }
}

/// <summary>Why a receiver did not take a notice.</summary>
/// <param name="Reason">In words, without the URL.</param>
/// <param name="Status">What it answered; null when nothing was sent or no answer came.</param>
public sealed record NoticeFailure(string Reason, HttpStatusCode? Status = null)
{
    /// <summary>
    /// How much it speaks against another attempt, see <see cref="PendingNotice.Refusals"/>. A receiver that refuses the message itself
    /// hardly takes it later. Without an answer, those after it would not arrive either.
    /// </summary>
    internal int Refusals => Status switch
    {
        null => 0,
        HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType
            or HttpStatusCode.UnprocessableEntity => PendingNotice.MostRefusals / 8,
        _ => 1,
    };
}
