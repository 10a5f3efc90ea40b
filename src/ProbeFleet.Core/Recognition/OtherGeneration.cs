using System.Text.Json;

namespace ProbeFleet.Core.Recognition;

/// <summary>Recognizes JSON that an OpenAI-compatible client finds no generation in: one without choices, and another API's.</summary>
internal static class OtherGeneration
{
    /// <summary>What only wraps an answer (<c>{"code":200,"data":{…}}</c>).</summary>
    private static readonly string[] Wrappers = ["data", "result", "response", "body"];

    /// <summary>The shape; null when the JSON is neither.</summary>
    public static BodyShape? ShapeOf(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array when root.GetArrayLength() > 0 => Has(root[0], "generated_text", JsonValueKind.String)
            ? BodyShape.OtherGeneration : null,
        JsonValueKind.Object when root.TryGetProperty("choices", out var choices) =>
            choices.ValueKind is JsonValueKind.Null || (choices.ValueKind is JsonValueKind.Array && choices.GetArrayLength() is 0)
                ? BodyShape.EmptyCompletion : null,
        JsonValueKind.Object when IsNative(root) || Wrappers.Any(name => IsWrapped(root, name)) => BodyShape.OtherGeneration,
        _ => null,
    };

    private static bool IsNative(JsonElement root) =>

        // Gemini; Ollama's /api/chat and /api/generate; Cohere; Anthropic; Text Generation Inference; DashScope; Bedrock's Converse
        Has(root, "candidates", JsonValueKind.Array)
        || (root.TryGetProperty("done", out _) && (Has(root, "response", JsonValueKind.String) || IsMessage(root)))
        || IsMessage(root)
        || (Has(root, "role", JsonValueKind.String) && Has(root, "content", JsonValueKind.Array))
        || Has(root, "generated_text", JsonValueKind.String)
        || (Has(root, "output", JsonValueKind.Object) && root.GetProperty("output") is var output
            && (Has(output, "text", JsonValueKind.String) || Has(output, "choices", JsonValueKind.Array) || IsMessage(output)));

    private static bool IsMessage(JsonElement element) => Has(element, "message", JsonValueKind.Object)
        && element.GetProperty("message") is var message
        && Has(message, "role", JsonValueKind.String) && message.TryGetProperty("content", out _);

    /// <summary>Whether a member holds a generation: choices, a native one, or Workers AI's <c>{"result":{"response":"…"}}</c>.</summary>
    private static bool IsWrapped(JsonElement root, string name) => Has(root, name, JsonValueKind.Object)
        && root.GetProperty(name) is var inner
        && ((Has(inner, "choices", JsonValueKind.Array) && inner.GetProperty("choices").GetArrayLength() > 0)
            || Has(inner, "response", JsonValueKind.String) || IsNative(inner));

    private static bool Has(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == kind;
}
