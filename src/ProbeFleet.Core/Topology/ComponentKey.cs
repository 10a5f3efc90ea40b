using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Topology;

/// <summary>
/// Which one of its kind a component is. A closed family: whoever wants to know what a component is asks here. Names are made from it; only
/// <see cref="Read"/> goes the other way, for what was stored, where the name is all there is.
/// </summary>
internal abstract record ComponentKey
{
    private const string Other = "other";

    private ComponentKey()
    {
    }

    /// <summary>What stands in the name behind the kind.</summary>
    public abstract string Text { get; }

    /// <summary>The name of a component of the kind, such as <c>dns:vnet-prod</c>.</summary>
    public virtual string NameOf(ComponentKind kind) => $"{WireWord.Of(kind)}:{Text}";

    /// <summary>Whether it stands at the host, and so has the host in its name.</summary>
    public virtual bool IsAt(string host) => false;

    /// <summary>
    /// The key of a stored component. A text that could mean two things means the likelier one: it decides words, never a verdict.
    /// </summary>
    public static ComponentKey Read(ComponentKind kind, string? name)
    {
        var (before, text) = Cut(name ?? "", ':') ?? ("", name ?? "");
        return kind switch
        {
            ComponentKind.Other when name is Other => new Undeclared(),
            _ when kind is ComponentKind.Other || before is Other => new CommonCause([.. MembersOf(text)]),
            ComponentKind.Egress when text.StartsWith(Network.Word, StringComparison.Ordinal) => new Network(text[Network.Word.Length..]),
            ComponentKind.Egress or ComponentKind.Corridor when Cut(text, '→') is (var from, var to) => new Way(from, to),
            ComponentKind.PrivateEndpoint when CutLast(text, '→') is (var from, var to) => new Way(from, to),
            ComponentKind.Credential when CutLast(text, '@') is (var credential, var vantage) => new KeyOn(credential, vantage),
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
    public sealed record Undeclared : ComponentKey
    {
        public override string Text => Other;

        public override string NameOf(ComponentKind kind) => Text;
    }

    /// <summary>What several components have in common.</summary>
    public sealed record CommonCause(IReadOnlyList<Component> Members) : ComponentKey
    {
        public override string Text => string.Join('+', Members);

        public override bool IsAt(string host) => Members.Any(member => member.Key.IsAt(host));

        public override string NameOf(ComponentKind kind) => $"{Other}:{Text}";
    }

    /// <summary>One thing by its own name: a resolver, a vantage, a proxy, an image, a host, a provider, a key, a quota's scope.</summary>
    public sealed record Named(string Own) : ComponentKey
    {
        public override string Text => Own;

        public override bool IsAt(string host) => Own == host;
    }

    /// <summary>A whole network.</summary>
    public sealed record Network(string Own) : ComponentKey
    {
        public const string Word = "net ";

        public override string Text => Word + Own;
    }

    /// <summary>The way from a vantage, region or network to a provider or host.</summary>
    public sealed record Way(string From, string To) : ComponentKey
    {
        public override string Text => $"{From}→{To}";

        public override bool IsAt(string host) => To == host;
    }

    /// <summary>A key that several vantages use, as one of them has it.</summary>
    public sealed record KeyOn(string Key, string Vantage) : ComponentKey
    {
        public override string Text => $"{Key}@{Vantage}";
    }

    /// <summary>The identity of a vantage itself.</summary>
    public sealed record IdentityOf(string Vantage) : ComponentKey
    {
        public override string Text => $"managed-identity@{Vantage}";
    }

    /// <summary>A model, deployment or key at one host.</summary>
    public sealed record AtHost(string Host, string What) : ComponentKey
    {
        public override string Text => $"{Host}/{What}";

        public override bool IsAt(string host) => Host == host;
    }

    /// <summary>A deployment as it is called with one API version; null for a call without one.</summary>
    public sealed record OfVersion(AtHost Deployment, string? ApiVersion) : ComponentKey
    {
        public override string Text => $"{Deployment.Text}@{ApiVersion ?? "none"}";

        public override bool IsAt(string host) => Deployment.IsAt(host);
    }

    /// <summary>What a gateway calls.</summary>
    public sealed record BehindGateway(string Host) : ComponentKey
    {
        public override string Text => $"{Host}#upstream";

        public override string NameOf(ComponentKind kind) => $"front:{Text}";

        public override bool IsAt(string host) => Host == host;
    }
}
