using System.Text.Json;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Recognition;

/// <summary>Reads the JSON shapes that providers, gateways and front ends write. Every member may be absent or of another type.</summary>
internal static class ErrorBody
{
    public static ResponseBody Read(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Object => ReadObject(root),
        JsonValueKind.Array when root.GetArrayLength() > 0 && Get(root[0], "error") is not null => ReadObject(root[0]),
        _ => new() { Shape = BodyShape.Json },
    };

    private static ResponseBody ReadObject(JsonElement root)
    {
        if (Get(root, "choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0)
        {
            return new() { Shape = BodyShape.Completion, FinishReason = Text(choices[0], "finish_reason") };
        }

        return Get(root, "error") is { } error ? ReadError(root, error) : ReadOther(root);
    }

    private static ResponseBody ReadError(JsonElement root, JsonElement error) => error.ValueKind switch
    {
        // OpenAI, Azure OpenAI, LiteLLM, OpenRouter, Bifrost
        JsonValueKind.Object => ReadEntry(error, BodyShape.ErrorObject) with { ProviderName = Text(Get(error, "metadata"), "provider_name") },

        // Cloudflare AI Gateway: {"success":false,"error":[{"code":2005,"message":"…"}]}
        JsonValueKind.Array when error.GetArrayLength() > 0 => ReadEntry(error[0], BodyShape.Json),

        // {"error":"model 'x' not found"}
        JsonValueKind.String => new() { Shape = BodyShape.Json, Message = error.GetString(), Code = Text(root, "code") },
        _ => ReadOther(root),
    };

    private static ResponseBody ReadOther(JsonElement root)
    {
        if (Get(root, "data") is { ValueKind: JsonValueKind.Array } && (Text(root, "object") is "list" || Get(root, "object") is null))
        {
            return new() { Shape = BodyShape.ModelList };
        }

        // Cloudflare's API: {"success":false,"errors":[{"code":10000,"message":"…"}]}
        if (Get(root, "errors") is { ValueKind: JsonValueKind.Array } errors && errors.GetArrayLength() > 0)
        {
            return ReadEntry(errors[0], BodyShape.Json);
        }

        // API Management and Azure's front door: {"statusCode":401,"message":"…"}
        if (Get(root, "statusCode") is { } statusCode && Get(root, "message") is not null)
        {
            return new() { Shape = BodyShape.StatusMessage, Code = AsText(statusCode), Message = Text(root, "message") };
        }

        return new()
        {
            Shape = BodyShape.Json,

            // Cloudflare AI Gateway: {"name":"AiGatewayError","internalCode":2009,"message":"…"}
            Code = Text(root, "internalCode") ?? Text(root, "code"),
            Type = Text(root, "name") ?? Text(root, "type"),

            // Kong: {"message":"…","request_id":"…"}; FastAPI: {"detail":"…"}; ASP.NET Core: {"title":"…"}
            Message = Text(root, "message") ?? Detail(root) ?? Text(root, "title"),
            RequestId = Text(root, "request_id"),
        };
    }

    private static ResponseBody ReadEntry(JsonElement entry, BodyShape shape) => new()
    {
        Shape = shape,
        Code = Text(entry, "code"),
        CodeIsNumber = Get(entry, "code") is { ValueKind: JsonValueKind.Number },
        Type = Text(entry, "type"),
        Message = Text(entry, "message"),
    };

    /// <summary>FastAPI's <c>detail</c>: a text, an object with a text, or a list of validation errors.</summary>
    private static string? Detail(JsonElement root) => Get(root, "detail") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } detail => Text(detail, "message") ?? Text(detail, "error") ?? Text(detail, "msg"),
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 => Text(list[0], "msg"),
        _ => null,
    };

    private static JsonElement? Get(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;

    private static string? Text(JsonElement? element, string name) => element is { } present && Get(present, name) is { } value ? AsText(value) : null;

    private static string? AsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
