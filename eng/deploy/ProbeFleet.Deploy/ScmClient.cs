using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using static ProbeFleet.Deploy.DeploymentOutcome;

namespace ProbeFleet.Deploy;

/// <summary>
/// Pushes one package to one app's deployment endpoint and follows the deployment to its end, by the contract that azd's own client
/// follows:
/// 202 with an id, then polling, where up to four early 404 and any 404 after progress are part of a good deployment.
/// </summary>
internal sealed class ScmClient(HttpClient http, DeploymentTimings timings, TimeProvider time)
{
    private const int EarlyNotFound = 4;

    /// <summary>Pushes once. Never throws for what the endpoint or the network does.</summary>
    public async Task<DeploymentOutcome> PushAsync(VantageApp app, byte[] package, string token, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(HttpMethod.Post, new Uri(app.ScmUrl, PublishPath(app)), token);
            request.Content = new ByteArrayContent(package);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
            using var response = await SendAsync(request, timings.Request * 10, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.Accepted)
            {
                return await RefusedAsync(response, token, cancellationToken).ConfigureAwait(false);
            }

            var path = await DeploymentPathAsync(app, response, cancellationToken).ConfigureAwait(false);
            return await FollowAsync(app, path, token, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            return new Transient($"cannot reach {app.ScmUrl.Host}: {exception.HttpRequestError}", null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Transient($"{app.ScmUrl.Host} did not answer in time", null);
        }
        catch (JsonException)
        {
            return new Failed($"{app.ScmUrl.Host} did not answer as a deployment endpoint does");
        }
    }

    private static string PublishPath(VantageApp app) => app.Plan == "premium" ? "/api/zipdeploy?isAsync=true" : "/api/publish";

    private static async Task<string> DeploymentPathAsync(VantageApp app, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (app.Plan == "premium")
        {
            return "/api/deployments/latest";
        }

        var id = JsonSerializer.Deserialize<string>(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        return string.IsNullOrWhiteSpace(id) ? throw new JsonException("no deployment id") : $"/api/deployments/{Uri.EscapeDataString(id)}";
    }

    private async Task<DeploymentOutcome> FollowAsync(VantageApp app, string path, string token, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var notFound = 0;
        DeploymentStatus? last = null;
        while (time.GetElapsedTime(started) < timings.Deployment)
        {
            using var request = Request(HttpMethod.Get, new Uri(app.ScmUrl, path), token);
            using var response = await SendAsync(request, timings.Request, cancellationToken).ConfigureAwait(false);
            switch (response.StatusCode)
            {
                case HttpStatusCode.NotFound when last is not null:
                    return new Deployed("the deployment worker was recycled after progress, which it does when it is done");
                case HttpStatusCode.NotFound when ++notFound <= EarlyNotFound:
                    break;
                case HttpStatusCode.OK or HttpStatusCode.Accepted:
                    var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
                    last = JsonSerializer.Deserialize<DeploymentStatus>(body);
                    if (last is not null && Ended(last, token) is { } outcome)
                    {
                        return outcome;
                    }

                    break;
                default:
                    return await RefusedAsync(response, token, cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(RetryAfter(response) ?? timings.Poll, time, cancellationToken).ConfigureAwait(false);
        }

        var minutes = timings.Deployment.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture);
        return new Failed($"not finished after {minutes} minutes; look at the app's Deployment Center");
    }

    private static DeploymentOutcome? Ended(DeploymentStatus status, string token) => Enum.IsDefined(status.Status)
        ? EndedIn(status, token)
        : new Failed($"the deployment is in state {(int)status.Status}, which is not known");

    private static DeploymentOutcome? EndedIn(DeploymentStatus status, string token) => status.Status switch
    {
        DeploymentState.Pending or DeploymentState.Building or DeploymentState.Deploying => null,
        DeploymentState.Success => new Deployed(""),
        DeploymentState.Cancelled => new Transient("the deployment was cancelled", null),
        DeploymentState.Conflict => new Transient("another deployment was in progress", null),
        // The app's identity puts the package into its container: its role may not be effective yet. azd shows the same as
        // Azure/azure-dev#8026.
        DeploymentState.Failed when status.StatusText?.Contains("InaccessibleStorageException", StringComparison.Ordinal) == true =>
            new Transient("the app cannot reach its package container yet: " + Shown(status.StatusText, token), null),
        DeploymentState.Failed => new Failed(
            "the deployment failed: " + Shown(status.StatusText ?? status.Message ?? "no reason given", token)),
        DeploymentState.PartialSuccess => new Failed(
            "only some instances took the package: " + Shown(status.StatusText ?? "no reason given", token)),
    };

    private async Task<DeploymentOutcome> RefusedAsync(HttpResponseMessage response, string token, CancellationToken cancellationToken)
    {
        var body = Shown(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false), token);
        var what = $"{(int)response.StatusCode} {response.ReasonPhrase}{(body.Length > 0 ? ": " + body : "")}";
        var wait = RetryAfter(response);
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new Transient($"{what} (sign in again: azd auth login)", wait),
            HttpStatusCode.Forbidden => new Transient(
                $"{what} (Website Contributor on the app is needed; a new assignment takes minutes)", wait),
            HttpStatusCode.Conflict => new Transient($"{what} (another deployment is in progress)", wait),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new Transient(what, wait),
            _ => new Failed(what),
        };
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri address, string token)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        return await http.SendAsync(request, limit.Token).ConfigureAwait(false);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        return asked <= TimeSpan.Zero ? null : asked < timings.LongestPause ? asked : timings.LongestPause;
    }

    /// <summary>A body on one line, short, and never with the token, should the endpoint echo it.</summary>
    private static string Shown(string body, string token)
    {
        var line = string.Join(
            ' ', body.Replace(token, "***", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 300 ? line : string.Concat(line.AsSpan(0, 300), "…");
    }
}
