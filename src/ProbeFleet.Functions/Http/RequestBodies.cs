using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProbeFleet.Functions.Http;

/// <summary>Reads bodies that anybody may have sent: bounded and strict, with faults as responses.</summary>
internal static class RequestBodies
{
    /// <summary>Reads a body; one that declares a length beyond the bound is refused before it is read.</summary>
    public static async Task<(byte[]? Body, IResult? Refusal)> ReadAsync(
        HttpRequest request, int mostBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > mostBytes)
        {
            return (null, TooLarge(mostBytes));
        }

        var buffer = new byte[mostBytes + 1];
        var length = 0;
        try
        {
            while (length < buffer.Length
                && await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (BadHttpRequestException)
        {
            return (null, Answers.BadRequest("The body is not complete."));
        }

        return length > mostBytes ? (null, TooLarge(mostBytes)) : (buffer[..length], null);
    }

    /// <summary>Reads a JSON body: every member must be known, and none may occur twice.</summary>
    public static async Task<(T? Value, IResult? Refusal)> ReadJsonAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, int mostBytes, CancellationToken cancellationToken)
        where T : class
    {
        var (body, refusal) = await ReadAsync(request, mostBytes, cancellationToken);
        return body is null ? (null, refusal) : Parse(body, type);
    }

    /// <summary>Parses JSON: every member must be known, and none may occur twice.</summary>
    public static (T? Value, IResult? Refusal) Parse<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) is { } value ? (value, null) : (null, Answers.BadRequest("The body is null."));
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            var path = (error as JsonException)?.Path;
            return (null, Answers.BadRequest(
                $"The body is not the JSON that this call takes{(path is null ? "" : $", at {path}")}. "
                    + $"It takes an object of {Members(type)}, each at most once and nothing else."));
        }
    }

    private static string Members(JsonTypeInfo type) => string.Join(", ", type.Properties.Select(
        member => $"{member.Name} ({(member.IsRequired ? "required, " : "")}{Form(member.PropertyType, type.Options)})"));

    private static string Form(Type type, JsonSerializerOptions options) =>
        (Nullable.GetUnderlyingType(type) ?? type) is not { IsEnum: true } word ? type == typeof(string) ? "a text" : "a list of texts"
        : string.Join(" or ", Enum.GetValues(word).Cast<object>().Select(
            value => JsonSerializer.Serialize(value, options.GetTypeInfo(word))));

    private static IResult TooLarge(int mostBytes) =>
        Answers.Problem(StatusCodes.Status413PayloadTooLarge, "The body is too large.", $"This call takes at most {mostBytes} bytes.");
}
