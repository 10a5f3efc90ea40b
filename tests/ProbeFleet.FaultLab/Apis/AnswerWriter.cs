using System.Text;
using Microsoft.AspNetCore.Http;

namespace ProbeFleet.FaultLab.Apis;

/// <summary>Writes an answer with fresh ids.</summary>
internal static class AnswerWriter
{
    public static async Task WriteAsync(HttpResponse response, LabAnswer answer, CancellationToken aborted)
    {
        if (answer.Delay > TimeSpan.Zero)
        {
            await Task.Delay(answer.Delay, TimeProvider.System, aborted);
        }

        response.StatusCode = answer.Status;
        var (request, other) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, WithIds(value, request, other));
        }

        if (answer.ContentType is { } contentType)
        {
            response.ContentType = contentType;
        }

        if (answer.Body.Length > 0 && !HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            var body = Encoding.UTF8.GetBytes(answer.Body);
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, aborted);
        }
    }

    private static string WithIds(string value, Guid request, Guid other) => value
        .Replace("{id}", request.ToString("n"), StringComparison.Ordinal)
        .Replace("{uuid}", request.ToString(), StringComparison.Ordinal)
        .Replace("{other-uuid}", other.ToString(), StringComparison.Ordinal);
}
