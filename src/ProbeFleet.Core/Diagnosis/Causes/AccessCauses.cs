using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>Credentials, permissions and who may come in from where.</summary>
internal static class AccessCauses
{
    private const string PathWorks = "Do not look at DNS, TLS or the proxy: the request arrived and was answered.";

    public static CauseEntry CredentialUnreachable { get; } = new(
        Owner.ConnectionPath,
        "The token endpoint or vault could not be reached. The route itself was not called.")
    {
        DoNext =
        [
            "Probe the path to the token endpoint or vault (login.microsoftonline.com, 169.254.169.254, the vault's host) from this runtime.",
            "Check that a managed identity is assigned to this runtime.",
        ],
        DoNot = ["Do not blame the model's API: it was not called."],
    };

    public static CauseEntry CredentialRefused { get; } = new(Owner.Authentication, "The token endpoint or vault answered and gave no credential.")
    {
        DoNext =
        [
            "Managed identity: assign the one that was asked for to this runtime, or ask for one that is assigned: set AZURE_CLIENT_ID to its client id, "
                + "or write managed-identity:CLIENT_ID. App Service says \"Unable to load the proper Managed Identity\" (400) until then.",
            "Key Vault: give that identity access to the secret.",
            "Read the identity error's code (AADSTS…) in the exception chain.",
        ],
        DoNot = ["Do not blame the model's API: it was not called."],
    };

    public static CauseEntry CredentialTimeout { get; } = new(
        Owner.ConnectionPath,
        "The token endpoint or vault did not answer in time. The route itself was not called.")
    {
        DoNext =
        [
            "Check whether this runtime has a managed identity endpoint at all: where there is none, the address 169.254.169.254 is silent.",
            "Probe the path to the token endpoint or vault.",
        ],
        DoNot = ["Do not blame the model's API: it was not called."],
    };

    public static CauseEntry Missing { get; } = new(Owner.Authentication, "The request arrived without a credential.")
    {
        DoNext =
        [
            "Look at the request that leaves the client: an empty variable or a wrapper can drop the header.",
            "Check which header this route's server reads the key from.",
        ],
        DoNot = [PathWorks],
        OtherOwners = [new(Owner.Configuration, "a gateway's API names the Authorization header that did not arrive")],
    };

    public static CauseEntry InvalidKey { get; } = new(Owner.Authentication, "The server answered and does not accept the key.")
    {
        DoNext = ["Check that the key belongs to this very provider, resource and project.", "Replace it if it was revoked or rotated."],
        DoNot = [PathWorks],
        OtherOwners = [new(Owner.Configuration, "a key of another provider is configured for this route")],
    };

    public static CauseEntry WrongAudience { get; } = new(Owner.Authentication, "The token is missing, has expired, or was asked for with another scope.")
    {
        DoNext =
        [
            "Ask for the scope of this surface: https://ai.azure.com/.default for v1, https://cognitiveservices.azure.com/.default for dated versions.",
            "Check the token's expiry and tenant.",
        ],
        DoNot = [PathWorks],
    };

    public static CauseEntry Permission { get; } = new(Owner.Authentication, "The credential is known and may not do this.")
    {
        DoNext = ["Give the identity or key the role, scope or model access that the error names."],
        DoNot = ["Do not rotate the key: a new one has the same permissions.", PathWorks],
        OtherOwners = [new(Owner.RouteProvider, "the resource itself is suspended")],
    };

    public static CauseEntry KeyDisabled { get; } = new(Owner.Authentication, "The resource takes no keys.")
    {
        DoNext =
        [
            "Use a Microsoft Entra identity (credential \"managed-identity\") with the data-plane role.",
            "Or allow keys on the resource, if policy permits.",
        ],
        DoNot = ["Do not rotate the key: no key works here."],
    };

    public static CauseEntry IpNotAllowed { get; } = new(
        Owner.Authentication,
        "The key is good and its organization or project does not allow this egress address.")
    {
        DoNext = ["Compare this runtime's egress address with the allow list.", "Add the address, or bring the egress back to the one that is listed."],
        DoNot = [Advice.DoNotRotate],
    };

    public static CauseEntry RegionUnsupported { get; } = new(
        Owner.ConnectionPath,
        "The provider does not serve the country or range that this traffic leaves from.")
    {
        DoNext =
        [
            "Find out this runtime's egress address and the country that it is registered in.",
            "Send the traffic out through a region that the provider serves: another NAT gateway, proxy or deployment region.",
        ],
        DoNot = [Advice.DoNotRotate],
        OtherOwners = [new(Owner.RouteProvider, "a gateway calls its provider from a region that is not served")],
    };

    public static CauseEntry NetworkRulesDenied { get; } = new(Owner.RouteProvider, "The resource's network rules do not let this caller in.")
    {
        DoNext =
        [
            "Add this runtime's subnet or egress address to the resource's network rules, or use its private endpoint.",
            "Compare the address that the name resolves to with the private endpoint's.",
        ],
        DoNot = [Advice.DoNotRotate],
        OtherOwners = [new(Owner.ConnectionPath, "the name should resolve to a private endpoint here and does not")],
    };

    public static CauseEntry PrivateEndpointRequired { get; } = new(
        Owner.RouteProvider,
        "The resource answers through a private endpoint only, and this request did not come through one.")
    {
        DoNext =
        [
            "Resolve the host from the workload's network: it must give the private endpoint's address.",
            "If this network has no private endpoint for the resource, ask the resource's owner for one.",
        ],
        DoNot = [Advice.DoNotRotate],
        OtherOwners = [new(Owner.ConnectionPath, "the name resolves to a public address in this network")],
    };
}
