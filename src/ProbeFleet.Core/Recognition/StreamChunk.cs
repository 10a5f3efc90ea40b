using System.Text.Json;

namespace ProbeFleet.Core.Recognition;

/// <summary>
/// What one event of an answer says of its progress, read in one pass without a document: most events are a piece of text that nobody
/// keeps.
/// </summary>
internal record struct StreamChunk
{
    /// <summary>The kind of an event of the Responses API.</summary>
    public string? Type { get; private set; }

    /// <summary>Whether it says that the answer failed.</summary>
    public bool HasError { get; private set; }

    /// <summary>Whether it is one of a chat completion.</summary>
    public bool HasChoices { get; private set; }

    /// <summary>Whether its first choice carries a piece of the answer.</summary>
    public bool HasContent { get; private set; }

    public string? FinishReason { get; private set; }

    public string? Model { get; private set; }

    /// <summary>Whether a piece of a response is not empty.</summary>
    public bool HasDelta { get; private set; }

    /// <summary>The model that a response names.</summary>
    public string? ResponseModel { get; private set; }

    /// <summary>Reads the object that has begun, to its end and the data's.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A text that is kept has half a surrogate pair.</exception>
    public static StreamChunk Read(ref Utf8JsonReader json)
    {
        var chunk = new StreamChunk();
        while (Next(ref json))
        {
            if (json.ValueTextEquals("choices"u8))
            {
                chunk.ReadChoices(ref json);
            }
            else if (json.ValueTextEquals("error"u8))
            {
                chunk.HasError |= ReadIsPresent(ref json);
            }
            else if (json.ValueTextEquals("type"u8))
            {
                chunk.Type = ReadText(ref json);
            }
            else if (json.ValueTextEquals("model"u8))
            {
                chunk.Model = ReadText(ref json);
            }
            else if (json.ValueTextEquals("delta"u8))
            {
                chunk.HasDelta = ReadHasText(ref json);
            }
            else if (json.ValueTextEquals("response"u8))
            {
                chunk.ReadResponse(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        // What follows is no JSON.
        json.Read();
        return chunk;
    }

    private void ReadChoices(ref Utf8JsonReader json)
    {
        HasChoices = json.Read() && json.TokenType is JsonTokenType.StartArray;
        if (!HasChoices)
        {
            json.Skip();
            return;
        }

        // Only the first counts.
        var isObject = json.Read() && json.TokenType is JsonTokenType.StartObject;
        while (isObject && Next(ref json))
        {
            if (json.ValueTextEquals("finish_reason"u8))
            {
                FinishReason = ReadText(ref json);
                HasError |= FinishReason is "error";
            }
            else if (json.ValueTextEquals("error"u8))
            {
                HasError |= ReadIsPresent(ref json);
            }
            else if (json.ValueTextEquals("delta"u8))
            {
                ReadDelta(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        if (isObject)
        {
            json.Read();
        }

        while (json.TokenType is not JsonTokenType.EndArray)
        {
            json.Skip();
            json.Read();
        }
    }

    private void ReadDelta(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType is not JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (Next(ref json))
        {
            if (json.ValueTextEquals("content"u8) || json.ValueTextEquals("reasoning_content"u8) || json.ValueTextEquals("reasoning"u8))
            {
                HasContent |= ReadHasText(ref json);
            }
            else if (json.ValueTextEquals("tool_calls"u8))
            {
                HasContent |= ReadIsPresent(ref json);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private void ReadResponse(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType is not JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (Next(ref json))
        {
            if (json.ValueTextEquals("model"u8))
            {
                ResponseModel = ReadText(ref json);
            }
            else
            {
                json.Skip();
            }
        }
    }

    /// <summary>Goes on to the object's next member; false at its end.</summary>
    private static bool Next(ref Utf8JsonReader json) => json.Read() && json.TokenType is JsonTokenType.PropertyName;

    private static string? ReadText(ref Utf8JsonReader json)
    {
        var text = json.Read() && json.TokenType is JsonTokenType.String ? json.GetString() : null;
        json.Skip();
        return text is "" ? null : text;
    }

    private static bool ReadHasText(ref Utf8JsonReader json)
    {
        var hasText = json.Read() && json.TokenType is JsonTokenType.String && !json.ValueSpan.IsEmpty;
        json.Skip();
        return hasText;
    }

    private static bool ReadIsPresent(ref Utf8JsonReader json)
    {
        var isPresent = json.Read() && (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
            || (json.TokenType is JsonTokenType.String && !json.ValueSpan.IsEmpty));
        json.Skip();
        return isPresent;
    }
}
