using System.Text.Json.Nodes;
using static ProbeFleet.FaultLab.Apis.ErrorBodies;

namespace ProbeFleet.FaultLab.Apis;

/// <content>Answers made for one request: healthy ones, and errors that quote the request.</content>
public static partial class LabAnswers
{
    internal static LabAnswer Welcome { get; } = Healthy("welcome", LabMarks.OpenAI,
        """{"message":"Welcome to the OpenAI API! Documentation is available at https://platform.openai.com/docs/api-reference"}""");

    internal static LabAnswer Models(IReadOnlyList<KeyValuePair<string, string>> marks) => Healthy("models", marks, LabBodies.ModelList);

    internal static LabAnswer Completion(string model, IReadOnlyList<KeyValuePair<string, string>> marks)
    {
        var body = JsonNode.Parse(LabBodies.Completion)!.AsObject();
        body["model"] = model;
        return Healthy("completion", marks, Json(body));
    }

    internal static LabAnswer BadRequest(string message, string? parameter, string? code) =>
        OpenAI("bad-request", 400, "config.request", "configuration", ErrorBody(message, Invalid, parameter, code));

    internal static LabAnswer UnknownModel(string model) => ModelNotFound with
    {
        Body = ErrorBody($"The model `{model}` does not exist or you do not have access to it.", Invalid, null, "model_not_found"),
    };

    internal static LabAnswer UnknownUrlOf(string method, string path) => UnknownUrl with
    {
        Body = ErrorBody($"Invalid URL ({method} {path})", Invalid, null, "unknown_url"),
    };

    // The real message keeps the key's first eight and last four characters.
    internal static LabAnswer InvalidKeyEchoing(string key) => InvalidKey with
    {
        Body = ErrorBody(
            $"Incorrect API key provided: {(key.Length > 12 ? $"{key[..8]}{new string('*', key.Length - 12)}{key[^4..]}" : key)}. "
                + "You can find your API key at https://platform.openai.com/account/api-keys.",
            Invalid, null, "invalid_api_key"),
    };

    private static LabAnswer Healthy(string name, IReadOnlyList<KeyValuePair<string, string>> marks, string body) => new()
    {
        Name = $"healthy/{name}",
        Persona = LabPersona.OpenAI,
        Status = 200,
        Headers = marks,
        Body = body,
        Cause = "ok",
        Owner = "none",
    };
}
