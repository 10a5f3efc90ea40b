namespace ProbeFleet.FaultLab.Apis;

/// <summary>How api.openai.com answers when nothing is wrong with it.</summary>
internal static class OpenAIConduct
{
    public static LabAnswer AnswerTo(LabCall call)
    {
        if (call.Path == "/")
        {
            return LabAnswers.Welcome;
        }

        if (call.Bearer is not { Length: > 0 } key)
        {
            return LabAnswers.MissingKey;
        }

        if (key != LabCredentials.OpenAIKey)
        {
            return LabAnswers.InvalidKeyEchoing(key);
        }

        return call.Path switch
        {
            "/v1/models" when call.IsModelList => LabAnswers.Models(LabMarks.OpenAI),
            "/v1/chat/completions" when call.IsCompletion => Complete(call),
            _ => LabAnswers.UnknownUrlOf(call.Method, call.Path),
        };
    }

    private static LabAnswer Complete(LabCall call)
    {
        var model = call.Body?["model"]?.ToString() ?? "";
        if (call.Body is not null && !CompletionRules.IsKnown(model))
        {
            return LabAnswers.UnknownModel(model);
        }

        return CompletionRules.Violation(call.Body, model) ?? LabAnswers.Completion(model, LabMarks.OpenAIWithLimits);
    }
}
