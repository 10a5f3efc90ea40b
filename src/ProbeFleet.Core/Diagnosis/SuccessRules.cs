namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for JSON successes without a generation: no portal or inspection writes them, so the server is what to look at.</summary>
internal static class SuccessRules
{
    private const string NotTheNetwork = "Do not look at the network: the server itself answered.";

    /// <summary>Judges such a success; null for any other answer, and for words that say more.</summary>
    public static Finding? Find(ResponseView reply) => reply switch
    {
        { Response.Status: >= 300 } or { Reading.Row: not null } => null,
        { Shape: BodyShape.EmptyCompletion } => Empty(reply),
        { Shape: BodyShape.OtherGeneration } => OfAnotherApi(reply),
        { IsFromApi: true } or { Context.IsProvidersHost: true } or { Status: >= 300 } or { IsJson: false } => null,
        { Context: { IsProven: false, IsNear: false } } => null,
        { Response.ErrorMessage: { } } => WithWords(reply),
        _ => OfUnknownShape(reply),
    };

    private static Finding Empty(ResponseView reply)
    {
        var context = reply.Context;
        var finding = reply.Found(
            context.IsGatewayRoute ? Cause.GatewayError : Cause.ServerError,
            Confidence.Likely,
            "It is a completion without choices: the request was taken, and nothing was generated.")
            .Advise(
                $"Try again with back-off; if it stays, report {context.Time}, and the request id if there is one, to whoever runs "
                    + $"{context.Host}.",
                "Compare with another model of the same server: if that one answers, it is this model's.")
            .Warn(NotTheNetwork)
            .Or(Cause.ConfigRequest, "Send the workload's own request: if it gets choices, something of the probe's is not answered.");
        return context.IsGatewayRoute
            ? finding.Or(
                Cause.GatewayUpstreamFailed,
                "Probe the route that this gateway fronts from the same vantage: if it is as empty, the gateway only passes it on.")
            : finding;
    }

    private static Finding OfAnotherApi(ResponseView reply) => reply.Found(
        Cause.ConfigPath,
        Confidence.Likely,
        "A model answered, in the shape of another API or in an envelope: an OpenAI-compatible client finds no choices in it.")
        .Advise(
            $"Set the base URL ({reply.Context.BaseUrl}) to the server's OpenAI-compatible path (Ollama, vLLM: /v1; Gemini: "
                + "/v1beta/openai; DashScope: /compatible-mode/v1; Bedrock: /openai/v1).",
            "If the workload speaks that other API on purpose, the route works for it; this probe cannot tell.")
        .Warn("Do not look at the network, the key or billing: a model was reached and answered.")
        .Or(
            Cause.HttpNotApi,
            "If the path is the one that its documentation gives, ask whoever runs the server why it answers in another shape.",
            reply.Context.OwnerOfServer);

    private static Finding WithWords(ResponseView reply) => reply.Found(
        reply.Context.IsGatewayRoute ? Cause.GatewayError : Cause.ServerError,
        Confidence.Guess,
        "It is a success by its status only: it holds no completion, and these words.")
        .Advise(
            "Read those words: if they tell of a failure, do what they ask, and report the time "
                + $"{reply.Context.Time} to whoever runs {reply.Context.Host}.",
            "Run the probe several times: once in a while is a server that fails, always is one that is set up or called wrong.")
        .Warn(NotTheNetwork)
        .Or(
            Cause.ConfigPath,
            "If they are a greeting or another API's, the base URL lacks the path of the OpenAI-compatible one, such as /v1.")
        .Or(Cause.AuthPermission, "If they speak of the account, of a permission or of the key, that is what to mend.");

    private static Finding OfUnknownShape(ResponseView reply) => reply.Found(
        Cause.HttpNotApi, Confidence.Weak, "It is JSON without a completion, and without an error that is known.")
        .OwnedBy(reply.Context.OwnerOfServer)
        .Advise(
            "Compare the JSON in the summary with the documentation of what runs there: a job that waits, a health check and another "
                + "API's answer look like this.",
            $"Look for the request in that server's log at {reply.Context.Time}.")
        .Warn(NotTheNetwork)
        .Or(
            Cause.ConfigPath,
            "If it is another API's answer, the base URL lacks the path of the OpenAI-compatible one, such as /v1 (RunPod: /openai/v1).");
}
