using ProbeFleet.Core.Configuration;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Cli.Inputs;

/// <summary>The options that control probing, shared by <c>probe</c> and <c>watch</c>.</summary>
internal sealed class ProbeOptions : IOptionGroup
{
    private const string ResolverFile = "/etc/resolv.conf";
    private const string RandomDevice = "/dev/urandom";

    /// <summary>The default of <c>--idle</c>: longer than the usual idle limits of NAT, load balancers and proxies.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(305);

    private readonly TargetOptions _targets = new();

    private readonly RuntimeOptions _runtime = new();

    private readonly Option<string[]> _routes = new("--route")
    {
        Description = "A route of the configuration; may be given several times. Default: every route of this vantage.",
        HelpName = "NAME",
    };

    private readonly Option<ProbeDepth?> _depth = OptionKinds.Choice<ProbeDepth>(
        "--depth", "DEPTH",
        "How far: path sends no credential, authenticated lists models, completion asks for one minimal answer. Default: the "
            + "configuration's.");

    private readonly Option<string?> _vantage = VantageReader.Option();

    private readonly Option<ProbeVariant?> _variant = OptionKinds.Choice<ProbeVariant>(
        "--variant", "VARIANT", "Takes one component out of the path, or (reuse) sends a second request on an idle connection.");

    private readonly Option<TimeSpan?> _idle = OptionKinds.Duration(
        "--idle",
        "With --variant reuse: the longest that a connection is left idle before the second request. Default: 305s.",
        TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    private readonly Option<string?> _origin = OptionKinds.Text(
        "--origin", "URL", "A page's origin: says what a browser on that page would make of this route.");

    private readonly Option<string?> _baseline = OptionKinds.Text(
        "--baseline", "RESULT.json", "A healthy result to compare with: what changed since it last worked.");

    private readonly Option<bool> _statusPage = new("--status-page")
    {
        Description = "When a probe fails, read the provider's status page too: context, never proof.",
    };

    private readonly Option<TimeSpan?> _timeout = OptionKinds.Duration(
        "--timeout",
        "The budget of one probe, such as 20s; a number alone is seconds. Default: the configuration's.",
        TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    /// <summary>The options that apply only to a probe from this machine.</summary>
    public IEnumerable<Option> OfThisPlace =>
        [.. _targets.All, _vantage, _variant, _idle, _origin, _baseline, _statusPage, _timeout, .. _runtime.All];

    /// <summary>The named routes; empty when none are named.</summary>
    public IReadOnlyList<string> RoutesOf(ParseResult parsed) => parsed.GetValue(_routes) ?? [];

    /// <summary>The requested depth; null for the configured one.</summary>
    public ProbeDepth? DepthOf(ParseResult parsed) => parsed.GetValue(_depth);

    public IEnumerable<Option> All => [_routes, _depth, .. OfThisPlace];

    /// <summary>Reads the options, and reports on standard error what was decided by default.</summary>
    /// <exception cref="UsageException">The options are invalid, or this machine cannot probe.</exception>
    public async Task<ProbeOrder> ReadAsync(ParseResult parsed, CliSurroundings surroundings, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux() && !File.Exists(RandomDevice))
        {
            throw new UsageException(
                $"There is no {RandomDevice} here, and TLS needs it: mount /dev into this root, as container runtimes do.");
        }

        var variant = parsed.GetValue(_variant) ?? ProbeVariant.Full;
        if (parsed.GetValue(_idle) is not null && variant is not ProbeVariant.Reuse)
        {
            throw new UsageException(
                "--idle belongs to --variant reuse: it says how long a connection is left idle before the second request.");
        }

        var targets = await _targets.ReadAsync(parsed, surroundings, cancellationToken);
        var vantage = VantageReader.Read(parsed.GetValue(_vantage), surroundings.Environment);
        var origin = ReadOrigin(parsed.GetValue(_origin));
        var settings = targets.Configuration.Probe;
        var depth = parsed.GetValue(_depth) ?? (targets.UnsetVariable is null ? settings.Depth : ProbeDepth.Path);
        var (routes, notices) = Select(targets, RoutesOf(parsed), vantage.Name);
        var baselines = parsed.GetValue(_baseline) is { } file
            ? await ResultFile.ReadHealthyAsync(file, routes, surroundings, cancellationToken)
            : [];
        if (targets.UnsetVariable is { } variable && parsed.GetValue(_depth) is null)
        {
            notices.Add($"{variable} is not set: probing the path only, without a credential. Set it, or name another with --credential.");
        }

        if (settings.Attempts > 1)
        {
            notices.Add($"Each route is probed {settings.Attempts} times: probe.attempts of the configuration.");
        }

        notices.AddRange(routes.Where(route => depth is not ProbeDepth.Path && SendsInClear(route))
            .Select(route => $"'{route.Name}' sends its key over http:// to {HostName.From(route.BaseUrl)}: "
                + "whoever is on the way can read it."));
        if (routes.Any(route => route.BaseUrl.Scheme == Uri.UriSchemeHttps)
            && (NativeTrustStore.Missing(surroundings.Environment) ?? NativeTrustStore.Misnamed(surroundings.Environment)) is { } untrusted)
        {
            notices.Add(untrusted);
        }

        if (OperatingSystem.IsLinux() && !File.Exists(ResolverFile))
        {
            notices.Add(
                $"There is no {ResolverFile}: names are asked of 127.0.0.1. Copy the host's file here, or name the route's address.");
        }

        var idle = parsed.GetValue(_idle) ?? LongestIdle;
        if (variant is ProbeVariant.Reuse)
        {
            notices.Add(
                $"A connection of each route is left idle for {idle.TotalSeconds:0.#} s; after a silent drop shorter waits follow.");
        }

        var budget = BudgetOf(settings, parsed.GetValue(_timeout));
        ProbeRequest[] requests = [.. routes.Select(route => _runtime.Apply(parsed, new ProbeRequest
        {
            Route = route,
            Vantage = vantage,
            Depth = depth,
            Budget = budget,
            Variant = variant,
            Idle = idle,
            ReadStatusPage = parsed.GetValue(_statusPage),
            Origin = origin,
            Baseline = baselines.FirstOrDefault(result => result.Route.Name == route.Name),
        }))];
        foreach (var notice in notices)
        {
            await surroundings.Error.WriteLineAsync(notice.AsMemory(), cancellationToken);
        }

        return new(requests, settings.Concurrency) { Attempts = settings.Attempts };
    }

    private static bool SendsInClear(Route route) =>
        route.BaseUrl is { Scheme: "http", IsLoopback: false }
            && (route.Credential is not CredentialSource.None || route.Headers.Count > 0);

    private static (IReadOnlyList<Route> Routes, List<string> Notices) Select(
        Targets targets, IReadOnlyList<string> names, VantageName vantage)
    {
        var all = targets.Configuration.Routes;
        if (names is not [])
        {
            HashSet<Route> named = [.. names.Select(targets.Find)];
            return ([.. all.Where(named.Contains)], []);
        }

        Route[] here = [.. all.Where(route => route.IsProbedFrom(vantage))];
        Route[] elsewhere = [.. all.Except(here)];
        return here is []
            ? throw new UsageException(
                $"No route is for the vantage '{vantage}'. Name this place with --vantage NAME, or a route with --route NAME.")
            : (here, elsewhere is [] ? [] : [NotProbed(vantage, elsewhere)]);
    }

    private static string NotProbed(VantageName vantage, IEnumerable<Route> routes) =>
        $"Not probed from the vantage '{vantage}': {string.Join(", ", routes.Select(route => route.Name))}. Name one with --route to "
            + "probe it anyway.";

    private static Uri? ReadOrigin(string? text) => text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && IsOrigin(url) ? url
        : throw new UsageException(
            "--origin must be a page's origin: scheme, host and port and nothing more, such as https://app.example.");

    private static bool IsOrigin(Uri url) => url is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" };

    private static ProbeBudget BudgetOf(ProbeSettings settings, TimeSpan? timeout)
    {
        var budget = ProbeBudget.From(settings);
        if (timeout is not { } total)
        {
            return budget;
        }

        // More time is for the answer: it is what large models need.
        var more = total > budget.Total ? total - budget.Total : TimeSpan.Zero;
        return new(Least(budget.Connect, total), Least(budget.Tls, total), Least(budget.Headers + more, total), total)
        {
            StreamGap = Least(budget.StreamGap + more, total),
        };
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <param name="Requests">The requests, one per route, in the order of the configuration.</param>
/// <param name="Concurrency">The number of routes probed at the same time.</param>
internal sealed record ProbeOrder(IReadOnlyList<ProbeRequest> Requests, int Concurrency)
{
    /// <summary>The number of probes per route in a round, at least 1.</summary>
    public int Attempts { get; init; } = 1;
}
