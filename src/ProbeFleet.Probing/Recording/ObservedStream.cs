using System.Net.Security;

namespace ProbeFleet.Probing.Recording;

/// <summary>Observes what passes through an <see cref="ObservedStream"/>.</summary>
internal interface IStreamObserver
{
    /// <summary>Called before bytes are written.</summary>
    void OnWriting(ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>Called before a read waits for the peer.</summary>
    void OnReading()
    {
    }

    /// <summary>Called with the bytes that came; none means that the peer closed.</summary>
    void OnRead(ReadOnlySpan<byte> bytes);
}

/// <summary>A stream that passes everything on unchanged and informs an observer.</summary>
internal sealed class ObservedStream(Stream inner, IStreamObserver observer) : PassingStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        observer.OnReading();
        var count = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        observer.OnRead(buffer.Span[..count]);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        observer.OnWriting(buffer.Span);
        try
        {
            await Inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (Inner is SslStream { IsAuthenticated: true })
        {
            await ReadLastWordsAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads what the peer sent before it closed: an alert says more than a broken connection.</summary>
    /// <exception cref="IOException">The alert.</exception>
    private async Task ReadLastWordsAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await Inner.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) == 0)
            {
                observer.OnRead([]);
            }
        }
        catch (NotSupportedException)
        {
            // A read is already pending (HTTP/2) and gets it.
        }
    }
}
