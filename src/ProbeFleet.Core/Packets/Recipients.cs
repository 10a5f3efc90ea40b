namespace ProbeFleet.Core.Packets;

/// <summary>Chooses the recipient of a packet: the diagnosis' owner, expressed as a team that exists.</summary>
internal static class Recipients
{
    public static PacketRecipient For(ProbeResult result) => For(result, result.Diagnosis.Owner);

    /// <summary>The recipient for an owner found from many probes.</summary>
    /// <param name="result">The most telling probe.</param>
    public static PacketRecipient For(ProbeResult result, Owner owner) => owner switch
    {
        Owner.None when result.Slow is not null => new(
            "The platform team, to look further", $"{Where(result)} One slow probe does not name an owner."),
        Owner.None => new("Nobody", "The route works from this vantage."),
        Owner.ConnectionPath => new(
            $"The team that runs the network of {Place(result)}: DNS, firewall, proxy, TLS inspection",
            result.Slow is not null ? Where(result)
                : result.Response is null
                ? $"{Where(result)} No response came, so no provider can find this request."
                : $"{Where(result)} Something on the way answered, not the API."),
        Owner.Authentication => new("The team that owns the route's key or identity and its permissions", Where(result)),
        Owner.Quota => new("The team that owns quota and billing of the account behind the route", Where(result)),
        Owner.ApiServer => new($"{Provider(result.Route.Kind)}, with the request ids of this packet", Where(result)),
        Owner.RouteProvider => new(Operator(result.Route.Kind), Where(result)),
        Owner.Configuration when result.Diagnosis.Difference is not null => new(
            "The team that builds the calling application's image and environment",
            $"{Where(result)} The same request passes from the same place with .NET, so the way is open: how the workload's runtime is "
                + "set up is what fails."),
        Owner.Configuration => new(
            "The team that configures the calling application",
            $"{Where(result)} Base URL, model, deployment or API version is wrong for this route."),
        Owner.Unknown => new("The platform team, to look further", $"{Where(result)} The evidence does not name an owner."),
    };

    private static string Where(ProbeResult result) => result switch
    {
        { Slow.Stage: var slow } => $"The route answers, but its {WireWord.Of(slow)} has become slow.",
        { Break: { } stage } => $"The evidence changes at the stage '{WireWord.Of(stage)}'.",
        _ => "Every stage passed.",
    };

    private static string Place(ProbeResult result) =>
        string.Join(", ", new[] { result.Vantage.Name.ToString(), result.Vantage.Network, result.Vantage.Region }.OfType<string>());

    private static string Provider(RouteKind kind) => kind switch
    {
        RouteKind.OpenAI => "OpenAI support",
        RouteKind.AzureOpenAI => "Azure support (Azure OpenAI)",
        RouteKind.Gateway => "The provider behind the gateway, through the gateway's operators",
    };

    private static string Operator(RouteKind kind) => kind switch
    {
        RouteKind.OpenAI => "The operators of the host in the base URL",
        RouteKind.AzureOpenAI => "The team that owns the Azure OpenAI resource and its network rules",
        RouteKind.Gateway => "The operators of the gateway",
    };
}
