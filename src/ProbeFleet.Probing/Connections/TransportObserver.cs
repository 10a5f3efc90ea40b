using ProbeFleet.Probing.Attempts;

namespace ProbeFleet.Probing.Connections;

/// <summary>Keeps the first bytes that came on the raw connection: they tell a TLS alert from a peer that does not speak TLS.</summary>
internal sealed class TransportObserver(AttemptFacts facts) : IStreamObserver
{
    private const int Kept = 16;

    public void OnWriting(ReadOnlySpan<byte> bytes)
    {
    }

    public void OnReading()
    {
    }

    public void OnRead(ReadOnlySpan<byte> bytes)
    {
        if (facts.FirstBytes.Length < Kept)
        {
            facts.FirstBytes = [.. facts.FirstBytes, .. bytes[..Math.Min(bytes.Length, Kept - facts.FirstBytes.Length)]];
        }
    }
}
