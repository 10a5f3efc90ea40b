using System.Globalization;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>The multipart answer to a transaction: one part per action, or the one part that refuses the whole.</summary>
internal static class TransactionAnswer
{
    private const string StatusLine = "HTTP/1.1 ";

    public static IReadOnlyList<Response> Read(Response answer)
    {
        using var reader = new StringReader(answer.Content.ToString());
        var parts = new List<Response>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(StatusLine, StringComparison.Ordinal))
            {
                parts.Add(ReadPart(line, reader));
            }
        }

        return parts.Find(part => part.IsError) is { } refusal ? throw Failure(refusal) : parts;
    }

    private static TransactionPart ReadPart(string statusLine, StringReader reader)
    {
        var status = int.Parse(statusLine.AsSpan(StatusLine.Length, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        var headers = new List<HttpHeader>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new HttpHeader(line[..colon], line[(colon + 1)..].Trim()));
        }

        var body = new StringBuilder();
        while (reader.ReadLine() is { } line && !line.StartsWith("--", StringComparison.Ordinal))
        {
            body.Append(line);
        }

        return new TransactionPart(status, headers, Encoding.UTF8.GetBytes(body.ToString()));
    }

    private static TableTransactionFailedException Failure(Response refusal)
    {
        var error = TableErrorParser.Read(refusal);
        var message = error.Message ?? $"The service refused the transaction with status {refusal.Status}.";
        return new TableTransactionFailedException(new RequestFailedException(refusal.Status, message, error.Code, null));
    }
}
