using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ProbeFleet.Fleet.Processes;
using ProbeFleet.Storage.Rows;

namespace ProbeFleet.Functions.Http;

/// <summary>Creates the API's responses.</summary>
internal static class Answers
{
    public static IResult Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        Text(JsonSerializer.Serialize(value, type), "application/json", status);

    /// <summary>What was asked has begun (202); <paramref name="location"/> tells how far it has come.</summary>
    public static IResult Accepted<T>(HttpRequest request, string location, Func<string, T> value, JsonTypeInfo<T> type)
    {
        request.HttpContext.Response.Headers.Location = location;
        return Json(value(location), type, StatusCodes.Status202Accepted);
    }

    public static IResult Text(string text, string contentType, int status = StatusCodes.Status200OK) =>
        new TextAnswer(Encoding.UTF8.GetBytes(text), contentType) { Status = status };

    /// <summary>A problem (RFC 9457). The detail says what to do and repeats no body.</summary>
    public static IResult Problem(
        int status, string title, string detail, IReadOnlyList<string>? errors = null, params (string Name, string Value)[] headers) =>
        new TextAnswer(
            JsonSerializer.SerializeToUtf8Bytes(
                new ProblemBody(title, status, detail, errors), ContractJson.Default.ProblemBody), "application/problem+json")
        {
            Status = status,
            Headers = [("Cache-Control", "no-store"), .. headers],
        };

    public static IResult BadRequest(string detail, IReadOnlyList<string>? errors = null) =>
        Problem(StatusCodes.Status400BadRequest, "The request is wrong.", detail, errors);

    public static IResult NotFound(string detail) => Problem(StatusCodes.Status404NotFound, "There is no such thing.", detail);

    /// <summary>What was asked for exists, and cannot be read.</summary>
    public static IResult Unreadable(string what, UnreadableRow row) =>
        Problem(StatusCodes.Status500InternalServerError, $"The stored {what} cannot be read.", UnreadableWords.Of(row));

    public static IResult Unconfigured(string? problem) =>
        Problem(StatusCodes.Status503ServiceUnavailable, "The vantage has no configuration.", problem ?? "It was not read yet.");

    /// <summary>Turns storage failures and reached bounds into responses.</summary>
    public static async Task<IResult> GuardAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (StorageException error)
        {
            return Problem(StatusCodes.Status503ServiceUnavailable, "Storage does not answer.", error.Message);
        }
        catch (TooManyCallsException error)
        {
            return TooMany(error);
        }
        catch (OperationCanceledException)
        {
            // Every deadline of ours has an error of its own: here the caller left, or the host is stopping.
            return Problem(StatusCodes.Status503ServiceUnavailable, "The call was given up.",
                "Its caller left, or this vantage is stopping.");
        }
    }

    private static IResult TooMany(TooManyCallsException error)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(error.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problem(
            StatusCodes.Status429TooManyRequests, "Too much is asked at once.", $"{error.Message} Ask again in {seconds} s.", null,
            ("Retry-After", seconds));
    }
}
