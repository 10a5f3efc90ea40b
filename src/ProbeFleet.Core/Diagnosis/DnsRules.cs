namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for breaks in name resolution. The system resolver tells little; the direct lookups of the drill-down decide.</summary>
internal static class DnsRules
{
    /// <summary>A resolver that fails faster than this has answered: the stub resolver waits at least 1 s per try.</summary>
    private static readonly TimeSpan ShortestResolverTimeout = TimeSpan.FromSeconds(1);

    public static Finding Find(DiagnosisContext context) => FamilyRules.NoneOfFamily(context) ?? FindByAnswer(context);

    private static Finding FindByAnswer(DiagnosisContext context)
    {
        var name = context.Evidence.Find<ResolveEvidence>()?.Facts?.Host ?? context.Host;
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
        var lookups = LookupsOf(context, name);
        if (RuntimeNames.StepsFor(name) is { } steps)
        {
            return new Finding(
                Cause.DnsNxdomain,
                Confidence.Strong,
                $"The name {name} does not exist as seen from here: it is none of the public DNS, but one that a runtime or a local "
                    + "network has to define.")
                .OwnedBy(Owner.Configuration)
                .Advise(steps);
        }

        if (Answering(lookups, "NXDOMAIN") is { } server)
        {
            return LookAlikes(context, new(
                Cause.DnsNxdomain,
                Confidence.Proven,
                $"Resolver {server} answered NXDOMAIN: the name {name} does not exist as seen from here."));
        }

        if (Answering(lookups.Where(lookup => lookup.Addresses.Count is 0), "NOERROR") is { } empty
            && lookups.All(lookup => lookup.Addresses.Count is 0))
        {
            return LookAlikes(context, new(
                Cause.DnsNoAnswer,
                Confidence.Proven,
                $"Resolver {empty} answered NOERROR without an address: the name {name} exists and has no A or AAAA record as seen "
                    + "from here."));
        }

        var asked = new Finding(
            Cause.DnsNxdomain, Confidence.Likely, $"The system resolver says that {name} does not exist{context.Detail}.")
            .Or(Cause.DnsNoAnswer, $"Ask for the RCODE: dig {name} A. NOERROR without records is not NXDOMAIN.");
        return LookAlikes(context, asked);
    }

    /// <summary>Adds causes that look the same: an Azure host that does not exist is either gone or missing from a private zone.</summary>
    private static Finding LookAlikes(DiagnosisContext context, Finding finding) => context.OnAzureHost
        ? finding
            .Do(
                "Ask a public resolver, if policy allows: "
                + "an answer there means that the private DNS zone linked to this network lacks the record or that this network's DNS "
                + "does not forward.")
            .Or(Cause.ConfigBaseUrl,
                "No public resolver knows the name either: the resource was deleted or renamed, or the base URL has a typing error.")
        : finding.Or(Cause.ConfigBaseUrl, "No other resolver knows the name either: the base URL has a typing error, or the host is gone.");

    private static Finding ResolverFailed(DiagnosisContext context, string name)
    {
        var lookups = LookupsOf(context, name);
        if (Answering(lookups, "SERVFAIL") is { } failing)
        {
            return new(Cause.DnsServfail, Confidence.Proven,
                $"Resolver {failing} answered SERVFAIL for {name}: the resolver could not get an answer itself.");
        }

        if (Answering(lookups, "REFUSED") is { } refusing)
        {
            return new(
                Cause.DnsRefused,
                Confidence.Proven,
                $"Resolver {refusing} answered REFUSED for {name}: the resolver does not serve this client or this name.");
        }

        if (context.DrillDown?.Resolver is { Servers: [] })
        {
            return Unasked(context, name).Note("No resolver is configured.");
        }

        if (lookups is not [] && lookups.All(lookup => lookup.Failure?.Kind is FailureKind.TimedOut))
        {
            return new(Cause.DnsTimeout, Confidence.Proven, $"No answer for {name} came from {Servers(lookups)}.");
        }

        if (lookups is not [] && lookups.All(lookup => lookup.Failure is not null))
        {
            return Unasked(context, name);
        }

        return context.Broken?.Duration >= ShortestResolverTimeout
            ? new Finding(Cause.DnsTimeout, Confidence.Weak, $"The system resolver gave up on {name} after a wait{context.Detail}.")
                .Or(Cause.DnsServfail, $"Ask the resolver directly: dig {name}. A quick SERVFAIL is not silence.")
            : new Finding(Cause.DnsServfail, Confidence.Weak, $"The system resolver got no usable answer for {name}{context.Detail}.")
                .Or(Cause.DnsNoAnswer, "Check that /etc/resolv.conf names a resolver and that something listens on its port 53.");
    }

    private static Finding TimedOut(DiagnosisContext context, string name)
    {
        var lookups = LookupsOf(context, name);
        return Answering(lookups, "SERVFAIL") is { } failing
            ? new(Cause.DnsServfail, Confidence.Strong, $"{name} was not resolved in time, and resolver {failing} answers SERVFAIL.")
            : new(
                Cause.DnsTimeout,
                lookups is [] ? Confidence.Strong : Confidence.Proven,
                $"{name} was not resolved in time: {Servers(lookups)} did not answer.");
    }

    private static Finding Unasked(DiagnosisContext context, string name) => new(
        Cause.DnsNoAnswer,
        Confidence.Strong,
        $"No resolver could be asked for {name}: none is configured, none listens, or none can be reached{context.Detail}.");

    private static Finding DescribeVariants(DiagnosisContext context, Finding finding) => context.Reached(ProbeVariant.OtherResolver) switch
    {
        true => finding.Note("With addresses from another resolver the API is reached: only this network's DNS is in the way."),
        false or null => finding,
    };

    private static DnsLookup[] LookupsOf(DiagnosisContext context, string name) =>
        [.. (context.DrillDown?.Dns ?? []).Where(lookup => lookup.Name.Equals(name.TrimEnd('.'), StringComparison.OrdinalIgnoreCase))];

    private static string? Answering(IEnumerable<DnsLookup> lookups, string rcode) =>
        lookups.FirstOrDefault(lookup => lookup.Rcode == rcode)?.Server;

    private static string Servers(DnsLookup[] lookups) =>
        lookups is [] ? "the resolver" : $"resolver {string.Join(", ", lookups.Select(lookup => lookup.Server).Distinct())}";
}
