using System.Buffers;
using System.Text;
using ProbeFleet.Core.Evidence;

namespace ProbeFleet.Probing.Attempts;

/// <summary>What an attempt learns on its way, written by the callbacks of its own connection.</summary>
internal sealed class AttemptFacts
{
    public ConfigureFacts? Configure { get; set; }

    public CredentialFacts? Credential { get; set; }

    public ResolveFacts? Resolve { get; set; }

    public ConnectFacts? Connect { get; set; }

    public TunnelFacts? Tunnel { get; set; }

    public SecureFacts? Secure { get; set; }

    public SendFacts? Send { get; set; }

    public RespondFacts? Respond { get; set; }

    public AnswerFacts? Answer { get; set; }

    /// <summary>The response as it came, once its headers have.</summary>
    public ReceivedResponse? Received { get; set; }

    /// <summary>Connections opened so far: the handler opens more than one for some failures.</summary>
    public int Connections { get; set; }

    /// <summary>The first bytes that the peer sent on the raw connection.</summary>
    public byte[] FirstBytes { get; set; } = [];

    /// <summary>Whether the server asked for a client certificate.</summary>
    public bool ClientCertificateRequested { get; set; }
}

/// <summary>A response's head, and as much of its body as has been read.</summary>
internal sealed class ReceivedResponse
{
    public const int KeptBodyBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _body = new();

    public required int Status { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The bytes that were read, kept or not.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>Whether the body's end was seen.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The kept beginning of the body; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Body => Encoding.UTF8.GetString(_body.WrittenSpan);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        BodyBytes += bytes.Length;
        var room = KeptBodyBytes - _body.WrittenCount;
        _body.Write(bytes[..Math.Min(room, bytes.Length)]);
    }

    public void Complete() => IsComplete = true;
}
