using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace ProbeFleet.Functions.Http;

/// <summary>
/// A text as an answer, compressed as the caller takes it: Azure Functions compresses nothing by itself, and a big fleet is 1.5 MB of JSON.
/// One that is given again and again is compressed once.
/// </summary>
/// <param name="bytes">The text in UTF-8.</param>
internal sealed class TextAnswer(byte[] bytes, string contentType) : IResult
{
    private const int WorthIt = 1024;

    private static readonly string[] Known = ["br", "gzip"];

    private readonly byte[]?[] _compressed = new byte[Known.Length][];

    public int Status { get; init; } = StatusCodes.Status200OK;

    public bool IsCompressible { get; init; } = true;

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [("Cache-Control", "no-store")];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = contentType;
        response.Headers.XContentTypeOptions = "nosniff";
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        var body = bytes;
        if (IsCompressible && bytes.Length >= WorthIt)
        {
            response.Headers.Vary = HeaderNames.AcceptEncoding;
            if (EncodingOf(httpContext.Request) is >= 0 and var encoding)
            {
                response.Headers.ContentEncoding = Known[encoding];
                body = _compressed[encoding] ??= Compress(Known[encoding]);
            }
        }

        response.ContentLength = body.Length;
        try
        {
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The caller has left: nobody reads the response, and no function failed.
        }
    }

    /// <summary>The first of <see cref="Known"/> that the caller takes; -1 when there is none.</summary>
    private static int EncodingOf(HttpRequest request)
    {
        var taken = request.GetTypedHeaders().AcceptEncoding
            .Where(one => one.Quality is null or > 0).Select(one => one.Value.Value).ToList();
        return Array.FindIndex(Known, known => taken.Contains(known, StringComparer.OrdinalIgnoreCase));
    }

    private byte[] Compress(string encoding)
    {
        using var compressed = new MemoryStream();
        using (Stream writing = encoding == "br"
            ? new BrotliStream(compressed, CompressionLevel.Optimal, leaveOpen: true)
            : new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            writing.Write(bytes);
        }

        return compressed.ToArray();
    }
}
