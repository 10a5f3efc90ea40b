using System.Net.Sockets;
using Azure;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Probing.Failures;

/// <summary>Converts an exception chain to plain, sanitized data.</summary>
internal static class ExceptionLinks
{
    private const int MaxLinks = 8;
    private const int MaxMessage = 300;

    public static IReadOnlyList<ExceptionLink> From(Exception error, Sanitizer sanitizer) =>
    [
        .. FailureClassifier.Chain(error).Take(MaxLinks).Select(link => new ExceptionLink
        {
            Type = link.GetType().FullName!,
            Message = sanitizer.Clean(link.Message, MaxMessage),
            Code = CodeOf(link),
        }),
    ];

    private static string? CodeOf(Exception error) => error switch
    {
        HttpRequestException { StatusCode: { } status } http => $"{http.HttpRequestError} {(int)status}",
        HttpRequestException http => http.HttpRequestError.ToString(),
        HttpIOException io => io.HttpRequestError.ToString(),
        SocketException socket => socket.SocketErrorCode.ToString(),
        RequestFailedException { Status: not 0 } refused => $"{refused.Status}",
        _ => null,
    };
}
