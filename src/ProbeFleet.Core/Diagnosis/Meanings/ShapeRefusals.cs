using static ProbeFleet.Core.Diagnosis.Meanings.Meaning;

namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>
/// Recognizes refusals of a request shape that the probe chose and a workload need not use. The probe must not be the fault, so it asks
/// once more in the shape that the server wants.
/// </summary>
public static class ShapeRefusals
{
    private static readonly (ShapeChange Change, MeaningRow Row)[] Table =
    [
        Of(ShapeChange.Stream, "only support stream", "https://github.com/infiniflow/ragflow/issues/5912"),
        Of(ShapeChange.Stream, "only supports stream"),
        Of(ShapeChange.Stream, "must be set to false for non-streaming calls", "https://help.aliyun.com/en/model-studio/error-code"),
        Of(ShapeChange.Stream, "stream must be set to true", "https://github.com/leookun/cursor-byok/issues/14"),
        Of(ShapeChange.MoreTokens, "max_output_tokens*minimum value"),
        Of(ShapeChange.MoreTokens, "max_completion_tokens*minimum value"),
        Of(ShapeChange.MoreTokens, "max_tokens*must be greater than",
            "https://docs.claude.com/en/docs/build-with-claude/extended-thinking"),
        Of(ShapeChange.MaxCompletionTokens, "Use 'max_completion_tokens' instead",
            "https://github.com/ITSpecialist111/ai_automation_suggester/issues/38"),
        Of(ShapeChange.MaxCompletionTokens, "'max_tokens' is not supported", "https://github.com/teilomillet/gollm/issues/33"),
        Of(ShapeChange.MaxTokens, "max_completion_tokens*Extra inputs", "https://github.com/editor-code-assistant/eca/issues/231"),
        Of(ShapeChange.MaxTokens, "max_completion_tokens*not permitted", "https://github.com/editor-code-assistant/eca/issues/231"),
        (ShapeChange.MaxTokens, new(
            ShapeRefused, SignPlace.Hint, "*max_completion_tokens", "https://learn.microsoft.com/azure/ai-foundry/openai/reference")),
        Of(ShapeChange.Responses, "only supported in v1/responses", "https://github.com/aaif-goose/goose/issues/2564"),
        Of(ShapeChange.Responses, "Missing required parameter: 'input'", "https://github.com/kgateway-dev/kgateway/issues/11340"),
        Of(ShapeChange.Responses, "body.input: Field required", "https://fastapi.tiangolo.com/tutorial/handling-errors/"),
        Of(ShapeChange.Responses, "not supported in the v1/chat/completions", "https://github.com/n3d1117/chatgpt-telegram-bot/issues/386"),
        Of(ShapeChange.Responses, "not accessible via the /chat/completions endpoint", "https://github.com/caozhiyuan/copilot-api"),
    ];

    internal static MeaningGroup Group { get; } = new(
        "The probe's own shape",
        "https://developers.openai.com/api/reference/resources/chat",
        [.. Table.Select(refusal => refusal.Row)]);

    /// <summary>The change of shape that the answer asks for; null when it refuses nothing that the probe chose.</summary>
    /// <param name="answer">The body's facts; null when it was not read.</param>
    /// <param name="asked">The changes already made: none is made twice.</param>
    public static ShapeChange? Wanted(ResponseEvidence response, AnswerFacts? answer, IReadOnlyCollection<ShapeChange> asked)
    {
        if (response.Status is < 400 or >= 500 && answer?.Shape is not BodyShape.ErrorObject)
        {
            return null;
        }

        var words = new AnswerWords(response, answer);
        return Table.Where(refusal => refusal.Row.Shows(words)).Select(
            refusal => (ShapeChange?)refusal.Change).FirstOrDefault() is { } change
            && !asked.Contains(change)
                ? change
                : null;
    }

    private static (ShapeChange Change, MeaningRow Row) Of(ShapeChange change, string phrase, string? source = null) =>
        (change, new(ShapeRefused, SignPlace.Phrase, phrase, source));
}
