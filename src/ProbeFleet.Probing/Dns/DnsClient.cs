using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Probing.Failures;

namespace ProbeFleet.Probing.Dns;

/// <summary>
/// Asks one DNS server one question and keeps what the system's resolver hides: the response code, the CNAME chain, the
/// TTL and who answered.
/// </summary>
internal sealed class DnsClient(TimeProvider clock)
{
    private const int Port = 53;

    private static readonly TimeSpan ResolutionBudget = TimeSpan.FromSeconds(3);

    /// <summary>Resolves a name, IPv4 and IPv6 at the same time.</summary>
    /// <exception cref="SocketException">
    /// No address: <see cref="SocketError.HostNotFound"/> when the server said so, else <see cref="SocketError.TryAgain"/>.
    /// </exception>
    public async Task<IPAddress[]> ResolveAsync(string host, IPEndPoint server, CancellationToken cancellationToken)
    {
        var lookups = await Task.WhenAll(
            QueryAsync(host, DnsRecordType.A, server, ResolutionBudget, cancellationToken),
            QueryAsync(host, DnsRecordType.Aaaa, server, ResolutionBudget, cancellationToken)).ConfigureAwait(false);
        var addresses = lookups.SelectMany(lookup => lookup.Addresses).Select(IPAddress.Parse).ToArray();
        var isUnknown = lookups.Any(lookup => lookup.Rcode is "NXDOMAIN" or "NOERROR");
        return addresses is not []
            ? addresses
            : throw new SocketException((int)(isUnknown ? SocketError.HostNotFound : SocketError.TryAgain));
    }

    /// <summary>
    /// Asks over UDP with EDNS, once more after half the budget, without EDNS when the server does not know it, and over
    /// TCP when the answer is truncated. Whatever happens is in the lookup.
    /// </summary>
    /// <param name="name">The absolute name, with or without the final dot.</param>
    /// <param name="type">A or AAAA.</param>
    /// <param name="budget">The most time for all of it.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<DnsLookup> QueryAsync(
        string name, DnsRecordType type, IPEndPoint server, TimeSpan budget, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        using var limit = new TimeLimit(budget, clock, cancellationToken);
        var lookup = new DnsLookup
        {
            Name = name.TrimEnd('.'),
            Type = type.ToString().ToUpperInvariant(),
            Server = NameOf(server),
            Duration = TimeSpan.Zero,
        };
        var question = new Question(name, type, server, budget);
        var truncated = false;
        try
        {
            var message = await AskUdpAsync(question, limit.Token).ConfigureAwait(false);
            truncated = message.IsTruncated;
            message = truncated ? await AskTcpAsync(question, limit.Token).ConfigureAwait(false) : message;
            var answer = DnsAnswer.From(message);
            lookup = lookup with
            {
                Rcode = answer.Rcode,
                Addresses = [.. answer.Addresses.Select(address => address.ToString())],
                Cnames = answer.Cnames,
                TtlSeconds = answer.TtlSeconds,
                Transport = truncated ? "tcp" : "udp",
            };
        }
        catch (Exception exception) when (FailureClassifier.IsExpected(exception, cancellationToken))
        {
            lookup = lookup with { Failure = Where(truncated, FailureClassifier.OfConnection(exception, budget)) };
        }

        return lookup with { Duration = clock.GetElapsedTime(startedAt) };
    }

    /// <summary>A server as a lookup names it: with its port when it is not 53.</summary>
    public static string NameOf(IPEndPoint server) => server.Port == Port ? server.Address.ToString() : server.ToString();

    /// <summary>The endpoint of such a name; null for what is none. IPEndPoint reads "::1" without brackets, and no port as 0.</summary>
    public static IPEndPoint? EndpointOf(string? server) =>
        IPEndPoint.TryParse(server ?? "", out var endpoint)
            ? new IPEndPoint(endpoint.Address, endpoint.Port == 0 ? Port : endpoint.Port)
            : null;

    private async Task<DnsMessage> AskUdpAsync(Question question, CancellationToken cancellationToken)
    {
        var message = await AskUdpAsync(question, edns: true, cancellationToken).ConfigureAwait(false);
        return message.Rcode is DnsMessage.FormatError or DnsMessage.NotImplemented
            ? await AskUdpAsync(question, edns: false, cancellationToken).ConfigureAwait(false)
            : message;
    }

    private async Task<DnsMessage> AskUdpAsync(Question question, bool edns, CancellationToken cancellationToken)
    {
        var query = question.Write(edns);
        using var socket = new Socket(question.Server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(question.Server, cancellationToken).ConfigureAwait(false);
        await socket.SendAsync(query, cancellationToken).ConfigureAwait(false);
        var receiving = ReceiveAsync(socket, query, question, cancellationToken);
        try
        {
            return await receiving.WaitAsync(question.Budget / 2, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await socket.SendAsync(query, cancellationToken).ConfigureAwait(false);
            return await receiving.ConfigureAwait(false);
        }
    }

    // What is not the answer to this very question is somebody else's, or a forgery: it is passed over.
    private static async Task<DnsMessage> ReceiveAsync(Socket socket, byte[] query, Question question, CancellationToken cancellationToken)
    {
        var buffer = new byte[ushort.MaxValue];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (length >= 2 && buffer.AsSpan(0, 2).SequenceEqual(query.AsSpan(0, 2))
                && DnsMessage.Read(buffer.AsSpan(0, length)) is var message && question.IsAnsweredBy(message))
            {
                return message;
            }
        }
    }

    private static async Task<DnsMessage> AskTcpAsync(Question question, CancellationToken cancellationToken)
    {
        var query = question.Write(edns: true);
        using var socket = new Socket(question.Server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(question.Server, cancellationToken).ConfigureAwait(false);
        using var stream = new NetworkStream(socket, ownsSocket: false);
        var framed = new byte[2 + query.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
        query.CopyTo(framed, 2);
        await stream.WriteAsync(framed, cancellationToken).ConfigureAwait(false);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellationToken).ConfigureAwait(false);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
        var message = DnsMessage.Read(answer);
        return message.Id == BinaryPrimitives.ReadUInt16BigEndian(query) && question.IsAnsweredBy(message)
            ? message
            : throw new FormatException("The answer over TCP is to another question.");
    }

    private static StageFailure Where(bool truncated, StageFailure failure) =>
        truncated ? failure with { Detail = $"over TCP, after a truncated answer: {failure.Detail}" } : failure;

    private sealed record Question(string Name, DnsRecordType Type, IPEndPoint Server, TimeSpan Budget)
    {
        public byte[] Write(bool edns) => DnsMessage.Query((ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), Name, Type, edns);

        public bool IsAnsweredBy(DnsMessage message) =>
            message.IsResponse && (message.QuestionName is null
                ? message.Rcode != 0
                : message.QuestionType == Type && DnsAnswer.SameName(message.QuestionName, Name));
    }
}
