using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using ProbeFleet.Cli.Terminal;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Packets;
using ProbeFleet.Core.Reading;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Fleet.Contracts;
using ProbeFleet.Fleet.OnDemand;
using ProbeFleet.Fleet.Overview;
using ProbeFleet.Storage.Configuration;

namespace ProbeFleet.Cli.Fleets;

/// <summary>A fleet accessed over the HTTP API of one of its vantages.</summary>
internal sealed class HttpFleet : IFleet
{
    /// <summary>The deadline of one call; an app that was scaled to zero is slow on the first.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(45);

    private const string NoReason = "It gave no reason.";

    private readonly HttpClient _client;
    private readonly Sanitizer _sanitizer;
    private readonly bool _hasKey;

    /// <summary>Makes the client; nothing is sent yet.</summary>
    /// <param name="address">The app's address, without <c>/api</c>.</param>
    public HttpFleet(Uri address, string? key)
    {
        // A redirect would take the key to another host.
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) })
        {
            BaseAddress = new Uri(address.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Deadline,
        };
        if (key is not null)
        {
            _client.DefaultRequestHeaders.Add("x-functions-key", key);
        }

        _hasKey = key is not null;
        _sanitizer = new(key is null ? [] : [key]);
    }

    public async Task<FleetOverview> ReadAsync(CancellationToken cancellationToken) =>
        Read(await GetAsync("api/fleet", cancellationToken).ConfigureAwait(false), ContractJson.Lenient.FleetOverview);

    public async Task<AppliedConfiguration?> ReadConfigurationAsync(CancellationToken cancellationToken)
    {
        var answer = await SendAsync(new(HttpMethod.Get, "api/config"), cancellationToken).ConfigureAwait(false);
        return answer.Status is HttpStatusCode.NotFound && answer.IsProblem ? null
            : new(Good(answer).Body, answer.Tag is { } tag ? new ETag(tag) : default, Version: null, AppliedAt: null);
    }

    public async Task<ConfigurationChange> ApplyAsync(string json, ETag? expected, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, "api/config") { Content = Json(json) };
        request.Headers.TryAddWithoutValidation(expected is null ? "If-None-Match" : "If-Match", (expected ?? ETag.All).ToString("H"));

        var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.Status switch
        {
            HttpStatusCode.PreconditionFailed => new ConfigurationChange.Conflict(),
            HttpStatusCode.BadRequest when ProblemOf(answer)?.Errors is { Count: > 0 } errors =>
                new ConfigurationChange.Invalid([.. errors.Select(Violation)]),
            _ => new ConfigurationChange.Applied(Read(Good(answer), ContractJson.Lenient.AppliedBody).Version, default),
        };
    }

    public async Task<IReadOnlyList<ConfigurationVersion>> ReadHistoryAsync(CancellationToken cancellationToken) =>
        Read(await GetAsync("api/config/history", cancellationToken).ConfigureAwait(false), ContractJson.Lenient.HistoryBody).Versions;

    public async Task<string?> FindTextAsync(long version, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"api/config/history/{version}");
        var answer = await SendAsync(new(HttpMethod.Get, path), cancellationToken).ConfigureAwait(false);
        return answer.Status is HttpStatusCode.NotFound && answer.IsProblem ? null : Good(answer).Body;
    }

    /// <summary>Orders probes from every vantage now.</summary>
    public async Task<RequestBody> ProbeAsync(ProbeOrderBody order, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/probes")
        {
            Content = Json(JsonSerializer.Serialize(order, ContractJson.Default.ProbeOrderBody)),
        };
        return Read(Good(await SendAsync(request, cancellationToken).ConfigureAwait(false)), ContractJson.Lenient.RequestBody);
    }

    public async Task<RequestStatus> ReadRequestAsync(Guid id, CancellationToken cancellationToken) =>
        Read(await GetAsync($"api/probes/requests/{id}", cancellationToken).ConfigureAwait(false), ContractJson.Lenient.RequestStatus);

    public async Task<FaultLocalization> LocalizeAsync(TimeSpan? window, CancellationToken cancellationToken)
    {
        var query = window is { } length
            ? string.Create(CultureInfo.InvariantCulture, $"?window={Math.Ceiling(length.TotalMinutes)}m")
            : "";
        return Read(await GetAsync(
            $"api/localization{query}", cancellationToken).ConfigureAwait(false), ProbeFleetJson.Default.FaultLocalization);
    }

    public async Task<IncidentsBody> ReadIncidentsAsync(IncidentState? state, int top, CancellationToken cancellationToken)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"?state={(state is { } only ? WireWord.Of(only) : "all")}&top={top}");
        return Read(await GetAsync($"api/incidents{query}", cancellationToken).ConfigureAwait(false), ContractJson.Lenient.IncidentsBody);
    }

    public async Task<Incident?> FindIncidentAsync(Guid id, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(new(HttpMethod.Get, $"api/incidents/{id}"), cancellationToken).ConfigureAwait(false);
        return answer.Status is HttpStatusCode.NotFound && answer.IsProblem ? null : Read(Good(answer), ProbeFleetJson.Default.Incident);
    }

    public async Task<Packet?> ReadPacketAsync(Guid incident, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(new(HttpMethod.Get, $"api/incidents/{incident}/packet"), cancellationToken).ConfigureAwait(false);
        return answer.Status is HttpStatusCode.NotFound && answer.IsProblem ? null : Read(Good(answer), ProbeFleetJson.Default.Packet);
    }

    /// <summary>Requests a proof from each vantage that failed; null when the incident does not exist.</summary>
    public async Task<VerificationBody?> VerifyAsync(Guid incident, string? reason, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"api/incidents/{incident}/verification")
        {
            Content = Json(JsonSerializer.Serialize(
                new VerificationOrderBody { Reason = reason }, ContractJson.Default.VerificationOrderBody)),
        };
        var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.Status is HttpStatusCode.NotFound
            && answer.IsProblem ? null : Read(Good(answer), ContractJson.Lenient.VerificationBody);
    }

    public void Dispose() => _client.Dispose();

    private static StringContent Json(string text) => new(text, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));

    // The API writes a violation as "path: message".
    private static Violation Violation(string error) =>
        error.Split(": ", 2) is [var path, var message] ? new(path, message) : new("$", error);

    private async Task<Answer> GetAsync(string path, CancellationToken cancellationToken) =>
        Good(await SendAsync(new(HttpMethod.Get, path), cancellationToken).ConfigureAwait(false));

    private async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Read before sending, because the client then makes the address absolute.
        var call = $"{request.Method} /{request.RequestUri}";
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return new(
                call,
                response.StatusCode,
                await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false),
                response.Content.Headers.ContentType?.MediaType is "application/problem+json",
                response.Headers.TryGetValues("ETag", out var tags) ? tags.First() : null,
                response.Headers.Location);
        }
        catch (HttpRequestException error)
        {
            throw new FleetSilentException(
                $"{_client.BaseAddress} gives no answer: {_sanitizer.Clean(error.Message, 300).TrimEnd('.')}. Nothing is known of "
                    + "the fleet. "
                + $"Check that the app runs: {_client.BaseAddress}api/health needs no key; any other vantage's address will do.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FleetSilentException(
                $"{_client.BaseAddress} gave no answer within {Deadline.TotalSeconds} s. Nothing is known of the fleet.");
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
                + "--name APP "
                + "--resource-group GROUP; what changes the fleet needs its masterKey (elsewhere than on Azure a key named admin)."
            : $"{_client.BaseAddress} needs a function key: set PROBEFLEET_KEY, or give --key KEY."),
        HttpStatusCode.Forbidden when answer.IsProblem => throw new UsageException($"{answer.Call}: {Why(answer)}"),
        HttpStatusCode.Forbidden => throw new UsageException(
            $"{_client.BaseAddress} refuses this caller (403): its access restrictions do not allow this address, or the app is stopped."),
        >= (HttpStatusCode)300 and < (HttpStatusCode)400 => throw new UsageException(
            $"{_client.BaseAddress} redirects to {answer.Location?.Host ?? "another place"}. "
            + "The key was not sent there; give that address as --url if it is meant."),
        HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
            throw new FleetSilentException($"{_client.BaseAddress} cannot answer {answer.Call} ({(int)answer.Status}): {Why(answer)}"),
        _ when answer.IsProblem => throw new UsageException($"{answer.Call}: {Why(answer)}"),
        _ => throw new UsageException(
            $"{_client.BaseAddress} answered {(int)answer.Status} to {answer.Call}: it is no ProbeFleet app, or one that is older than "
                + "this tool."),
    };

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
            return JsonSerializer.Deserialize(answer.Body, type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            var where = error.Path is { } path ? $" (see {path})" : "";
            throw new UsageException(
                $"{_client.BaseAddress} answered {answer.Call} with something else than this tool knows{where}: "
                + "it is no ProbeFleet app, or of another version.");
        }
    }

    private sealed record Answer(string Call, HttpStatusCode Status, string Body, bool IsProblem, string? Tag, Uri? Location);
}
