using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization.Generator;

/// <summary>
/// What the look after a failed probe would find: the variants that a vantage runs after a break at that stage, each on its own way at the
/// same moment.
/// Drawn apart from everything else, so that the same seed is the same incident with and without them.
/// </summary>
internal sealed class SideLookSimulation(Draws draws, FleetTopology world, List<TrueFault> faults)
{
    private const double HasOtherAddress = .3;
    private readonly HashSet<VantageName> _otherResolver = [.. world.Vantages.Where(_ => draws.Chance(.5)).Select(vantage => vantage.Name)];
    private readonly HashSet<VantageName> _direct = [.. world.Vantages.Where(_ => draws.Chance(.3)).Select(vantage => vantage.Name)];
    private readonly HashSet<VantageName> _ownTrust = [.. world.Vantages.Where(_ => draws.Chance(.3)).Select(vantage => vantage.Name)];

    private static AddressAttempt[] Addresses { get; } =
    [
        new() { Endpoint = "192.0.2.1:443", Duration = TimeSpan.Zero, Failure = new(FailureKind.TimedOut, "") },
        new() { Endpoint = "192.0.2.2:443", Duration = TimeSpan.Zero },
    ];

    /// <summary>The fault that failed the probe in hand; null for chance.</summary>
    public TrueFault? Failing { get; set; }

    /// <summary>Whether the vantage's network has the way that a variant takes in place of a part.</summary>
    public bool IsOpen(ProbedPath path) => path.Variant switch
    {
        ProbeVariant.NoProxy => _direct.Contains(path.Vantage),
        ProbeVariant.OtherResolver => _otherResolver.Contains(path.Vantage),
        ProbeVariant.SystemTrust => _ownTrust.Contains(path.Vantage),
        _ => true,
    };

    public IReadOnlyList<SideLook>? At(Observation failed, int round)
    {
        if (failed.Outcome is ProbeOutcome.Passed)
        {
            return null;
        }

        var proxied = FleetTopology.ProxyOf(world.VantageOf(failed.Path.Vantage)!, world.RouteOf(failed.Path.Route)!) is not null;
        var stage = StageOf(failed.Cause);
        DrillDown look = new()
        {
            Variants = [.. VariantsAfter(failed, stage, proxied).Select(variant => Repeat(failed, stage, variant, round))],
            Addresses = stage is Stage.Connect && AnotherAddressWorks(round) ? Addresses : null,
        };
        return SideLooks.Find(look, failed.Path.Depth, stage, failed.Cause, failed.Status);
    }

    private bool AnotherAddressWorks(int round) => Failing?.Component.Kind switch
    {
        null => draws.Chance(HasOtherAddress),
        ComponentKind.Front or ComponentKind.Dns => draws.Chance(HasOtherAddress),
        _ => draws.Chance(HasOtherAddress * (1 - FailsAgain(Failing, round))),
    };

    /// <summary>What failed a moment ago fails again more often than it fails at all.</summary>
    private static double FailsAgain(TrueFault fault, int round) => .5 + (.5 * fault.At(round));

    private IEnumerable<ProbeVariant> VariantsAfter(Observation failed, Stage? stage, bool proxied)
    {
        var at = failed.Path.Vantage;
        IEnumerable<ProbeVariant> variants = stage switch
        {
            Stage.Credential => [ProbeVariant.Keyless],
            Stage.Resolve when _otherResolver.Contains(at) => [ProbeVariant.OtherResolver],
            Stage.Secure when _ownTrust.Contains(at)
                && failed.Cause is Cause.TlsUntrustedRoot or Cause.TlsPartialChain => [ProbeVariant.SystemTrust],
            Stage.Respond => [ProbeVariant.Keyless, ProbeVariant.ListModels],
            _ => [],
        };
        return proxied && stage is not (null or Stage.Credential) ? variants.Append(ProbeVariant.NoProxy) : variants;
    }

    private VariantOutcome Repeat(Observation failed, Stage? stage, ProbeVariant variant, int round)
    {
        var path = failed.Path with { Variant = variant };
        var closed = (variant is ProbeVariant.NoProxy && !_direct.Contains(path.Vantage))
            || (Failing is { } same && Touches(same, path) && draws.Chance(FailsAgain(same, round)))
            || faults.Where(fault => fault != Failing && Touches(fault, path)).Any(fault => draws.Chance(fault.At(round)));
        return new()
        {
            Variant = variant,
            ReachedApi = !closed,
            Break = !closed
            ? null
            : variant is ProbeVariant.NoProxy ? Stage.Connect : stage
        };
    }

    private static bool Touches(TrueFault fault, ProbedPath path) =>
        fault.Touches(path) && !(fault.Component.Kind is ComponentKind.Dns && path.Variant is ProbeVariant.OtherResolver);

    /// <summary>Where a probe breaks without a response; null where one came, after which nobody looks.</summary>
    public static Stage? StageOf(Cause cause) => WireWord.Of(cause).Split('.')[0] switch
    {
        "credential" => Stage.Credential,
        "dns" => Stage.Resolve,
        "tcp" => Stage.Connect,
        "proxy" => Stage.Tunnel,
        "tls" => Stage.Secure,
        "http" when cause is not (Cause.HttpNotApi or Cause.HttpRedirected) => Stage.Respond,
        _ => null,
    };
}
