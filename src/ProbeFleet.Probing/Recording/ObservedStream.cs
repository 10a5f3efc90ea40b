using System.Net.Security;

namespace ProbeFleet.Probing.Recording;

/// <summary>Observes what passes through an <see cref="ObservedStream"/>.</summary>
internal interface IStreamObserver
{
    /// <summary>Called before bytes are written.</summary>
    void OnWriting(ReadOnlySpan<byte> bytes);

    /// <summary>Called before a read waits for the peer.</summary>
    void OnReading();

    /// <summary>Called with the bytes that came; none means that the peer closed.</summary>
    void OnRead(ReadOnlySpan<byte> bytes);
}

/// <summary>A stream that passes everything on unchanged and informs an observer.</summary>
internal sealed class ObservedStream(Stream inner, IStreamObserver observer) : Stream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        observer.OnReading();
        var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        observer.OnRead(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        observer.OnReading();
        var read = inner.Read(buffer, offset, count);
        observer.OnRead(buffer.AsSpan(offset, read));
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        observer.OnWriting(buffer.Span);
        try
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (inner is SslStream { IsAuthenticated: true })
        {
            await ReadLastWordsAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        observer.OnWriting(buffer.AsSpan(offset, count));
        inner.Write(buffer, offset, count);
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Reads what the peer sent before it closed: an alert says more than a broken connection.</summary>
    /// <exception cref="IOException">The alert.</exception>
    private async Task ReadLastWordsAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await inner.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) == 0)
            {
                observer.OnRead([]);
            }
        }
        catch (NotSupportedException)
        {
            // A read is already pending (HTTP/2) and gets it.
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
