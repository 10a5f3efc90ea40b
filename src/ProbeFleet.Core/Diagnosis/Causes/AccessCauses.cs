namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>Causes about credentials, permissions and allowed networks.</summary>
internal static class AccessCauses
{
    public const string PathWorks = "Do not look at DNS, TLS or the proxy: the request arrived and was answered.";

    public static Dictionary<Cause, CauseEntry> Entries { get; } = new()
    {
        [Cause.CredentialUnreachable] = new CauseEntry(Owner.ConnectionPath, Symptom.Token,
            "The token endpoint or vault could not be reached. The route itself was not called.",
            "Check that this runtime has an identity at all: IDENTITY_ENDPOINT is set on App Service and Functions; on a VM "
                + "169.254.169.254 answers.",
            "Connect from this runtime to that endpoint, and for a vault to its host on port 443.",
            "Look for HTTP_PROXY without 169.254.169.254 in NO_PROXY.")
            .Not("Do not blame the model's API: it was not called."),
        [Cause.CredentialRefused] = new CauseEntry(Owner.Authentication, Symptom.Token,
            "The token endpoint or vault answered and gave no credential.",
            "Managed identity: assign the one that was asked for to this runtime, or ask for one that is assigned: set AZURE_CLIENT_ID to "
                + "its client id, or write managed-identity:CLIENT_ID. App Service says \"Unable to load the proper Managed Identity\" "
                + "(400) until then.",
            "Key Vault: give that identity access to the secret.",
            "Read the identity error's code (AADSTS…) in the exception chain.")
            .Not("Do not blame the model's API: it was not called."),
        [Cause.CredentialTimeout] = new CauseEntry(Owner.ConnectionPath, Symptom.Token,
            "The token endpoint or vault did not answer in time. The route itself was not called.",
            "Check whether this runtime has a managed identity endpoint at all: where there is none, the address 169.254.169.254 is "
                + "silent.",
            "For a vault, check its firewall and private DNS zone (privatelink.vaultcore.azure.net) from this network.")
            .Not("Do not blame the model's API: it was not called."),
        [Cause.AuthMissing] = new CauseEntry(Owner.Authentication, Symptom.Unauthorized,
            "The request arrived without a credential.",
            "Check that SOURCE is set in the workload's own environment and not empty.",
            "Look at the request that leaves the client: a wrapper, plugin or proxy may drop the header.",
            "Check which header HOST reads the key from: Authorization, api-key, x-api-key, Ocp-Apim-Subscription-Key.")
            .Not(PathWorks)
            .Or(Owner.Configuration, "a gateway's API names the Authorization header that did not arrive"),
        [Cause.AuthInvalidKey] = new CauseEntry(Owner.Authentication, Symptom.Unauthorized,
            "The server answered and does not accept the key.",
            "Check that SOURCE holds the key of HOST and of no other provider, resource or project.",
            "Look at the provider's list of keys whether it was revoked or rotated, and put the present one where the workload reads it.",
            "Restart what reads it once at start.")
            .Not(PathWorks)
            .Or(Owner.Configuration, "a key of another provider is configured for this route"),
        [Cause.AuthWrongAudience] = new CauseEntry(Owner.Authentication, Symptom.Unauthorized,
            "The token is missing, has expired, or was asked for with another scope.",
            "Ask for the scope of this surface: https://ai.azure.com/.default for v1, https://cognitiveservices.azure.com/.default for "
                + "dated versions.",
            "Check the token's exp, aud and tid (jwt.ms, or az account get-access-token): expiry, audience, tenant.")
            .Not(PathWorks),
        [Cause.AuthPermission] = new CauseEntry(Owner.Authentication, Symptom.Forbidden,
            "The credential may not do what the request asks for.",
            "Give the identity or key what the error names: a role, a scope, access to the model \"MODEL\" (Azure: Cognitive Services "
                + "OpenAI User).",
            "Wait some minutes, or take a new token: roles are read into it.")
            .Not("Do not rotate the key: a new one has the same permissions.", PathWorks)
            .Or(Owner.RouteProvider, "the resource itself is suspended"),
        [Cause.AuthKeyDisabled] = new CauseEntry(Owner.Authentication, Symptom.Forbidden,
            "The resource takes no keys.",
            "Use a Microsoft Entra identity (credential \"managed-identity\") with the data-plane role.",
            "Or allow keys on the resource, if policy permits.")
            .Not("Do not rotate the key: no key works here."),
        [Cause.AuthIpNotAllowed] = new CauseEntry(Owner.Authentication, Symptom.NetworkRule,
            "The organization, project or gateway has a list of addresses, and this egress address is not on it.",
            "Compare the address that the error names, or this runtime's egress address, with the allow list of the organization or "
                + "gateway.",
            "Add it there, or bring the egress back to a listed one (NAT gateway, fixed outbound address).")
            .Not(Advice.DoNotRotate),
        [Cause.AuthRegionUnsupported] = new CauseEntry(Owner.ConnectionPath, Symptom.NetworkRule,
            "The provider does not serve the country or range that this traffic leaves from.",
            "Find out this runtime's egress address and the country that it is registered in.",
            "Send the traffic out through a region that the provider serves: another NAT gateway, proxy or deployment region.")
            .Not(Advice.DoNotRotate)
            .Or(Owner.RouteProvider, "a gateway calls its provider from a region that is not served"),
        [Cause.NetworkRulesDenied] = new CauseEntry(Owner.RouteProvider, Symptom.NetworkRule,
            "The resource's network rules do not let this caller in.",
            "Add this runtime's subnet or egress address to the resource's network rules, or use its private endpoint.",
            "Compare the address that the name resolves to with the private endpoint's.")
            .Not(Advice.DoNotRotate)
            .Or(Owner.ConnectionPath, "the name should resolve to a private endpoint here and does not"),
        [Cause.NetworkRulesPrivateEndpointRequired] = new CauseEntry(Owner.RouteProvider, Symptom.PublicAddress,
            "The resource answers through a private endpoint only, and this request did not come through one.",
            "Resolve the host from the workload's network: it must give the private endpoint's address.",
            "If this network has no private endpoint for the resource, ask the resource's owner for one.")
            .Not(Advice.DoNotRotate)
            .Or(Owner.ConnectionPath, "the name resolves to a public address in this network"),
    };
}
