namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for variants that use one address family: they tell which addresses are dead and how clients react.</summary>
internal static class FamilyRules
{
    /// <summary>Reports a name that has addresses, but none of the requested family; null otherwise.</summary>
    public static Finding? NoneOfFamily(DiagnosisContext context) =>
        context is { Evidence.Variant: ProbeVariant.IPv4 or ProbeVariant.IPv6, Addresses: { Count: > 0 } addresses }
            ? Finding.Proven(
                Cause.DnsNoAnswer,
                $"{context.Evidence.Facts<ResolveFacts>()?.Host ?? context.Host} has no "
                + $"{(context.Evidence.Variant is ProbeVariant.IPv4 ? "IPv4" : "IPv6")} address, only "
                + $"{string.Join(", ", addresses.Take(3))}.")
                .Advise("Nothing, unless a client or network of yours needs that family: the other one is what clients use.")
            : null;

    public static Finding Describe(DiagnosisContext context, Finding finding)
    {
        if (context is not { Evidence.Variant: ProbeVariant.IPv4 or ProbeVariant.IPv6, DrillDown.Addresses: { Count: > 0 } tried })
        {
            return finding;
        }

        AddressAttempt[] dead = [.. tried.Where(attempt => attempt.Failure is not null)];
        return dead is [] ? finding.Note(
            tried is [_] ? "Its one address takes connections." : $"Each of its {tried.Count} addresses takes connections.")
            : dead.Length == tried.Count
                ? finding.Note($"None of its addresses takes a connection ({Listed(dead)}): no client gets through.")
            : finding
                .Note($"Dead are {Listed(dead)}; "
                    + string.Join(", ", tried.Where(attempt => attempt.Failure is null).Select(attempt => attempt.Endpoint))
                    + " takes connections.")
                .Note(Consequence(tried));
    }

    private static string Consequence(IReadOnlyList<AddressAttempt> tried)
    {
        AddressAttempt[] before = [.. tried.TakeWhile(attempt => attempt.Failure is not null)];
        var first = tried[before.Length];
        return before switch
        {
            [] => $"{first.Endpoint} is the first that the resolver gives, so clients do not notice until the order changes.",
            _ when !before.Any(attempt => attempt.Failure!.Kind is FailureKind.TimedOut) =>
                "Every client is told so at once and goes on to the next address.",
            [var dead, ..] =>
                $".NET and Python try the addresses one after the other: they wait at {dead.Endpoint} until their connect timeout, and "
                    + $".NET, whose timeout is for all addresses together, never gets to {first.Endpoint}. Node from version 20 on "
                    + (DiagnosisContext.FamilyOf(first.Endpoint) != DiagnosisContext.FamilyOf(dead.Endpoint) ? "and Go go" : "goes")
                    + " on after 250 to 300 ms (Happy Eyeballs) and hardly notice.",
        };
    }

    private static string Listed(IEnumerable<AddressAttempt> attempts) =>
        string.Join(", ", attempts.Select(attempt => $"{attempt.Endpoint} ({WireWord.Of(attempt.Failure!.Kind)})"));
}
