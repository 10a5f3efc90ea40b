using static ProbeFleet.Core.Model.Symptom;

namespace ProbeFleet.Core.Localization.Inference;

/// <summary>
/// Which symptoms a component at fault typically gives, and which it can give at all. The first is a belief that data may
/// overrule; the second is physics: a response over trusted TLS clears what only carries bytes, what sits at the vantage cannot
/// forge a provider's signed answer, a later component can look like an earlier one. Docs: <c>docs/localization.md</c>.
/// </summary>
internal sealed class SymptomTable
{
    /// <summary>Views of one fault: seen through a proxy or not, seen through a gateway or not.</summary>
    public const int Views = 4;

    public const int Proxied = 1;

    public const int ThroughGateway = 2;

    // The model has a type of this name too.
    private const Symptom RateLimit = Symptom.RateLimit;

    private static readonly Symptom[] Names = [DnsName, DnsFailure, DnsTimeout];
    private static readonly Symptom[] Tcp = [TcpRefused, TcpTimeout, TcpReset];
    private static readonly Symptom[] ProxyOwn = [ProxyUnreachable, ProxyDenied, ProxyAuthentication, ProxyFailed];
    private static readonly Symptom[] Tls = [TlsTrust, TlsIdentity, TlsOther];
    private static readonly Symptom[] Cut = [HeaderTimeout, HttpCut];

    /// <summary>What names its author: an answer of the resolver, a proxy's own words, a gateway's of what it calls.</summary>
    private static readonly Dictionary<Symptom, ComponentKind> Authors = new()
    {
        [DnsName] = ComponentKind.Dns,
        [DnsFailure] = ComponentKind.Dns,
        [ProxyDenied] = ComponentKind.Proxy,
        [ProxyAuthentication] = ComponentKind.Proxy,
        [GatewayUpstreamFailed] = ComponentKind.GatewayUpstream,
    };

    private static readonly Symptom[] Refusals = [Unauthorized, Forbidden, NetworkRule, PublicAddress, NotFound, BadRequest, RateLimit,
        Billing, GatewayLimit];
    private static readonly Symptom[] Answers = [NotApi, ServerErrorUnsigned, GatewayError, GatewayUpstreamFailed, Overloaded,
        ServerErrorSigned];

    private readonly double[][][] _typical;
    private readonly bool[][] _possible;
    private readonly double[][] _misleading;
    private readonly double[][] _mean;

    private SymptomTable()
    {
        var kinds = Enum.GetValues<ComponentKind>();
        _possible = [.. kinds.Select(PossibleOf)];
        _misleading = [.. kinds.Select(MisleadingOf)];
        _typical = [.. kinds.Select(kind => Enumerable.Range(0, Views).Select(view => TypicalOf(kind, view)).ToArray())];
        _mean = [.. _typical.Select(
            views => Enumerable.Range(0, Symptoms.Count).Select(symptom => views.Average(view => view[symptom])).ToArray())];
        Background = new double[Symptoms.Count];
        Array.Fill(Background, 0.4 / Symptoms.Count);
        (Symptom Symptom, double Weight)[] common =
            [(TcpTimeout, .12), (HeaderTimeout, .15), (TcpReset, .08), (HttpCut, .07), (DnsTimeout, .06), (ServerErrorSigned, .12)];
        foreach (var (symptom, weight) in common)
        {
            Background[(int)symptom] += weight;
        }
    }

    public static SymptomTable Default { get; } = new();

    /// <summary>How probable each symptom of a stray failure is.</summary>
    public double[] Background { get; }

    /// <summary>How probable each symptom is when a component of the kind is at fault; sums to 1, 0 where it is impossible.</summary>
    public double[] Typical(ComponentKind kind, int view) => _typical[(int)kind][view];

    /// <summary>The same for a fault that looks alike in every view: the mean over the views.</summary>
    public double[] Typical(ComponentKind kind) => _mean[(int)kind];

    /// <summary>
    /// How probable each symptom is when a fault of the kind misleads: anything possible, less what names another as its author.
    /// </summary>
    public double[] Misleading(ComponentKind kind) => _misleading[(int)kind];

    /// <summary>
    /// The same as <see cref="Typical(ComponentKind, int)"/> for what stands behind a gateway, which passes the symptom on or says that its
    /// upstream failed.
    /// </summary>
    public double[] TypicalBehind(ComponentKind kind, int view) => (view & ThroughGateway) == 0
        ? Typical(kind, view)
        : Mean(Typical(kind, view & ~ThroughGateway), Typical(ComponentKind.Upstream, view));

    /// <summary>The same as <see cref="Misleading"/> for what stands behind a gateway.</summary>
    public double[] MisleadingBehind(ComponentKind kind) => Mean(Misleading(kind), Misleading(ComponentKind.Upstream));

    private static double[] Mean(double[] one, double[] other) => [.. one.Zip(other, (first, second) => (first + second) / 2)];

    /// <summary>Whether a fault of a credential typically shows it.</summary>
    public static bool IsOfCredential(Symptom symptom) => symptom is Unauthorized or Forbidden or Token or LocalCredential;

    public bool[] Possible(ComponentKind kind) => _possible[(int)kind];

    /// <summary>How probable it is that a fault of the kind shows symptoms of another.</summary>
    public static double MisleadingShare(ComponentKind kind) => kind switch
    {
        ComponentKind.Front or ComponentKind.GatewayUpstream => .2,
        ComponentKind.Upstream => .18,
        ComponentKind.Proxy or ComponentKind.Dns or ComponentKind.PrivateEndpoint or ComponentKind.Egress => .15,
        ComponentKind.Corridor or ComponentKind.Credential or ComponentKind.Quota or ComponentKind.Deployment => .12,
        ComponentKind.TrustStore or ComponentKind.TokenService => .08,
        ComponentKind.Configuration => .02,
        ComponentKind.Other => .5,
    };

    private const double OthersWords = .25;

    private double[] MisleadingOf(ComponentKind kind)
    {
        var weights = _possible[(int)kind]
            .Select((can, symptom) => can ? MisleadingWeight(kind, (Symptom)symptom) : 0).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    // Who is refused for the place of a call is refused with any key: that a key's own list of addresses is wrong, is rare.
    private static double MisleadingWeight(ComponentKind kind, Symptom symptom) =>
        (Authors.TryGetValue(symptom, out var author) && author != kind) || (kind is ComponentKind.Credential && symptom is NetworkRule)
            ? OthersWords
            : 1;

    private double[] TypicalOf(ComponentKind kind, int view)
    {
        var possible = _possible[(int)kind];
        var weights = new double[Symptoms.Count];
        foreach (var (symptom, weight) in Listed(kind, (view & Proxied) != 0, (view & ThroughGateway) != 0))
        {
            weights[(int)symptom] += weight;
        }

        var floor = .04 / possible.Count(can => can);
        var total = weights.Sum();
        for (var index = 0; index < weights.Length; index++)
        {
            weights[index] = possible[index] ? floor + (total > 0 ? .96 * weights[index] / total : 0) : 0;
        }

        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private static bool[] PossibleOf(ComponentKind kind)
    {
        IEnumerable<Symptom> possible = kind switch
        {
            // What stops a call before it is made is written down somewhere.
            ComponentKind.Other => Enum.GetValues<Symptom>().Except([LocalCredential, LocalConfiguration]),
            ComponentKind.Configuration => [LocalConfiguration, LocalCredential],
            ComponentKind.TokenService => [Token, Unauthorized, Forbidden],
            ComponentKind.Dns => [.. Names, .. Tcp, .. Tls, ProxyUnreachable, ProxyFailed, NetworkRule, PublicAddress, NotApi, Token],
            ComponentKind.Egress =>
                [.. Names, .. Tcp, .. Tls, .. Cut, ProxyUnreachable, ProxyFailed, NetworkRule, PublicAddress, Token, SlowPath, SlowAnswer],
            // Its name may be gone with it; that the resolver which is asked for it fails or is silent, it cannot cause.
            ComponentKind.Proxy =>
            [
                .. ProxyOwn, .. Tcp, .. Tls, .. Cut, DnsName, NotApi, ServerErrorUnsigned, Forbidden, Unauthorized, SlowPath,
                SlowAnswer,
            ],
            ComponentKind.PrivateEndpoint => [.. Names, .. Tcp, TlsOther, TlsIdentity, .. Cut, NetworkRule, PublicAddress, ProxyFailed],
            ComponentKind.Corridor => [DnsFailure, DnsTimeout, .. Tcp, TlsOther, .. Cut, ProxyFailed, NetworkRule, SlowPath, SlowAnswer],
            ComponentKind.TrustStore => [.. Tls, TcpReset],
            // A server that lost its TLS end, or its name, looks like a base URL that is wrong.
            ComponentKind.Front =>
                [LocalConfiguration, .. Names, .. Tcp, ProxyFailed, .. Tls, .. Cut, .. Refusals, .. Answers, SlowPath, SlowAnswer],
            ComponentKind.Credential => [Unauthorized, Forbidden, NetworkRule, NotFound, Billing, RateLimit, Token, LocalCredential],
            ComponentKind.Quota => [RateLimit, Billing, GatewayLimit, Forbidden, Unauthorized, Overloaded],
            ComponentKind.Deployment =>
                [NotFound, BadRequest, Forbidden, Unauthorized, NotApi, ServerErrorSigned, GatewayUpstreamFailed],
            ComponentKind.GatewayUpstream => [.. Cut, .. Refusals, .. Answers, SlowAnswer],
            // A resource's network rules stand before it, whatever its service does: its front has them.
            ComponentKind.Upstream => [.. Cut, .. Refusals.Except([NetworkRule, PublicAddress]), .. Answers, SlowAnswer],
        };
        var mask = new bool[Symptoms.Count];
        foreach (var symptom in possible)
        {
            mask[(int)symptom] = true;
        }

        mask[(int)Unclassified] = true;
        return mask;
    }

    private static (Symptom Symptom, double Weight)[] Listed(ComponentKind kind, bool proxied, bool gateway) => kind switch
    {
        ComponentKind.Other => [],
        ComponentKind.Configuration => [(LocalConfiguration, 1)],
        ComponentKind.TokenService => [(Token, .95), (Unauthorized, .03)],
        ComponentKind.Dns => [(DnsName, .35), (DnsFailure, .28), (DnsTimeout, .3), (TcpTimeout, .02), (PublicAddress, .04),
            (ProxyUnreachable, proxied ? .2 : 0)],
        ComponentKind.Egress => [(TcpTimeout, .6), (TcpReset, .12), (TcpRefused, .08), (DnsTimeout, .06), (HttpCut, .04), (TlsOther, .04),
            (HeaderTimeout, .04), (NetworkRule, .08),
            (ProxyUnreachable, proxied ? .5 : 0)],
        ComponentKind.Proxy =>
            [(ProxyAuthentication, .2), (ProxyDenied, .18), (ProxyFailed, .25), (ProxyUnreachable, .15), (TlsTrust, .12), (TcpReset, .04),
            (NotApi, .03), (HttpCut, .02), (HeaderTimeout, .02)],
        ComponentKind.PrivateEndpoint => [(TcpTimeout, .45), (DnsName, .2), (PublicAddress, .25), (TcpRefused, .04), (TcpReset, .04)],
        ComponentKind.Corridor =>
            [(TcpTimeout, .5), (TcpReset, .12), (HeaderTimeout, .15), (TlsOther, .1), (HttpCut, .1), (DnsTimeout, .02),
            (SlowPath, .1), (SlowAnswer, .02), (ProxyFailed, proxied ? .5 : 0)],
        ComponentKind.TrustStore => [(TlsTrust, .75), (TlsIdentity, .2), (TlsOther, .03)],
        ComponentKind.Front => [(TcpTimeout, .12), (TcpRefused, .08), (TcpReset, .06), (TlsIdentity, .08), (TlsTrust, .04), (TlsOther, .04),
            (ServerErrorUnsigned, gateway ? .1 : .3), (GatewayError, gateway ? .3 : .05), (NotApi, .1), (HeaderTimeout, .1), (HttpCut, .08),
            (DnsName, .02), (SlowAnswer, gateway ? .08 : .03),
            (ProxyFailed, proxied ? .25 : 0)],
        ComponentKind.Credential => [(Unauthorized, .55), (Forbidden, .25), (Token, .16), (LocalCredential, .04)],
        ComponentKind.Quota => [(RateLimit, .55), (Billing, .3), (GatewayLimit, gateway ? .3 : .02)],
        ComponentKind.Deployment =>
            [(NotFound, .6), (BadRequest, .33), (GatewayUpstreamFailed, gateway ? .01 : 0)],
        ComponentKind.GatewayUpstream =>
            [(Unauthorized, .25), (Forbidden, .06), (NetworkRule, .03), (NotFound, .08), (BadRequest, .03), (RateLimit, .12),
            (Billing, .08), (GatewayUpstreamFailed, .2), (GatewayError, .08), (HeaderTimeout, .1), (ServerErrorSigned, .06),
            (ServerErrorUnsigned, .04)],
        ComponentKind.Upstream => gateway
            ? [(GatewayUpstreamFailed, .5), (HeaderTimeout, .2), (ServerErrorSigned, .15), (Overloaded, .07), (GatewayError, .06)]
            : [(ServerErrorSigned, .5), (Overloaded, .18), (HeaderTimeout, .2), (SlowAnswer, .1), (HttpCut, .04),
                (ServerErrorUnsigned, .03), (RateLimit, .03)],
    };
}
