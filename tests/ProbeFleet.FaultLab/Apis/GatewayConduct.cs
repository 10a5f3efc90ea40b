namespace ProbeFleet.FaultLab.Apis;

/// <summary>How a gateway answers when nothing is wrong with it nor with what is behind it.</summary>
internal static class GatewayConduct
{
    public static LabAnswer AnswerTo(LabPersona persona, LabCall call)
    {
        if (!IsAllowed(call))
        {
            return LabAnswers.GatewayInvalidKey with { Headers = Own(persona) };
        }

        if (call.IsModelList && persona is not LabPersona.Kong)
        {
            return LabAnswers.Models(Relayed(persona));
        }

        return call.IsCompletion ? Complete(persona, call) : LabAnswers.Named("kong/no-route") with { Headers = Own(persona) };
    }

    private static bool IsAllowed(LabCall call) =>
        call.Bearer == LabCredentials.GatewayKey
        || call.Headers["api-key"] == LabCredentials.GatewayKey
        || call.Headers["Ocp-Apim-Subscription-Key"] == LabCredentials.GatewayKey
        || call.Headers["x-portkey-api-key"] == LabCredentials.GatewayKey;

    private static LabAnswer Complete(LabPersona persona, LabCall call)
    {
        var model = call.Body?["model"]?.ToString() ?? "";
        return CompletionRules.Violation(call.Body, model) is { } violation
            ? violation with { Headers = Relayed(persona) }
            : LabAnswers.Completion(model, Relayed(persona));
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Own(LabPersona persona) => persona switch
    {
        LabPersona.LiteLlm => LabMarks.LiteLlm,
        LabPersona.Kong => LabMarks.KongItself,
        LabPersona.ApiManagement => LabMarks.ApiManagementItself,
        LabPersona.CloudflareAIGateway => LabMarks.CloudflareAIGateway,
        LabPersona.OpenRouter => LabMarks.OpenRouter,
        LabPersona.Portkey => LabMarks.Portkey,
        LabPersona.Envoy => LabMarks.EnvoyItself,
        LabPersona.Nginx => LabMarks.Nginx,
        LabPersona.OpenAI or LabPersona.AzureOpenAI => throw new ArgumentOutOfRangeException(nameof(persona), persona, "Not a gateway."),
    };

    private static IReadOnlyList<KeyValuePair<string, string>> Relayed(LabPersona persona) => persona switch
    {
        LabPersona.LiteLlm => LabMarks.LiteLlmUpstream,
        LabPersona.Kong => LabMarks.KongRelayed,
        LabPersona.ApiManagement => LabMarks.ApiManagementRelayed,
        LabPersona.Envoy => LabMarks.EnvoyRelayed,
        LabPersona.CloudflareAIGateway or LabPersona.OpenRouter or LabPersona.Portkey or LabPersona.Nginx => Own(persona),
        LabPersona.OpenAI or LabPersona.AzureOpenAI => throw new ArgumentOutOfRangeException(nameof(persona), persona, "Not a gateway."),
    };
}
