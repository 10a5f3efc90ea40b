namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for refusals by a resource's network rules, and for DNS that sends the request the wrong way.</summary>
internal static class NetworkRules
{
    public static Finding Denied(ResponseView reply)
    {
        var finding = reply.Found(
            Cause.NetworkRulesDenied, Confidence.Proven, "The resource's network rules do not let this caller's address in.");
        return reply.Context.ResolvesToPublicAddress is false
            ? finding
            : finding.Or(
                Cause.NetworkRulesPrivateEndpointRequired,
                "If there is a private endpoint for the resource, its host must resolve to the private address in "
                    + $"{reply.Context.ResolvingNetwork}: a public answer means that the private DNS zone is missing or not linked.",
                Owner.ConnectionPath);
    }

    public static Finding PrivateEndpoint(ResponseView reply)
    {
        var finding = reply.Found(
            Cause.NetworkRulesPrivateEndpointRequired, Confidence.Strong, "The resource answers through a private endpoint only.");
        return reply.Context.ResolvesToPublicAddress switch
        {
            true => finding
                .Note(
                    $"{reply.Context.Host} resolved to a public address ({string.Join(", ", reply.Context.Addresses.Take(3))}): "
                    + "this network's DNS does not give the private endpoint's.")
                .OwnedBy(Owner.ConnectionPath)
                .Do(
                    $"Link the private DNS zone ({PrivateZones(reply.Context.Cloud)}, after the host's family) to this network, with "
                        + "the A record.")
                .Or(
                    Cause.NetworkRulesDenied,
                    "If the zone is linked and holds the record, or this network is meant to come in publicly, "
                    + "the resource's public access setting is what denies.",
                    Owner.RouteProvider),
            false => finding
                .Note($"{reply.Context.Host} resolved to a private address: the endpoint is not approved, or belongs to another resource.")
                .Or(Cause.NetworkRulesDenied, "Compare the address with the resource's approved private endpoint connections."),
            null => finding
                .Or(
                    Cause.NetworkRulesPrivateEndpointRequired,
                    $"Resolve the resource's host in {reply.Context.ResolvingNetwork}: a public address there is a DNS fault of "
                        + "that network.",
                    Owner.ConnectionPath),
        };
    }

    private static string PrivateZones(AzureCloud? cloud)
    {
        var suffixes = (cloud ?? AzureCloud.Public).ModelSuffixes;
        return $"privatelink{suffixes[0]}, privatelink{suffixes[2]} or privatelink{suffixes[1]}";
    }
}
