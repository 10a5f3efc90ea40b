namespace ProbeFleet.FaultLab.Apis;

/// <summary>How an Azure OpenAI resource answers when nothing is wrong with it: the v1 surface and dated API versions.</summary>
internal static class AzureConduct
{
    private static readonly Dictionary<string, string> ModelOfDeployment = new(StringComparer.Ordinal)
    {
        ["chat"] = "gpt-4.1-nano",
        ["gpt-4.1-nano"] = "gpt-4.1-nano",
        ["reasoning"] = "o3-mini",
    };

    private static readonly string[] Versions =
        ["2022-12-01", "2023-05-15", "2024-02-01", "2024-06-01", "2024-10-21", "2025-04-01-preview"];

    public static LabAnswer AnswerTo(LabCall call)
    {
        var segments = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isV1 = segments is [_, "v1", ..];
        if (Refusal(call, isV1) is { } refusal)
        {
            return refusal;
        }

        return segments switch
        {
            [_, "v1", ..] when call.ApiVersion is not null => LabAnswers.ApiVersionNotAllowed,
            [_, "v1", "models"] when call.IsModelList => LabAnswers.Models(LabMarks.AzureBackend),
            [_, "v1", "chat", "completions"] when call.IsCompletion => Complete(call, call.Body?["model"]?.ToString() ?? ""),
            [_, "v1", ..] => LabAnswers.ResourceNotFound,
            _ when call.ApiVersion is null => LabAnswers.ResourceNotFound,
            _ when !Versions.Contains(call.ApiVersion) => LabAnswers.ApiVersionNotSupported,
            [_, "models"] when call.IsModelList => LabAnswers.Models(LabMarks.AzureBackend),
            [_, "deployments", var deployment, "chat", "completions"] when call.IsCompletion => Complete(call, deployment),
            _ => LabAnswers.ResourceNotFound,
        };
    }

    // An API key comes in api-key, or on the v1 surface also as a bearer (what OpenAIClient with a key credential sends).
    private static LabAnswer? Refusal(LabCall call, bool isV1)
    {
        if (call.Headers.TryGetValue("api-key", out var key))
        {
            return key == LabCredentials.AzureKey ? null : LabAnswers.AzureInvalidKey;
        }

        return call.Bearer switch
        {
            null => LabAnswers.AzureWrongAudience,
            LabCredentials.AzureKey when isV1 => null,
            var token when LabCredentials.AudienceOf(token) is { } audience => Accepts(audience, isV1)
                ? null
                : LabAnswers.AzureWrongAudience,
            _ => isV1 ? LabAnswers.AzureInvalidKey : LabAnswers.AzureWrongAudience,
        };
    }

    private static bool Accepts(string audience, bool isV1) => audience switch
    {
        LabCredentials.CognitiveServicesAudience => true,
        LabCredentials.FoundryAudience => isV1,
        _ => false,
    };

    private static LabAnswer Complete(LabCall call, string deployment)
    {
        if (!ModelOfDeployment.TryGetValue(deployment, out var model))
        {
            return LabAnswers.DeploymentNotFound;
        }

        return CompletionRules.Violation(call.Body, model) is { } violation
            ? violation with { Headers = LabMarks.AzureBackend }
            : LabAnswers.Completion(model, LabMarks.AzureBackend);
    }
}
