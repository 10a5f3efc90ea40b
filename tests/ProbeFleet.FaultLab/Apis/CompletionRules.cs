using System.Text.Json.Nodes;

namespace ProbeFleet.FaultLab.Apis;

/// <summary>What a chat completion request must be, as the real API checks it: the answer names the first violation.</summary>
internal static class CompletionRules
{
    private const int SmallestUsefulCap = 16;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "model", "messages", "max_tokens", "max_completion_tokens", "temperature", "top_p", "n", "stop", "stream", "stream_options", "seed",
        "user", "store", "metadata", "response_format", "tools", "tool_choice", "parallel_tool_calls", "presence_penalty",
        "frequency_penalty",
        "logit_bias", "logprobs", "top_logprobs", "service_tier", "reasoning_effort", "verbosity", "safety_identifier", "prompt_cache_key",
    };

    private static readonly HashSet<string> Models = new(StringComparer.Ordinal)
    {
        "gpt-4.1-nano", "gpt-4.1-mini", "gpt-4.1", "gpt-4o", "gpt-4o-mini", "gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-5.4", "gpt-5.4-nano",
        "o1", "o3", "o3-mini", "o4-mini",
    };

    public static bool IsKnown(string model) => Models.Contains(model);

    public static bool IsReasoning(string model) =>
        model.StartsWith("gpt-5", StringComparison.Ordinal) || model is ['o', >= '0' and <= '9', ..];

    /// <summary>The answer that the real API would give to a wrong request; null when it would serve it.</summary>
    public static LabAnswer? Violation(JsonObject? body, string model)
    {
        if (body is null)
        {
            return LabAnswers.BadRequest("We could not parse the JSON body of your request.", null, null);
        }

        if (body["messages"] is not JsonArray { Count: > 0 })
        {
            return LabAnswers.BadRequest("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
        }

        if (body.Select(member => member.Key).FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
        {
            return LabAnswers.BadRequest($"Unrecognized request argument supplied: {unknown}", null, null);
        }

        return IsReasoning(model) ? ReasoningViolation(body) : PlainViolation(body);
    }

    private static LabAnswer? ReasoningViolation(JsonObject body)
    {
        if (body.ContainsKey("max_tokens"))
        {
            return LabAnswers.BadRequest(
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
                "max_tokens", "unsupported_parameter");
        }

        if (body["temperature"] is JsonValue temperature && temperature.GetValue<double>() != 1)
        {
            return LabAnswers.BadRequest(
                $"Unsupported value: 'temperature' does not support {temperature} with this model. Only the default (1) value is "
                    + "supported.",
                "temperature", "unsupported_value");
        }

        return CapViolation(body)
            ?? (Cap(body) < SmallestUsefulCap ? LabAnswers.CouldNotFinish : null);
    }

    private static LabAnswer? PlainViolation(JsonObject body) => body.ContainsKey("reasoning_effort")
        ? LabAnswers.BadRequest("Unrecognized request argument supplied: reasoning_effort", null, null)
        : CapViolation(body);

    private static LabAnswer? CapViolation(JsonObject body) => Cap(body) < 1
        ? LabAnswers.BadRequest(
            $"Invalid 'max_completion_tokens': integer below minimum value. Expected a value >= 1, but got {Cap(body)} instead.",
            "max_completion_tokens", "integer_below_min_value")
        : null;

    private static int? Cap(JsonObject body) => (body["max_completion_tokens"] ?? body["max_tokens"])?.GetValue<int>();
}
