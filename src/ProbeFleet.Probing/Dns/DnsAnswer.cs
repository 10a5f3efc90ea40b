using System.Net;

namespace ProbeFleet.Probing.Dns;

/// <summary>What a response says about the name that was asked.</summary>
/// <param name="Rcode">The response code's name.</param>
/// <param name="Addresses">The addresses at the end of the chain.</param>
/// <param name="Cnames">The CNAME chain, in order.</param>
/// <param name="TtlSeconds">The smallest TTL of both; null without records.</param>
internal sealed record DnsAnswer(string Rcode, IReadOnlyList<IPAddress> Addresses, IReadOnlyList<string> Cnames, long? TtlSeconds)
{
    // IANA, "DNS RCODEs".
    private static readonly string[] Rcodes =
    [
        "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE",
    ];

    /// <summary>Follows the chain from the question's name, in whatever order the records came. A loop ends it.</summary>
    public static DnsAnswer From(DnsMessage message)
    {
        var owner = message.QuestionName ?? "";
        var chain = new List<DnsRecord>();
        while (NextLink(message, owner, chain) is { Target: { } target } link)
        {
            chain.Add(link);
            owner = target;
        }

        var addresses = message.Answers
            .Where(record => record.Address is not null && record.Type == message.QuestionType && SameName(record.Name, owner))
            .ToList();
        return new(
            RcodeName(message.Rcode),
            [.. addresses.Select(record => record.Address!)],
            [.. chain.Select(link => link.Target!)],
            chain.Concat(addresses).Select(record => (long?)record.TtlSeconds).Min());
    }

    /// <summary>Whether two names are the same: case does not matter, a final dot neither.</summary>
    public static bool SameName(string one, string other) =>
        one.AsSpan().TrimEnd('.').Equals(other.AsSpan().TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    private static DnsRecord? NextLink(DnsMessage message, string owner, List<DnsRecord> chain) =>
        message.Answers.FirstOrDefault(record => record.Target is not null && SameName(record.Name, owner) && !chain.Contains(record));

    private static string RcodeName(int rcode) => rcode switch
    {
        16 => "BADVERS",
        23 => "BADCOOKIE",
        _ => Rcodes.ElementAtOrDefault(rcode) ?? $"RCODE{rcode}",
    };
}
