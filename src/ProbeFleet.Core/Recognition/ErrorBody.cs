using System.Text;
using System.Text.Json;

namespace ProbeFleet.Core.Recognition;

/// <summary>Reads the JSON bodies of providers, gateways and front ends. Every member may be absent or of another type.</summary>
internal static class ErrorBody
{
    // Most specific first. Kong, APIM and most servers: message; FastAPI: detail; ASP.NET and Problem Details: detail, title; OAuth:
    // error_description; Portkey: html-message; DashScope and Zhipu: msg; MiniMax: status_msg; Baidu: error_msg; Apigee: faultstring;
    // IBM: moreInformation.
    private static readonly string[] Messages =
    [
        "message", "msg", "detail", "error_description", "error_message", "error_msg", "errorMessage", "errmsg", "faultstring",
        "html-message", "status_msg", "description", "moreInformation", "httpMessage", "title", "reason",
    ];

    /// <summary>What says more where a message is only a heading, as in WSO2's {"message":"Runtime Error","description":"…"}.</summary>
    private static readonly string[] Explanations = ["description", "detail", "details", "explanation", "cause"];

    /// <summary>The most characters of a heading.</summary>
    private const int MostOfHeading = 40;

    private static readonly string[] Codes = ["code", "error_code", "errorCode", "internalCode", "errcode", "status_code", "__type"];

    /// <summary>How deep an error may lie in objects that only wrap it.</summary>
    private const int MostWrappers = 3;

    private static readonly string[] Types = ["type", "name", "error_type"];

    public static ResponseBody Read(JsonElement root) => WithInner(ReadRoot(root));

    private static ResponseBody ReadRoot(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Object => ReadObject(root),
        JsonValueKind.Array when root.GetArrayLength() > 0 && root[0].ValueKind is JsonValueKind.Object => ReadObject(root[0]),
        JsonValueKind.String => new() { Shape = BodyShape.Json, Message = root.GetString() },
        _ => new() { Shape = BodyShape.Json },
    };

    /// <summary>
    /// Google's clients and many gateways put the provider's whole answer into the message, as JSON text, alone or after words of their
    /// own (llms: "Error from provider(openai,gpt-4: 429): {…}Error: …"). What follows it is a trace.
    /// </summary>
    private static ResponseBody WithInner(ResponseBody body)
    {
        var message = body.Message ?? "";
        var from = message.AsSpan().IndexOfAny('{', '[');
        while (from >= 0 && message.AsSpan(from + 1).TrimStart() is not ['"' or '{', ..])
        {
            var next = message.AsSpan(from + 1).IndexOfAny('{', '[');
            from = next < 0 ? -1 : from + 1 + next;
        }

        return from >= 0 && ReadRelayed(message[from..]) is { Message: not null } said && IsAnswer(said, message, from)
            ? body with
            {
                Message = message[..from] + said.Message,
                Code = said.Code ?? body.Code,
                CodeIsNumber = said.Code is null ? body.CodeIsNumber : said.CodeIsNumber,
                Type = said.Type ?? body.Type,
                Reason = said.Reason ?? body.Reason,
            }
            : body;
    }

    /// <summary>Whether quoted JSON is an answer, and not an item that the message speaks of.</summary>
    private static bool IsAnswer(ResponseBody said, string message, int from) => string.IsNullOrWhiteSpace(message[..from])
        || said is not { Code: null, Type: null, Reason: null } || message.IndexOf("\"error", from, StringComparison.Ordinal) >= 0;

    private static ResponseBody ReadObject(JsonElement root) =>
        FirstOf(root, "choices") is { } choice ? ReadGeneration(root, choice, "finish_reason")
        : Get(root, "output") is { ValueKind: JsonValueKind.Array } && Text(root, "object") is "response"
            ? ReadGeneration(root, root, "status")
        : Get(root, "error") is { } error ? ReadError(root, error)
        : ReadOther(root);

    /// <summary>Reads a generation. It may fail after its status: beside its choices, in the first (OpenRouter), or by reason.</summary>
    private static ResponseBody ReadGeneration(JsonElement root, JsonElement choice, string nameOfReason)
    {
        var reason = Text(choice, nameOfReason);

        // A provider that is named beside a generation is no mark of Portkey's.
        return (FailureOf(root) ?? FailureOf(choice)) is { } error
                ? ReadError(root, error) with { FinishReason = reason ?? "error", RelayedFor = null }
            : reason is "error" or "failed"
                ? new() { Shape = BodyShape.ErrorObject, FinishReason = reason, Message = $"{nameOfReason}: {reason}" }
            : new() { Shape = BodyShape.Completion, FinishReason = reason, Model = Text(root, "model") };
    }

    private static JsonElement? FailureOf(JsonElement generation) => Get(generation, "error") is { } error
        && error.ValueKind is JsonValueKind.Object or JsonValueKind.String && error.GetRawText().Length > 2 ? error : null;

    private static ResponseBody ReadError(JsonElement root, JsonElement error) => error.ValueKind switch
    {
        // OpenAI, Azure OpenAI, LiteLLM, OpenRouter, Bifrost, Google, Anthropic
        JsonValueKind.Object => WithRelayed(ReadEntry(error, BodyShape.ErrorObject), RawOf(error)) with
        {
            ProviderName = Text(Get(error, "metadata"), "provider_name"),
            RelayedFor = Text(root, "provider"),
            RequestId = Text(root, "request_id"),
        },

        // Cloudflare AI Gateway: {"success":false,"error":[{"code":2005,"message":"…"}]}
        JsonValueKind.Array when error.GetArrayLength() > 0 => ReadEntry(error[0], BodyShape.Json),

        // {"error":"model 'x' not found"}, {"code":"…","error":"…"}, {"error":"invalid_token","error_description":"…"}
        JsonValueKind.String => ReadEntry(root, BodyShape.Json) is { Message: { } described } entry && Text(root, "code") is null
            ? entry with { Code = error.GetString(), Message = described }
            : ReadEntry(root, BodyShape.Json) with { Message = error.GetString() },
        _ => ReadOther(root),
    };

    /// <summary>The provider's answer: text, or an object that has it as text or is it.</summary>
    private static string? RawOf(JsonElement error) => Get(error, "metadata") is { } metadata && Get(metadata, "raw") is { } raw
        ? raw.ValueKind is JsonValueKind.Object ? Text(raw, "data") ?? raw.GetRawText() : AsText(raw)
        : null;

    /// <summary>OpenRouter writes "Provider returned error" and keeps the provider's error as text in <c>metadata.raw</c>.</summary>
    private static ResponseBody WithRelayed(ResponseBody body, string? raw)
    {
        if (string.IsNullOrWhiteSpace(raw))
        {
            return body;
        }

        var said = ReadRelayed(raw);
        return body with
        {
            Message = $"{body.Message}: {said?.Message ?? raw}",
            Reason = Joined([body.Reason, said?.Code, said?.Type, said?.Reason]),
        };
    }

    /// <summary>The different words that are not empty, with spaces between; null when there is none.</summary>
    private static string? Joined(IEnumerable<string?> words) =>
        string.Join(' ', words.Where(word => !string.IsNullOrWhiteSpace(word)).Distinct()) is { Length: > 0 } joined ? joined : null;

    private static ResponseBody? ReadRelayed(string raw)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(JsonRepair.WithoutHalfSurrogates(raw)));
            using var document = JsonDocument.ParseValue(ref reader);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ResponseBody ReadOther(JsonElement root)
    {
        if (Get(root, "data") is { ValueKind: JsonValueKind.Array } data && (Text(root, "object") is "list" || Get(root, "object") is null))
        {
            return new() { Shape = IsOfEmbeddings(data) ? BodyShape.Embeddings : BodyShape.ModelList };
        }

        // Cloudflare's API: {"success":false,"errors":[{"code":10000,"message":"…"}]}
        if (FirstOf(root, "errors") is { } first && (first.ValueKind is JsonValueKind.Object || MessageOf(root) is null))
        {
            return first.ValueKind is JsonValueKind.Object
                ? ReadEntry(first, BodyShape.Json)
                : new() { Shape = BodyShape.Json, Message = AsText(first) };
        }

        // API Management and Azure's front door: {"statusCode":401,"message":"…"}
        if (Get(root, "statusCode") is { } statusCode && Get(root, "message") is { ValueKind: JsonValueKind.String })
        {
            return new() { Shape = BodyShape.StatusMessage, Code = AsText(statusCode), Message = Text(root, "message") };
        }

        // Kong, vLLM, Databricks, Mistral, FastAPI, Problem Details, and others that write the error's members at the top level.
        var own = ReadEntry(root, BodyShape.Json) with
        {
            RequestId = Text(root, "request_id"),
            RelayedFor = Text(root, "provider"),
        };
        return own.Message is null && ReadWrapped(root, MostWrappers) is { } wrapped
            ? wrapped with { RequestId = own.RequestId, RelayedFor = own.RelayedFor }
            : own;
    }

    /// <summary>
    /// The first error with a message inside other objects, as in {"Response":{"Error":{…}}}, {"fault":{…}} and {"base_resp":{…}}; null if
    /// there is none.
    /// </summary>
    private static ResponseBody? ReadWrapped(JsonElement root, int wrappers)
    {
        var inner = root.EnumerateObject().Select(member => member.Value).Where(value => value.ValueKind is JsonValueKind.Object).ToArray();
        return inner.Select(value => ReadEntry(value, BodyShape.Json)).FirstOrDefault(entry => entry.Message is not null)
            ?? (wrappers > 1 ? inner.Select(value => ReadWrapped(value, wrappers - 1)).FirstOrDefault(entry => entry is not null) : null);
    }

    private static bool IsOfEmbeddings(JsonElement data) => data.GetArrayLength() > 0 && Get(data[0], "embedding") is not null;

    private static ResponseBody ReadEntry(JsonElement entry, BodyShape shape) => new()
    {
        Shape = shape,
        Code = First(entry, Codes),
        CodeIsNumber = Get(entry, "code") is { ValueKind: JsonValueKind.Number },
        Type = First(entry, Types),
        Message = MessageOf(entry),
        Reason = ReasonOf(entry),
    };

    private static string? MessageOf(JsonElement entry)
    {
        foreach (var name in Messages)
        {
            if (Get(entry, name) is { } value && Worded(value) is { Length: > 0 } message)
            {
                return name is "message" && ExplanationOf(entry, message) is { } explanation ? $"{message}: {explanation}" : message;
            }
        }

        return null;
    }

    private static string? ExplanationOf(JsonElement entry, string message) =>

        // Portkey: {"message":"Invalid config","errors":["path: …"]}
        FirstOf(entry, "errors") is { ValueKind: JsonValueKind.String } error ? error.GetString()
            : Explanations.Select(name => Get(entry, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null)
                .FirstOrDefault(text => message.Length <= MostOfHeading && !string.IsNullOrWhiteSpace(text) && text != message);

    /// <summary>A string; the message in an object; or the first of some validation errors (FastAPI, Mistral) with its place.</summary>
    private static string? Worded(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => MessageOf(value) ?? Text(value, "error"),
        JsonValueKind.Array when value.GetArrayLength() > 0 => value[0].ValueKind is JsonValueKind.Object
            ? Place(value[0]) is { } place && MessageOf(value[0]) is { } wrong ? $"{place}: {wrong}" : MessageOf(value[0])
            : AsText(value[0]),
        _ => AsText(value),
    };

    private static string? Place(JsonElement error) =>
        Get(error, "loc") is { ValueKind: JsonValueKind.Array } path && path.GetArrayLength() > 0
        ? string.Join('.', path.EnumerateArray().Select(AsText))
        : null;

    /// <summary>Google's status word and reason, Azure's inner code, and the parameter.</summary>
    private static string? ReasonOf(JsonElement entry)
    {
        List<string?> reasons =
        [
            Get(entry, "status") is { ValueKind: JsonValueKind.String } status ? status.GetString() : null,
            Text(entry, "reason"),
            Text(Get(entry, "innererror"), "code"),
            Text(entry, "param"),
        ];
        if (Get(entry, "details") is { ValueKind: JsonValueKind.Array } details)
        {
            reasons.AddRange(details.EnumerateArray().Select(detail => Text(detail, "reason")));
        }

        return Joined(reasons.Where(word => word is not "None" && word != Text(entry, "message")));
    }

    private static string? First(JsonElement entry, string[] names) =>
        names.Select(name => Text(entry, name)).FirstOrDefault(text => text is not null);

    /// <summary>A member that is not null; its name's case does not matter (Bedrock: Message; Tencent: Error, Code).</summary>
    private static JsonElement? Get(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object
            && (element.TryGetProperty(name, out var value) || TryGetOfOtherCase(element, name, out value))
            && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;

    private static bool TryGetOfOtherCase(JsonElement element, string name, out JsonElement value)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = member.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The first item of a member that is a list; null when it is none or empty.</summary>
    private static JsonElement? FirstOf(JsonElement element, string name) =>
        Get(element, name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list[0] : null;

    private static string? Text(JsonElement? element, string name) =>
        element is { } present && Get(present, name) is { } value ? AsText(value) : null;

    private static string? AsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
