using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ProbeFleet.Core.Recognition;

/// <summary>
/// Reads a stream of server-sent events (WHATWG HTML, section 9.2) as its bytes arrive: counts the events and recognizes one that ends or
/// fails the answer. Keeps nothing of the content except an error's message.
/// </summary>
public sealed class EventStreamReader
{
    /// <summary>The longest line and the longest event in bytes; what exceeds it is counted but not read.</summary>
    public const int MostEventBytes = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _data = new();
    private bool _skipsLineFeed;
    private bool _isFirstLine = true;
    private bool _hasData;
    private bool _isNamedError;
    private ResponseBody? _error;
    private bool _isOfTheApi;
    private string? _finishReason;
    private string? _model;

    /// <summary>The number of events so far.</summary>
    public int Events { get; private set; }

    /// <summary>The number of events so far that carried a piece of the answer.</summary>
    public int Contents { get; private set; }

    /// <summary>The number of comments so far.</summary>
    public int Comments { get; private set; }

    /// <summary>Whether the event that ends a whole answer has arrived.</summary>
    public bool HasTerminalEvent { get; private set; }

    /// <summary>Whether an event has reported that the answer failed.</summary>
    public bool HasError => _error is not null;

    /// <summary>Whether the answer has stated why it stopped.</summary>
    public bool HasFinishReason => _finishReason is not null;

    /// <summary>Whether nothing more is expected, because a terminal event or an error has arrived.</summary>
    public bool HasEnded => HasTerminalEvent || HasError;

    internal ResponseBody Body =>
        (_error ?? new() { Shape = _isOfTheApi ? BodyShape.Completion : BodyShape.Unknown, FinishReason = _finishReason, Model = _model })
        with
        {
            Framing = AnswerFraming.Events,
        };

    /// <summary>Reads the next bytes. Bytes after the terminal event are ignored.</summary>
    /// <param name="bytes">The bytes, which may be cut anywhere.</param>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !HasEnded)
        {
            if (_skipsLineFeed && bytes[0] is (byte)'\n')
            {
                _skipsLineFeed = false;
                bytes = bytes[1..];
                continue;
            }

            _skipsLineFeed = false;
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                Keep(_line, bytes);
                return;
            }

            _skipsLineFeed = bytes[end] is (byte)'\r';
            EndLine(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Marks the end of the body. A last event without its blank line counts too, as in OpenAI's clients.</summary>
    public void Complete()
    {
        if (!HasEnded)
        {
            EndLine([]);
            Dispatch();
        }
    }

    private void EndLine(ReadOnlySpan<byte> rest)
    {
        if (_line.WrittenCount == 0)
        {
            ReadLine(rest);
            return;
        }

        Keep(_line, rest);
        ReadLine(_line.WrittenSpan);
        _line.ResetWrittenCount();
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        if (_isFirstLine)
        {
            _isFirstLine = false;
            line = line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        }

        if (line.IsEmpty)
        {
            Dispatch();
        }
        else if (line[0] is (byte)':')
        {
            Comments++;
        }
        else if (line.StartsWith("data:"u8))
        {
            if (_hasData)
            {
                Keep(_data, "\n"u8);
            }

            _hasData = true;
            Keep(_data, Value(line["data:".Length..]));
        }
        else if (line.StartsWith("event:"u8))
        {
            _isNamedError = Value(line["event:".Length..]).SequenceEqual("error"u8);
        }
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> rest) => rest.StartsWith(" "u8) ? rest[1..] : rest;

    private static void Keep(ArrayBufferWriter<byte> kept, ReadOnlySpan<byte> bytes) =>
        kept.Write(bytes[..Math.Min(bytes.Length, MostEventBytes - kept.WrittenCount)]);

    private void Dispatch()
    {
        if (_hasData)
        {
            Events++;
            if (_data.WrittenSpan.Trim((byte)' ').SequenceEqual("[DONE]"u8))
            {
                HasTerminalEvent = true;
            }
            else
            {
                ReadData();
            }

            _data.ResetWrittenCount();
        }

        (_hasData, _isNamedError) = (false, false);
    }

    private void ReadData()
    {
        try
        {
            var json = new Utf8JsonReader(_data.WrittenSpan);
            if (json.Read() && json.TokenType is JsonTokenType.StartObject)
            {
                Take(StreamChunk.Read(ref json));
                return;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Data that is not JSON, or has half a surrogate pair, is an event without content.
        }

        if (_isNamedError)
        {
            _error = ResponseBody.Read(Encoding.UTF8.GetString(_data.WrittenSpan), null);
        }
    }

    private void Take(StreamChunk chunk)
    {
        if (_isNamedError || chunk.HasError || chunk.Type is "error" or "response.failed")
        {
            using var document = JsonDocument.Parse(JsonRepair.WithoutHalfSurrogates(Encoding.UTF8.GetString(_data.WrittenSpan)));
            _error = ResponseBody.Read(ErrorOf(document.RootElement, chunk.Type), null);
        }
        else if (chunk.HasChoices)
        {
            _isOfTheApi = true;
            _model ??= chunk.Model;
            _finishReason = chunk.FinishReason ?? _finishReason;
            Contents += chunk.HasContent ? 1 : 0;
        }
        else if (chunk.Type?.StartsWith("response.", StringComparison.Ordinal) is true)
        {
            _isOfTheApi = true;
            _model ??= chunk.ResponseModel;
            Contents += chunk.HasDelta && chunk.Type.EndsWith(".delta", StringComparison.Ordinal) ? 1 : 0;
            if (chunk.Type is "response.completed" or "response.incomplete")
            {
                HasTerminalEvent = true;
                _finishReason = chunk.Type["response.".Length..];
            }
        }
    }

    /// <summary>The error as an API writes it alone: a chunk has it beside or in its choices, a failed response inside it.</summary>
    private static string ErrorOf(JsonElement root, string? type)
    {
        var failed = type is "response.failed" && root.TryGetProperty("response"u8, out var inner) ? inner : root;
        var isChunk = root.TryGetProperty("choices"u8, out _);
        return IsPresent(failed, "error"u8)
            ? type is "response.failed" || isChunk ? Alone(failed.GetProperty("error"u8)) : failed.GetRawText()
            : isChunk ? failed.GetRawText() : Alone(failed);

        static string Alone(JsonElement error) => $$"""{"error":{{error.GetRawText()}}}""";
    }

    private static bool IsPresent(JsonElement element, ReadOnlySpan<byte> name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String;
}
