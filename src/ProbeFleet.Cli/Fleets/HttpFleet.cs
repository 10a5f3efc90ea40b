using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Packets;
using ProbeFleet.Core.Reading;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Fleet.Contracts;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Fleet.Overview;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Storage.Configuration;

namespace ProbeFleet.Cli.Fleets;

/// <summary>A fleet accessed over the HTTP API of one of its vantages.</summary>
internal sealed class HttpFleet : IFleet
{
    private static readonly FleetWaits UsualWaits = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(45));

    /// <summary>The most bytes of an answer. A request's 1,800 whole results are 5 MB; a larger answer is of something else.</summary>
    private const int LargestAnswer = 64 * 1024 * 1024;

    private const string NoReason = "It gave no reason.";

    private readonly HttpClient _client;
    private readonly Sanitizer _sanitizer;
    private readonly FleetWaits _waits;
    private readonly TimeProvider _clock;
    private readonly bool _hasKey;

    /// <summary>Makes the client; nothing is sent yet.</summary>
    /// <param name="address">The app's address, without <c>/api</c>.</param>
    /// <param name="waits">How long it waits; null for the usual.</param>
    public HttpFleet(Uri address, string? key, TimeProvider clock, FleetWaits? waits = null)
    {
        (_waits, _clock) = (waits ?? UsualWaits, clock);

        // A redirect would take the key to another host.
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = _waits.Connection })
        {
            BaseAddress = new Uri(address.AbsoluteUri.TrimEnd('/') + "/"),

            // With a deadline of its own, a connection that was not made would look the same as an answer that did not come.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        if (key is not null)
        {
            _client.DefaultRequestHeaders.Add("x-functions-key", key);
        }

        _hasKey = key is not null;
        _sanitizer = new(key is null ? [] : [key]);
    }

    public Task<FleetOverview> ReadAsync(CancellationToken cancellationToken) =>
        GetAsync("api/fleet", ContractJson.Lenient.FleetOverview, cancellationToken);

    public async Task<AppliedConfiguration?> ReadConfigurationAsync(CancellationToken cancellationToken) =>
        await FindAsync("api/config", cancellationToken) is { } answer
            ? new(ConfigurationIn(answer), answer.Tag is { } tag ? new ETag(tag) : default, Version: null, AppliedAt: null)
            : null;

    public async Task<ConfigurationChange> ApplyAsync(string json, ETag? expected, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, "api/config") { Content = Json(json) };
        request.Headers.TryAddWithoutValidation(expected is null ? "If-None-Match" : "If-Match", (expected ?? ETag.All).ToString("H"));

        var answer = await SendAsync(request, cancellationToken);
        return answer.Status switch
        {
            HttpStatusCode.PreconditionFailed => new ConfigurationChange.Conflict(),
            HttpStatusCode.BadRequest when ProblemOf(answer)?.Errors is { Count: > 0 } errors =>
                new ConfigurationChange.Invalid([.. errors.Select(Violation)]),
            _ => new ConfigurationChange.Applied(Read(Good(answer), ContractJson.Lenient.AppliedBody).Version, default),
        };
    }

    public Task<HistoryBody> ReadHistoryAsync(CancellationToken cancellationToken) =>
        GetAsync("api/config/history", ContractJson.Lenient.HistoryBody, cancellationToken);

    public async Task<string?> FindTextAsync(long version, CancellationToken cancellationToken) =>
        await FindAsync($"api/config/history/{version}", cancellationToken) is { } answer
            ? ConfigurationIn(answer)
            : null;

    /// <summary>Orders probes from every vantage now.</summary>
    public async Task<RequestBody> ProbeAsync(ProbeOrderBody order, CancellationToken cancellationToken)
    {
        var answer = await PostAsync("api/probes", order, ContractJson.Default.ProbeOrderBody, cancellationToken);
        return Read(Good(answer), ContractJson.Lenient.RequestBody);
    }

    public Task<RequestStatus> ReadRequestAsync(Guid id, CancellationToken cancellationToken) =>
        GetAsync($"api/probes/requests/{id}", ContractJson.Lenient.RequestStatus, cancellationToken);

    public Task<FaultLocalization> LocalizeAsync(TimeSpan? window, CancellationToken cancellationToken)
    {
        var query = window is { } length ? $"?window={Math.Ceiling(length.TotalMinutes)}m" : "";
        return GetAsync($"api/localization{query}", ProbeFleetJson.Default.FaultLocalization, cancellationToken);
    }

    public Task<IncidentsBody> ReadIncidentsAsync(IncidentState? state, int top, CancellationToken cancellationToken)
    {
        var word = state is { } only ? WireWord.Of(only) : "all";
        return GetAsync($"api/incidents?state={word}&top={top}", ContractJson.Lenient.IncidentsBody, cancellationToken);
    }

    public Task<Incident?> FindIncidentAsync(Guid id, CancellationToken cancellationToken) =>
        FindAsync($"api/incidents/{id}", ProbeFleetJson.Default.Incident, cancellationToken);

    public Task<Packet?> ReadPacketAsync(Guid incident, CancellationToken cancellationToken) =>
        FindAsync($"api/incidents/{incident}/packet", ProbeFleetJson.Default.Packet, cancellationToken);

    /// <summary>Requests a proof from each vantage that failed; null when the incident does not exist.</summary>
    public async Task<VerificationBody?> VerifyAsync(Guid incident, string? reason, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(
            $"api/incidents/{incident}/verification",
            new VerificationOrderBody { Reason = reason },
            ContractJson.Default.VerificationOrderBody,
            cancellationToken);
        return SaysNotFound(answer) ? null : Read(Good(answer), ContractJson.Lenient.VerificationBody);
    }

    public void Dispose() => _client.Dispose();

    private static StringContent Json(string text) => new(text, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));

    // The API writes a violation as "path: message".
    private static Violation Violation(string error) =>
        error.Split(": ", 2) is [var path, var message] ? new(path, message) : new("$", error);

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => Read(Good(await SendAsync(new(HttpMethod.Get, path), cancellationToken)), type);

    private async Task<T?> FindAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => await FindAsync(path, cancellationToken) is { } answer ? Read(answer, type) : null;

    /// <summary>Gets what may not exist; null when the app says that it does not.</summary>
    private async Task<Answer?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(new(HttpMethod.Get, path), cancellationToken);
        return SaysNotFound(answer) ? null : Good(answer);
    }

    private Task<Answer> PostAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken) => SendAsync(
        new(HttpMethod.Post, path) { Content = Json(JsonSerializer.Serialize(body, type)) }, cancellationToken);

    private static bool SaysNotFound(Answer answer) => answer is { Status: HttpStatusCode.NotFound, IsProblem: true };

    private async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Read before sending, because the client then makes the address absolute.
        var call = $"{request.Method} /{request.RequestUri}";
        using var limit = new TimeLimit(_waits.Answer, _clock, cancellationToken);
        try
        {
            using var response = await _client.SendAsync(request, limit.Token);
            return new(
                call,
                response.StatusCode,
                // An app writes UTF-8, whatever something else's Content-Type may name.
                Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(limit.Token)),
                response.Content.Headers.ContentType?.MediaType is "application/problem+json",
                response.Headers.TryGetValues("ETag", out var tags) ? tags.First() : null,
                response.Headers.Location);
        }
        catch (HttpRequestException error) when (error.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            throw NoApp(call, $"with more than {LargestAnswer / (1024 * 1024)} MiB");
        }
        catch (HttpRequestException error)
        {
            // Around a failed handshake the message says only "see inner exception".
            var reason = _sanitizer.Clean((error.InnerException ?? error).Message, 300).TrimEnd('.');
            var what = error.HttpRequestError is HttpRequestError.SecureConnectionError ? "makes no TLS connection" : "gives no answer";
            throw new FleetSilentException(
                $"{_client.BaseAddress} {what}: {reason}. Nothing is known of the fleet. Check that the app runs: "
                + $"{_client.BaseAddress}api/health needs no key; any other vantage's address will do.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Where the deadline has not passed, only the handler's wait for a connection can have ended.
            throw new FleetSilentException(limit.IsOver
                ? $"{_client.BaseAddress} gave no answer within {_waits.Answer.TotalSeconds} s. Nothing is known of the fleet."
                : $"{_client.BaseAddress} could not be connected to (TCP and TLS) within {_waits.Connection.TotalSeconds} s. Nothing is "
                    + "known of the fleet. Check the address and whether this network reaches it; any other vantage's address will do.");
        }
        finally
        {
            request.Dispose();
        }
    }

    private Answer Good(Answer answer) => answer.Status switch
    {
        HttpStatusCode.OK or HttpStatusCode.Accepted => answer,
        HttpStatusCode.Unauthorized => throw new UsageException(_hasKey
            ? $"{_client.BaseAddress} did not accept the key for {answer.Call}. Give one of this app that may: az functionapp keys list "
                + "--name APP --resource-group GROUP; what changes the fleet needs its masterKey (elsewhere than on Azure a key named "
                + "admin)."
            : $"{_client.BaseAddress} needs a function key: set PROBEFLEET_KEY, or give --key KEY."),
        HttpStatusCode.Forbidden when answer.IsProblem => throw new UsageException($"{answer.Call}: {Why(answer)}"),
        HttpStatusCode.Forbidden => throw new UsageException(
            $"{_client.BaseAddress} refuses this caller (403): its access restrictions do not allow this address, or the app is stopped."),
        >= (HttpStatusCode)300 and < (HttpStatusCode)400 => throw new UsageException(
            $"{_client.BaseAddress} redirects to {Target(answer) ?? "another place"}. "
            + "The key was not sent there; give that address as --url if it is meant."),
        HttpStatusCode.NotImplemented when !answer.IsProblem => throw NoApp(answer.Call, "with 501"),
        HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
            throw new FleetSilentException(
                $"{_client.BaseAddress} cannot answer {answer.Call} ({(int)answer.Status}): {Why(answer)}",
                answer is { IsProblem: true, Status: HttpStatusCode.InternalServerError }),
        _ when answer.IsProblem => throw new UsageException($"{answer.Call}: {Why(answer)}"),
        _ => throw NoApp(answer.Call, $"with {(int)answer.Status}"),
    };

    private UsageException NoApp(string call, string how) => new(
        $"{_client.BaseAddress} answered {call} {how}: it is no ProbeFleet app, or one of another version. Give the address of one of "
            + "the fleet's apps as --url, or update the older of app and tool.");

    /// <summary>Where a redirect leads, without its query, which may hold a token; null when it does not say.</summary>
    private string? Target(Answer answer) =>
        answer.Location is { } location && Uri.TryCreate(_client.BaseAddress, location, out var target)
            ? _sanitizer.Clean(target.GetLeftPart(UriPartial.Path), 300)
            : null;

    private string Why(Answer answer) => string.Join("\n  ", ProblemOf(answer) is not { } problem
        ? [NoReason]
        : new[] { problem.Detail ?? problem.Title ?? NoReason }.Concat(problem.Errors ?? []));

    // Cleans each line by itself, because truncating the whole text would drop the last ones.
    private ProblemBody? ProblemOf(Answer answer)
    {
        try
        {
            return answer.IsProblem && JsonSerializer.Deserialize(answer.Body, ContractJson.Lenient.ProblemBody) is { } problem
                ? problem with
                {
                    Title = Clean(problem.Title),
                    Detail = Clean(problem.Detail),
                    Errors = problem.Errors is { } errors ? [.. errors.Select(error => Clean(error) ?? "")] : null,
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string? Clean(string? text) => text is null ? null : _sanitizer.Clean(text, 500).ReplaceLineEndings(" ");

    private T Read<T>(Answer answer, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return ReceivedJson.Read(answer.Body, type);
        }
        catch (JsonException)
        {
            throw NoApp(answer.Call, "with something that no app says");
        }
    }

    // Only what every version has: a newer app's configuration may have members that this tool does not know.
    private string ConfigurationIn(Answer answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("routes", out var routes) && routes.ValueKind is JsonValueKind.Array
                ? answer.Body
                : throw new JsonException("It has no routes.");
        }
        catch (JsonException)
        {
            throw NoApp(answer.Call, "with no configuration");
        }
    }

    private sealed record Answer(string Call, HttpStatusCode Status, string Body, bool IsProblem, string? Tag, Uri? Location);
}

/// <summary>How long a call to an app may take.</summary>
/// <param name="Connection">Until the connection is made, with TLS.</param>
/// <param name="Answer">Until the whole answer is there; an app that was scaled to zero is slow on the first call.</param>
internal sealed record FleetWaits(TimeSpan Connection, TimeSpan Answer);
