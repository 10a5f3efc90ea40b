using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>Credentials, permissions and who may come in from where.</summary>
internal static class AccessCauses
{
    private const string PathWorks = "Do not look at DNS, TLS or the proxy: the request arrived and was answered.";

    public static Dictionary<Cause, CauseEntry> Entries { get; } = new()
    {
        [Cause.CredentialUnreachable] = new(
            Owner.ConnectionPath,
            "The token endpoint or vault could not be reached. The route itself was not called.")
        {
            DoNext =
            [
                "Check that this runtime has an identity at all: IDENTITY_ENDPOINT is set on App Service and Functions; on a VM "
                    + "169.254.169.254 answers.",
                "Connect from this runtime to that endpoint, and for a vault to its host on port 443.",
                "Look for HTTP_PROXY without 169.254.169.254 in NO_PROXY.",
            ],
            DoNot = ["Do not blame the model's API: it was not called."],
        },
        [Cause.CredentialRefused] = new(Owner.Authentication, "The token endpoint or vault answered and gave no credential.")
        {
            DoNext =
            [
                "Managed identity: assign the one that was asked for to this runtime, or ask for one that is assigned: set "
                    + "AZURE_CLIENT_ID to its client id, "
                    + "or write managed-identity:CLIENT_ID. App Service says \"Unable to load the proper Managed Identity\" (400) until "
                    + "then.",
                "Key Vault: give that identity access to the secret.",
                "Read the identity error's code (AADSTS…) in the exception chain.",
            ],
            DoNot = ["Do not blame the model's API: it was not called."],
        },
        [Cause.CredentialTimeout] = new(
            Owner.ConnectionPath,
            "The token endpoint or vault did not answer in time. The route itself was not called.")
        {
            DoNext =
            [
                "Check whether this runtime has a managed identity endpoint at all: where there is none, the address 169.254.169.254 is "
                    + "silent.",
                "For a vault, check its firewall and private DNS zone (privatelink.vaultcore.azure.net) from this network.",
            ],
            DoNot = ["Do not blame the model's API: it was not called."],
        },
        [Cause.AuthMissing] = new(Owner.Authentication, "The request arrived without a credential.")
        {
            DoNext =
            [
                "Check that SOURCE is set in the workload's own environment and not empty.",
                "Look at the request that leaves the client: a wrapper, plugin or proxy may drop the header.",
                "Check which header HOST reads the key from: Authorization, api-key, x-api-key, Ocp-Apim-Subscription-Key.",
            ],
            DoNot = [PathWorks],
            OtherOwners = [new(Owner.Configuration, "a gateway's API names the Authorization header that did not arrive")],
        },
        [Cause.AuthInvalidKey] = new(Owner.Authentication, "The server answered and does not accept the key.")
        {
            DoNext =
            [
                "Check that SOURCE holds the key of HOST and of no other provider, resource or project.",
                "Look at the provider's list of keys whether it was revoked or rotated, and put the present one where the workload reads "
                    + "it.",
                "Restart what reads it once at start.",
            ],
            DoNot = [PathWorks],
            OtherOwners = [new(Owner.Configuration, "a key of another provider is configured for this route")],
        },
        [Cause.AuthWrongAudience] = new(Owner.Authentication, "The token is missing, has expired, or was asked for with another scope.")
        {
            DoNext =
            [
                "Ask for the scope of this surface: https://ai.azure.com/.default for v1, https://cognitiveservices.azure.com/.default "
                    + "for dated versions.",
                "Check the token's exp, aud and tid (jwt.ms, or az account get-access-token): expiry, audience, tenant.",
            ],
            DoNot = [PathWorks],
        },
        [Cause.AuthPermission] = new(Owner.Authentication, "The credential is known and may not do this.")
        {
            DoNext =
            [
                "Give the identity or key what the error names: a role, a scope, access to the model \"MODEL\" (Azure: Cognitive Services "
                    + "OpenAI User).",
                "Wait some minutes, or take a new token: roles are read into it.",
            ],
            DoNot = ["Do not rotate the key: a new one has the same permissions.", PathWorks],
            OtherOwners = [new(Owner.RouteProvider, "the resource itself is suspended")],
        },
        [Cause.AuthKeyDisabled] = new(Owner.Authentication, "The resource takes no keys.")
        {
            DoNext =
            [
                "Use a Microsoft Entra identity (credential \"managed-identity\") with the data-plane role.",
                "Or allow keys on the resource, if policy permits.",
            ],
            DoNot = ["Do not rotate the key: no key works here."],
        },
        [Cause.AuthIpNotAllowed] = new(
            Owner.Authentication,
            "The key is good and its organization or project does not allow this egress address.")
        {
            DoNext =
            [
                "Compare the address that the error names, or this runtime's egress address, with the allow list of the organization or "
                    + "gateway.",
                "Add it there, or bring the egress back to a listed one (NAT gateway, fixed outbound address).",
            ],
            DoNot = [Advice.DoNotRotate],
        },
        [Cause.AuthRegionUnsupported] = new(
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
        },
        [Cause.NetworkRulesDenied] = new(Owner.RouteProvider, "The resource's network rules do not let this caller in.")
        {
            DoNext =
            [
                "Add this runtime's subnet or egress address to the resource's network rules, or use its private endpoint.",
                "Compare the address that the name resolves to with the private endpoint's.",
            ],
            DoNot = [Advice.DoNotRotate],
            OtherOwners = [new(Owner.ConnectionPath, "the name should resolve to a private endpoint here and does not")],
        },
        [Cause.NetworkRulesPrivateEndpointRequired] = new(
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
        },
    };
}
