using ProbeFleet.Probing.Attempts;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Probing.Dns;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Requests;
using ProbeFleet.Probing.StatusPages;
using ProbeFleet.Probing.Tls;

namespace ProbeFleet.Probing.DrillDowns;

/// <summary>
/// Chooses what is looked at after the probe itself, and runs it: a drill-down that explains the break and never hides it, a
/// browser's preflight, the provider's status page.
/// </summary>
internal sealed class DrillDownPlan(ProbeSurroundings surroundings, ProbeRequest request, AttemptEvidence attempt)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs all of it at the same time, within what is <paramref name="left"/> of the probe's whole budget.</summary>
    /// <param name="isBroken">Whether the probe broke, on its first request or on a later one.</param>
    public async Task<(DrillDown? DrillDown, PreflightEvidence? Preflight, StatusPageReading? StatusPage)> RunAsync(
        TimeSpan left, bool isBroken, CancellationToken cancellationToken)
    {
        if (attempt.State is not { Path: { } path, Plan: { } plan } || cancellationToken.IsCancellationRequested)
        {
            return default;
        }

        // A dead address uses up the whole budget of a probe that has no other address.
        var given = NeedsAddresses && left < request.Budget.Connect ? request.Budget.Connect : left;
        var budget = given < Longest ? given : Longest;
        if (budget < Shortest)
        {
            return (
                NeedsDrillDown ? new DrillDown { LeftOut = ["everything: the probe's budget was spent"] } : null,
                request.Origin is { } unasked ? Unanswered(unasked) : null,
                null);
        }

        var drillDown = NeedsDrillDown
            ? DrillDownAsync(path, budget, cancellationToken)
            : NeedsAddresses ? TryAddressesAsync(path, budget, cancellationToken)
            : Task.FromResult<DrillDown?>(null);
        var preflight = request.Origin is { } origin
            ? PreflightAsync(path, plan, origin, budget, cancellationToken)
            : Task.FromResult<PreflightEvidence?>(null);
        var statusPage = request.ReadStatusPage && isBroken
            ? StatusPageAsync(budget, cancellationToken)
            : Task.FromResult<StatusPageReading?>(null);
        return (await drillDown.ConfigureAwait(false), await preflight.ConfigureAwait(false), await statusPage.ConfigureAwait(false));
    }

    private static DrillDown Cancelled => new() { LeftOut = ["everything: the caller cancelled"] };

    private bool NeedsDrillDown => request.Explain
        && request.Variant is ProbeVariant.Full
        && attempt is { Broken: { Failure.Kind: var kind } }
        && kind is not (FailureKind.CredentialNotAllowed or FailureKind.TargetNotAllowed)
        && (attempt.Response is null || IsCut(kind) || MayBeTheProxys);

    private static bool IsCut(FailureKind kind) =>
        kind is FailureKind.Truncated or FailureKind.Closed or FailureKind.Reset or FailureKind.TimedOut;

    /// <summary>A failure over plain http through a proxy may be the proxy's own: a direct attempt tells.</summary>
    private bool MayBeTheProxys =>
        attempt is { State.Path.ShowsRequestToProxy: true, Response: { Status: >= 500, Responder: Responder.Unknown } };

    /// <summary>A connection stops at the first address that answers, so a dead one behind it stays unseen.</summary>
    private bool NeedsAddresses => request is { Explain: true, Variant: ProbeVariant.IPv4 or ProbeVariant.IPv6 };

    private async Task<DrillDown?> TryAddressesAsync(PathPlan path, TimeSpan budget, CancellationToken cancellationToken)
    {
        var each = request.Budget.Connect < budget ? request.Budget.Connect : budget;
        try
        {
            var tried = await new AddressTrial(surroundings.Clock).TryAsync(
                attempt.Addresses.Where(path.Allows), path.FirstHopPort, each, cancellationToken).ConfigureAwait(false);
            return tried is [] ? null : new DrillDown { Addresses = tried };
        }
        catch (OperationCanceledException)
        {
            return Cancelled;
        }
    }

    private async Task<DrillDown?> DrillDownAsync(PathPlan path, TimeSpan budget, CancellationToken cancellationToken)
    {
        var resolver = ResolverConfigurationReader.ReadThisHost();
        var variants = new PairedVariants(surroundings, request, attempt);
        var context = new DrillDownContext(
            path, attempt.Broken!.Stage, budget, [.. attempt.Addresses], attempt.State.Sanitizer, resolver);
        var looking = new DrillDownRunner(surroundings.Clock).RunAsync(context, cancellationToken);
        var repeating = variants.Worthwhile(resolver).Select(variant => variants.RunAsync(variant, budget, cancellationToken)).ToList();
        try
        {
            var repeated = await Task.WhenAll(repeating).ConfigureAwait(false);
            var found = await looking.ConfigureAwait(false);
            return found with
            {
                WithoutSdk = repeated.SingleOrDefault(outcome => outcome.Variant is ProbeVariant.WithoutSdk),
                Variants = repeated.Where(outcome => outcome.Variant is not ProbeVariant.WithoutSdk).ToList() is { Count: > 0 } others
                    ? others
                    : null,
            };
        }
        catch (OperationCanceledException)
        {
            return Cancelled;
        }
    }

    private async Task<PreflightEvidence?> PreflightAsync(
        PathPlan path, RequestPlan plan, Uri origin, TimeSpan budget, CancellationToken cancellationToken)
    {
        var names = request.Route.Headers.Keys.Append(plan.CredentialHeader?.Name ?? "Authorization");
        var seen = await ThroughAsync(
            path,
            budget,
            (http, token) => PreflightProbe.SendAsync(http, plan.Url, origin, names, token),
            cancellationToken).ConfigureAwait(false);
        return seen ?? Unanswered(origin);
    }

    private static PreflightEvidence Unanswered(Uri origin) => new()
    {
        Origin = origin.GetLeftPart(UriPartial.Authority),
        RequestedHeaders = [],
        Failure = new(FailureKind.TimedOut, "no answer within what was left of the probe's budget"),
    };

    private async Task<StatusPageReading?> StatusPageAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        var kind = request.Route.Kind;
        return StatusPageReader.PageOf(kind) is not { } page ? null : await ThroughAsync(
            new PathPlanner(surroundings).PlanTo(page, request.Route, request.Variant),
            budget,
            (http, token) => new StatusPageReader(surroundings.Clock).ReadAsync(http, kind, page, token),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<T?> ThroughAsync<T>(
        PathPlan path, TimeSpan budget, Func<HttpClient, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = new TimeLimit(budget, surroundings.Clock, cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = path.WebProxy is not null,
            Proxy = path.WebProxy,
            ConnectTimeout = budget,
            ConnectCallback = (hop, token) => new(
                CheckedConnection.OpenAsync(path, hop.DnsEndPoint.Host, hop.DnsEndPoint.Port, token)),
            SslOptions = { CertificateChainPolicy = PeerChainPolicy.Create() },
        });
        try
        {
            return await ask(http, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
