using System.Net;

namespace ProbeFleet.Probing.Dns;

/// <summary>What search domains and <c>ndots</c> do to a route's name.</summary>
internal static class ResolverExplanation
{
    /// <summary>The names that the resolver asks for, in its order, each until one exists.</summary>
    /// <param name="host">The host as the workload's URL names it.</param>
    public static IReadOnlyList<string> Candidates(string host, ResolverConfiguration configuration)
    {
        if (host.EndsWith('.') || IPAddress.TryParse(host, out _))
        {
            return [host.TrimEnd('.')];
        }

        var searched = configuration.Search.Select(domain => $"{host}.{domain.TrimEnd('.')}");
        return host.Count(character => character is '.') >= configuration.Ndots ? [host, .. searched] : [.. searched, host];
    }

    /// <summary>The names that are asked for before the name itself.</summary>
    public static IReadOnlyList<string> AskedFirst(string host, ResolverConfiguration configuration) =>
        [.. Candidates(host, configuration).TakeWhile(candidate => !DnsAnswer.SameName(candidate, host))];

    /// <summary>The note; null when the name itself is asked for first, which is the usual thing.</summary>
    public static string? Note(string host, ResolverConfiguration configuration)
    {
        var first = AskedFirst(host, configuration);
        if (first is [])
        {
            return null;
        }

        return $"'{host}' has fewer dots than ndots:{configuration.Ndots}: "
            + $"before it, the resolver asks for {string.Join(", ", first)} (up to {2 * first.Count} queries, A and AAAA)."
            + " A wildcard record in a search domain would answer with a wrong address. A lower ndots avoids this;"
            + " do not put a final dot into the base URL: .NET sends it in Host and SNI, and some edges refuse it.";
    }
}
