namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for breaks in name resolution. The system resolver tells little; the direct lookups of the drill-down decide.</summary>
internal static class DnsRules
{
    /// <summary>A resolver that fails faster than this has answered: the stub resolver waits at least 1 s per try.</summary>
    private static readonly TimeSpan ShortestResolverTimeout = TimeSpan.FromSeconds(1);

    public static Finding Find(DiagnosisContext context) => FamilyRules.NoneOfFamily(context) ?? FindByAnswer(context);

    private static Finding FindByAnswer(DiagnosisContext context)
    {
        var name = context.Evidence.Facts<ResolveFacts>()?.Host ?? context.Host;
        if (context.ResolvesProxy)
        {
            return ProxyRules.NotResolved(context, name);
        }

        var finding = context.Failure switch
        {
            FailureKind.HostNotFound => NotFound(context, name),
            FailureKind.ResolverFailed => ResolverFailed(context, name),
            FailureKind.TimedOut => TimedOut(context, name),
            FailureKind.Refused or FailureKind.Unreachable => Unasked(context, name),
            _ => ConfigurationRules.Unclassified(context),
        };
        return DescribeVariants(context, finding);
    }

    private static Finding NotFound(DiagnosisContext context, string name)
    {
        if (RuntimeNames.StepsFor(name) is { } steps)
        {
            return Finding.Strong(
                Cause.DnsNxdomain,
                $"The name {name} does not exist as seen from here: it is none of the public DNS, but one that a runtime or a local "
                    + "network has to define.")
                .OwnedBy(Owner.Configuration)
                .Advise(steps);
        }

        var lookups = LookupsOf(context, name);
        return LookAlikes(
            context,
            Answering(lookups, "NXDOMAIN") is { } server ? Finding.Proven(
                Cause.DnsNxdomain, $"Resolver {server} answered NXDOMAIN: the name {name} does not exist as seen from here.")
            : Answering(lookups, "NOERROR") is { } empty && lookups.All(lookup => lookup.Addresses.Count is 0) ? Finding.Proven(
                Cause.DnsNoAnswer,
                $"Resolver {empty} answered NOERROR without an address: the name {name} exists and has no A or AAAA record as seen from "
                    + "here.")
            : Finding.Likely(Cause.DnsNxdomain, $"The system resolver says that {name} does not exist{context.Detail}.")
                .Or(Cause.DnsNoAnswer, $"Ask for the RCODE: dig {name} A. NOERROR without records is not NXDOMAIN."));
    }

    /// <summary>Adds causes that look the same: an Azure host that does not exist is either gone or missing from a private zone.</summary>
    private static Finding LookAlikes(DiagnosisContext context, Finding finding) => context.OnAzureHost
        ? finding
            .Do(
                "Ask a public resolver, if policy allows: an answer there means that the private DNS zone linked to this network lacks the "
                + "record or that this network's DNS does not forward.")
            .Or(Cause.ConfigBaseUrl,
                "No public resolver knows the name either: the resource was deleted or renamed, or the base URL has a typing error.")
        : finding.Or(Cause.ConfigBaseUrl, "No other resolver knows the name either: the base URL has a typing error, or the host is gone.");

    private static Finding ResolverFailed(DiagnosisContext context, string name)
    {
        var lookups = LookupsOf(context, name);
        return lookups switch
        {
            _ when Answering(lookups, "SERVFAIL") is { } failing => Finding.Proven(
                Cause.DnsServfail, $"Resolver {failing} answered SERVFAIL for {name}: the resolver could not get an answer itself."),
            _ when Answering(lookups, "REFUSED") is { } refusing => Finding.Proven(
                Cause.DnsRefused,
                $"Resolver {refusing} answered REFUSED for {name}: the resolver does not serve this client or this name."),
            _ when context.DrillDown?.Resolver is { Servers: [] } => Unasked(context, name).Note("No resolver is configured."),
            [_, ..] when lookups.All(lookup => lookup.Failure?.Kind is FailureKind.TimedOut) =>
                Finding.Proven(Cause.DnsTimeout, $"No answer for {name} came from {Servers(lookups)}."),
            [_, ..] when lookups.All(lookup => lookup.Failure is not null) => Unasked(context, name),
            _ when context.Broken?.Duration >= ShortestResolverTimeout =>
                Finding.Weak(Cause.DnsTimeout, $"The system resolver gave up on {name} after a wait{context.Detail}.")
                    .Or(Cause.DnsServfail, $"Ask the resolver directly: dig {name}. A quick SERVFAIL is not silence."),
            _ => Finding.Weak(Cause.DnsServfail, $"The system resolver got no usable answer for {name}{context.Detail}.")
                .Or(Cause.DnsNoAnswer, "Check that /etc/resolv.conf names a resolver and that something listens on its port 53."),
        };
    }

    private static Finding TimedOut(DiagnosisContext context, string name)
    {
        var lookups = LookupsOf(context, name);
        return Answering(lookups, "SERVFAIL") is { } failing
            ? Finding.Strong(Cause.DnsServfail, $"{name} was not resolved in time, and resolver {failing} answers SERVFAIL.")
            : new(
                Cause.DnsTimeout,
                lookups is [] ? Confidence.Strong : Confidence.Proven,
                $"{name} was not resolved in time: {Servers(lookups)} did not answer.");
    }

    private static Finding Unasked(DiagnosisContext context, string name) => Finding.Strong(
        Cause.DnsNoAnswer,
        $"No resolver could be asked for {name}: none is configured, none listens, or none can be reached{context.Detail}.");

    private static Finding DescribeVariants(DiagnosisContext context, Finding finding) =>
        context.Reached(ProbeVariant.OtherResolver) is true
        ? finding.Note("With addresses from another resolver the API is reached: only this network's DNS is in the way.")
        : finding;

    private static DnsLookup[] LookupsOf(DiagnosisContext context, string name) =>
        [.. (context.DrillDown?.Dns ?? []).Where(lookup => lookup.Name.Equals(name.TrimEnd('.'), StringComparison.OrdinalIgnoreCase))];

    private static string? Answering(IEnumerable<DnsLookup> lookups, string rcode) =>
        lookups.FirstOrDefault(lookup => lookup.Rcode == rcode)?.Server;

    private static string Servers(DnsLookup[] lookups) =>
        lookups is [] ? "the resolver" : $"resolver {string.Join(", ", lookups.Select(lookup => lookup.Server).Distinct())}";
}
