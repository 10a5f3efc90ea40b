namespace ProbeFleet.Core.Topology;

/// <summary>
/// Which one of its kind a component is. A closed family: whoever wants to know what a component is asks here. Names are made from it; only
/// <see cref="Read"/> goes the other way, for what was stored, where the name is all there is.
/// </summary>
internal abstract record ComponentKey
{
    private const string Other = "other";

    private readonly string? _host;
    private readonly string? _before;

    /// <param name="text">What stands in the name behind the kind.</param>
    /// <param name="host">The host that it stands at; null for none.</param>
    /// <param name="before">What stands before the text; null for the kind and a colon.</param>
    private ComponentKey(string text, string? host = null, string? before = null) => (Text, _host, _before) = (text, host, before);

    /// <summary>What stands in the name behind the kind.</summary>
    public string Text { get; }

    /// <summary>The name of a component of the kind, such as <c>dns:vnet-prod</c>.</summary>
    public string NameOf(ComponentKind kind) => (_before ?? $"{WireWord.Of(kind)}:") + Text;

    /// <summary>Whether it stands at the host, and so has the host in its name.</summary>
    public bool IsAt(string host) =>
        this is CommonCause { Members: var members } ? members.Any(member => member.Key.IsAt(host)) : _host == host;

    /// <summary>The key of a stored component. Of two things that its text could mean it is the likelier: it decides words only.</summary>
    public static ComponentKey Read(ComponentKind kind, string? name)
    {
        var (before, text) = Cut(name ?? "", ':') ?? ("", name ?? "");
        return kind switch
        {
            ComponentKind.Other when name is Other => new Undeclared(),
            _ when kind is ComponentKind.Other || before is Other => new CommonCause([.. MembersOf(text)]),
            ComponentKind.Egress when text.StartsWith(Network.Word, StringComparison.Ordinal) => new Network(text[Network.Word.Length..]),
            ComponentKind.Configuration when text.StartsWith(OfVantage.Word, StringComparison.Ordinal) =>
                new OfVantage(text[OfVantage.Word.Length..]),
            ComponentKind.Egress when CutLast(text, '#') is (var vantage, var instance) => new InstanceOf(vantage, instance),
            ComponentKind.Egress or ComponentKind.Corridor when Cut(text, '→') is (var from, var to) => new Way(from, to),
            ComponentKind.PrivateEndpoint when CutLast(text, '→') is (var from, var to) => new Way(from, to),
            ComponentKind.Credential when CutLast(text, '@') is (var credential, var vantage) => new KeyOn(credential, vantage),
            ComponentKind.TrustStore when Cut(text, '@') is (var word, var image) && WireWord.Find<WorkloadRuntime>(word) is { } runtime =>
                new OfRuntime(runtime, image),
            ComponentKind.GatewayUpstream => new BehindGateway(CutLast(text, '#')?.Before ?? text),
            _ => new Named(text),
        };
    }

    private static (string Before, string After)? Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var index ? (text[..index], text[(index + 1)..]) : null;

    private static (string Before, string After)? CutLast(string text, char at) =>
        text.LastIndexOf(at) is >= 0 and var index ? (text[..index], text[(index + 1)..]) : null;

    /// <summary>The members whose names were joined: a name begins with its kind, so a plus sign within one does not part it.</summary>
    private static IEnumerable<Component> MembersOf(string text)
    {
        var from = 0;
        for (var at = text.IndexOf('+', StringComparison.Ordinal); at >= 0; at = text.IndexOf('+', at + 1))
        {
            if (Cut(text[(at + 1)..], ':') is { Before: var word } && WireWord.Find<ComponentKind>(word) is not null)
            {
                yield return Member(text[from..at]);
                from = at + 1;
            }
        }

        yield return Member(text[from..]);

        static Component Member(string name) => new(ComponentKind.Other, new Named(name), name, Owner.Unknown);
    }

    /// <summary>What nobody declared.</summary>
    public sealed record Undeclared() : ComponentKey(Other, before: "");

    /// <summary>What several components have in common.</summary>
    public sealed record CommonCause(IReadOnlyList<Component> Members) : ComponentKey(string.Join('+', Members), before: $"{Other}:");

    /// <summary>One thing by its own name: a resolver, a vantage, a proxy, an image, a host, a provider, a key, a quota's scope.</summary>
    public sealed record Named(string Own) : ComponentKey(Own, Own);

    /// <summary>A whole network.</summary>
    public sealed record Network(string Own) : ComponentKey(Word + Own)
    {
        public const string Word = "net ";
    }

    /// <summary>How a vantage is set up, for all of its routes.</summary>
    public sealed record OfVantage(string Vantage) : ComponentKey(Word + Vantage)
    {
        public const string Word = "vantage ";
    }

    /// <summary>The way from a vantage, region or network to a provider or host.</summary>
    public sealed record Way(string From, string To) : ComponentKey($"{From}→{To}", To);

    /// <summary>One of several instances that a vantage runs on.</summary>
    public sealed record InstanceOf(string Vantage, string Instance) : ComponentKey($"{Vantage}#{Instance}");

    /// <summary>What a workload's runtime brings along in place of its image's own.</summary>
    public sealed record OfRuntime(WorkloadRuntime Runtime, string Image) : ComponentKey($"{WireWord.Of(Runtime)}@{Image}");

    /// <summary>A key that several vantages use, as one of them has it.</summary>
    public sealed record KeyOn(string Key, string Vantage) : ComponentKey($"{Key}@{Vantage}");

    /// <summary>The identity of a vantage itself.</summary>
    public sealed record IdentityOf(string Vantage) : ComponentKey($"managed-identity@{Vantage}");

    /// <summary>A model, deployment or key at one host.</summary>
    public sealed record AtHost(string Host, string What) : ComponentKey($"{Host}/{What}", Host);

    /// <summary>A deployment as it is called with one API version; null for a call without one.</summary>
    public sealed record OfVersion(AtHost Deployment, string? ApiVersion)
        : ComponentKey($"{Deployment.Text}@{ApiVersion ?? "none"}", Deployment.Host);

    /// <summary>What a gateway calls.</summary>
    public sealed record BehindGateway(string Host) : ComponentKey($"{Host}#upstream", Host, before: "front:");
}
