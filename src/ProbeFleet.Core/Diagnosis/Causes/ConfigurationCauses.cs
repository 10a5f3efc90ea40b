namespace ProbeFleet.Core.Diagnosis.Causes;

/// <summary>Causes in the configuration of the calling application.</summary>
internal static class ConfigurationCauses
{
    public static Dictionary<Cause, CauseEntry> Entries { get; } = new()
    {
        [Cause.ConfigBaseUrl] = new CauseEntry(Owner.Configuration, Symptom.LocalConfiguration,
            "The base URL, or a setting beside it such as a proxy variable, cannot be right: not a URL, a loopback address in a "
                + "container, a retired host, an operation's path at its end, a host of another service.",
            "Compare HOST and the path after it with the provider's own page (Azure: Keys and Endpoint; OpenAI: "
                + "https://api.openai.com/v1).",
            "Correct it where the workload reads it (OPENAI_BASE_URL, AZURE_OPENAI_ENDPOINT or its own setting), and run the same probe "
                + "again.")
            .Not(Advice.DoNotRotate),
        [Cause.ConfigCredentialMissing] = new CauseEntry(Owner.Configuration, Symptom.LocalCredential,
            "The credential's source is empty or not set in this runtime. Nothing was sent.",
            "Set SOURCE in this very runtime (App Service: app setting; Kubernetes: env or secretKeyRef): another shell's environment "
                + "does not count.",
            "Restart what reads it once at start.")
            .Not("Do not look at the network: no connection was tried."),
        [Cause.ConfigCredentialMalformed] = new CauseEntry(Owner.Configuration, Symptom.LocalCredential,
            "The key holds white space, control or non-ASCII characters, or stands in quotes: a line end from a file, a word before it, a "
                + "paste. Sent like that it breaks the header or is refused.",
            "Store SOURCE again as the key alone: without a line end (printf %s instead of echo, or kubectl create secret "
                + "--from-literal), without quotes around it (docker --env-file keeps them), and without the word Bearer before it.")
            .Not("Do not rotate the key: its text is damaged, not its validity."),
        [Cause.ConfigCredentialNotAllowed] = new CauseEntry(Owner.Configuration, Symptom.LocalCredential,
            "The configuration sends a credential to a host that the vantage's operator has not listed for it in PROBEFLEET_CREDENTIALS. "
                + "Nothing was sent.",
            "If the host is meant to have this credential, add the entry that the summary names to PROBEFLEET_CREDENTIALS of the vantage, "
                + "and restart it.",
            "If nobody meant it, look at who changed fleet.json: probefleet config history.")
            .Not("Do not list a host that you do not know: whoever serves it gets the key."),
        [Cause.ConfigTargetNotAllowed] = new CauseEntry(Owner.Configuration, Symptom.LocalConfiguration,
            "The route's host leads to an address that no route of this vantage may reach: link-local, the cloud's own services, the "
                + "endpoint that gives tokens, or the vantage itself. Nothing was sent.",
            "Compare the base URL, and what its host resolves to, with what the workload means to call.",
            "Where a server on the vantage's own machine is meant, declare the route \"private\": true, or set "
                + "PROBEFLEET_ALLOW_PRIVATE=true there.",
            "If nobody meant it, look at who changed fleet.json (probefleet config history) and at who answers DNS for this name.")
            .Not("Do not look for a firewall: no connection was tried."),
        [Cause.ConfigRuntimeNotAvailable] = new CauseEntry(Owner.Configuration, Symptom.LocalConfiguration,
            "The route asks for the workload's own runtime (\"runtime\": \"python\" or \"node\"), and this place cannot make the call "
                + "with it: a Functions vantage runs .NET alone, or there is no interpreter, or it gave no evidence. Nothing was sent.",
            "Probe the route from a self-hosted vantage whose host or image has the interpreter, and name that vantage in the route's "
                + "\"vantages\".",
            "On the command line, name the workload's own interpreter with --interpreter PATH; try it by hand: PATH --version.",
            "For the other vantages keep a second route without \"runtime\": the two results then tell the runtime's fault from the "
                + "path's.")
            .Not("Do not look at the network: no connection was tried."),
        [Cause.ConfigModelNotFound] = new CauseEntry(Owner.Configuration, Symptom.NotFound,
            "The API answered and does not know the model by this name for this key.",
            "List the models with the same key (GET …/models on HOST) and compare the names with \"MODEL\", letter by letter.",
            "Correct the model where the workload reads it, or give this key's project access to it.")
            .Not("Do not look at the network: the API answered."),
        [Cause.ConfigDeploymentNotFound] = new CauseEntry(Owner.Configuration, Symptom.NotFound,
            "The Azure resource answered and has no deployment of this name.",
            "Compare \"MODEL\" with the resource's deployments (Foundry portal: Deployments): the name of the deployment counts, not the "
                + "model's.",
            "Check that the deployment is in the resource HOST and not in another one.",
            "If it was made in the last five minutes, wait and try again.")
            .Not("Do not look at the network: the resource answered."),
        [Cause.ConfigPath] = new CauseEntry(Owner.Configuration, Symptom.BadRequest,
            "The server answered and does not know the request's path.",
            "Compare the request's URL in the configure stage with the provider's: most want /v1 at the end of the base URL, and nothing "
                + "after it.",
            "On Azure, write apiVersion \"v1\" for the v1 surface, or a dated one for /openai/deployments.")
            .Not("Do not look at the network: a server answered."),
        [Cause.ConfigApiVersion] = new CauseEntry(Owner.Configuration, Symptom.BadRequest,
            "The API version does not fit: a dated version on the v1 surface, none on the dated one, or one that is not served.",
            "Use apiVersion \"v1\" with the v1 surface, or a dated version with the deployment path, and no mixture.")
            .Not(Advice.DoNotRotate),
        [Cause.ConfigRequest] = new CauseEntry(Owner.Configuration, Symptom.BadRequest,
            "The request's content, or the client's own settings for it, do not fit this model or server. The path works.",
            "Read the error's text: it names the parameter or the limit.",
            "Change that member where the workload sets it, and send the same request again (probefleet request writes it as a script).")
            .Not("Do not look at the network: the server read the request."),
    };
}
