namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for the statuses with which a token endpoint (IMDS, App Service, Azure Arc) or a vault refuses.</summary>
internal static class IdentityRules
{
    /// <summary>Adds the steps for the status; returns the finding unchanged when there are none.</summary>
    public static Finding Refused(DiagnosisContext context, Finding finding) =>
        context.Evidence.Facts<CredentialFacts>() is not { Status: { } status } facts ? finding
        : facts.Source.StartsWith("keyvault:", StringComparison.Ordinal) ? Vault(status, facts, finding)
        : Endpoint(status, facts, finding);

    // Learn: "How to use managed identities on an Azure VM to acquire an access token"; "Use managed identities for App Service".
    private static Finding Endpoint(int status, CredentialFacts facts, Finding finding) => status switch
    {
        400 when facts.ManagedIdentity is "system-assigned" => finding.Advise(
            "Turn the system-assigned identity of this app or VM on (Identity, System assigned, On), or name a user-assigned one: "
                + "set AZURE_CLIENT_ID to its client id, or write managed-identity:CLIENT_ID.",
            "If an identity was assigned a moment ago, restart the app: it reads its identities at start.",
            "With several user-assigned identities and no system-assigned one, the endpoint asks which: it must be named."),
        400 => finding.Advise(
            $"Assign the user-assigned identity with client id {facts.ManagedIdentity} to this app or VM (Identity, User assigned, Add).",
            "Or correct AZURE_CLIENT_ID: it takes the client id, not the object id and not the resource id.",
            "If it was assigned a moment ago, restart the app: it reads its identities at start."),
        401 or 403 => finding.Advise(
            "Restart the app: IDENTITY_HEADER changes with each start, and a value that was kept elsewhere is refused.",
            "Look for a proxy or sidecar that adds X-Forwarded-For: IMDS refuses what was forwarded. Put 169.254.169.254 into NO_PROXY.",
            "In AKS, check that the pod may use the identity (workload identity's webhook and service account, or the node's policy "
                + "for IMDS)."),
        404 => finding.Advise(
            $"Check that the identity that was asked for ({facts.ManagedIdentity ?? "unknown"}) is assigned to this app or VM: App "
                + $"Service answers 404 for one that is not.",
            "If it is, wait a minute and try again: IMDS answers 404 while it is updated.",
            "Check IDENTITY_ENDPOINT: its path belongs to this very platform, and a copied one is not found."),
        410 => finding.Advise(
            "Wait 70 seconds and run the same probe again: IMDS answers 410 while it is updated, for no longer than that.",
            "If it stays so, redeploy the VM, or open a support ticket for the platform."),
        429 => finding.Advise(
            "Keep one credential object for the whole process, so that its token is kept: each new one asks again.",
            "Wait and back off: the endpoint limits how often it is asked (IMDS: 20 requests a second)."),
        >= 500 => finding.Advise(
            "Try again in a minute: the endpoint itself failed.",
            "If it stays so, restart the app or redeploy the VM, and hand the correlation id of the exception to the platform's support."),
        _ => finding,
    };

    private static Finding Vault(int status, CredentialFacts facts, Finding finding) => status switch
    {
        401 => finding.Advise(
            "Compare the vault's tenant with the identity's: a token of another tenant is refused with 401.",
            "Check that the vault's URL is of the cloud that this identity is in (vault.azure.net, vault.azure.cn, "
                + "vault.usgovcloudapi.net)."),
        403 => finding.Advise(
            $"Give the identity {facts.ManagedIdentity ?? "of this runtime"} the role \"Key Vault Secrets User\" on the vault, or "
                + $"the access policy secrets/get.",
            "If it has it, look at the vault's network rules: ForbiddenByFirewall in the exception chain means this runtime's address, "
                + "not the identity."),
        404 => finding.Advise(
            "Compare the secret's name and version with the vault's list: a version that was disabled or purged is not found."),
        429 => finding.Advise("Read the secret once and keep it: the vault limits how often it is asked."),
        _ => finding,
    };
}
