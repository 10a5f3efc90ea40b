using System.Text.Json;

namespace ProbeFleet.WorkerLab;

/// <summary>What a worker said of an invocation that ended.</summary>
/// <param name="Status"><c>Success</c>, <c>Failure</c> or <c>Cancelled</c>.</param>
/// <param name="Exception">The exception's text; null when there was none.</param>
public sealed record InvocationEnd(string Status, string? Exception)
{
    internal static InvocationEnd Of(JsonElement response)
    {
        var result = response.GetProperty("result");
        return new(
            result.GetProperty("status").GetString()!,
            result.TryGetProperty("exception", out var exception) ? exception.GetProperty("message").GetString() : null);
    }
}

/// <summary>What came of an HTTP function's invocation.</summary>
/// <param name="Response">The worker's HTTP response; null when the caller left before it came.</param>
/// <param name="End">How the invocation ended.</param>
public sealed record HttpInvocation(HttpResponseMessage? Response, InvocationEnd End) : IDisposable
{
    /// <summary>What a host answers its caller: a failed invocation's response is empty and says 200, and a host makes 500 of it.</summary>
    public int Status => End.Status == "Success" ? (int)Response!.StatusCode : 500;

    /// <inheritdoc/>
    public void Dispose() => Response?.Dispose();
}
