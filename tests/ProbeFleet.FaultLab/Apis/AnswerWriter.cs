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
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, WithIds(value));
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

    private static string WithIds(string value) => value
        .Replace("{id}", Guid.NewGuid().ToString("n"), StringComparison.Ordinal)
        .Replace("{uuid}", Guid.NewGuid().ToString(), StringComparison.Ordinal);
}
