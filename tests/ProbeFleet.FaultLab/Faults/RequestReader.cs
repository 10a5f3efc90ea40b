using System.Globalization;
using System.Text;

namespace ProbeFleet.FaultLab.Faults;

/// <summary>Reads HTTP/1.1 requests byte by byte, so that nothing of what follows (a tunnel's TLS) is swallowed.</summary>
internal static class RequestReader
{
    private const int LongestHead = 64 * 1024;

    public static async Task<RecordedRequest?> ReadAsync(Stream stream, CancellationToken stopping)
    {
        if (await ReadHeadAsync(stream, stopping) is not { } head)
        {
            return null;
        }

        var lines = head.Split("\r\n");
        var requestLine = lines[0].Split(' ', 3);
        var headers = lines[1..].Where(line => line.Contains(':', StringComparison.Ordinal)).Select(ToHeader).ToList();
        var request = new RecordedRequest(requestLine[0], requestLine.ElementAtOrDefault(1) ?? "", headers, Body: "");
        return request with { Body = await ReadBodyAsync(request, stream, stopping) };
    }

    private static async Task<string?> ReadHeadAsync(Stream stream, CancellationToken stopping)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < LongestHead && await stream.ReadAsync(one, stopping) == 1)
        {
            head.Add(one[0]);
            if (head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
            {
                return Encoding.Latin1.GetString([.. head[..^4]]);
            }
        }

        return null;
    }

    private static KeyValuePair<string, string> ToHeader(string line)
    {
        var parts = line.Split(':', 2);
        return new(parts[0], parts[1].Trim(' '));
    }

    private static async Task<string> ReadBodyAsync(RecordedRequest request, Stream stream, CancellationToken stopping)
    {
        if (request.Header("Transfer-Encoding") is { } coding && coding.Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadChunksAsync(stream, stopping);
        }

        return int.TryParse(request.Header("Content-Length"), CultureInfo.InvariantCulture, out var length)
            ? await ReadTextAsync(stream, length, stopping)
            : "";
    }

    private static async Task<string> ReadChunksAsync(Stream stream, CancellationToken stopping)
    {
        var body = new StringBuilder();
        while (await ReadLineAsync(stream, stopping) is { Length: > 0 } size)
        {
            var length = int.Parse(size.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Append(await ReadTextAsync(stream, length, stopping));
            await ReadLineAsync(stream, stopping);
            if (length == 0)
            {
                break;
            }
        }

        return body.ToString();
    }

    private static async Task<string> ReadTextAsync(Stream stream, int length, CancellationToken stopping)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, stopping);
        return Encoding.UTF8.GetString(bytes);
    }

    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken stopping)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, stopping) == 1 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd('\r');
    }
}
