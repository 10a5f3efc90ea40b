namespace ProbeFleet.Probing.Recording;

/// <summary>A response body that keeps its beginning as it is read, ends with a stream's last event, and is bounded in size.</summary>
internal sealed class BodyStream(Stream inner, ReceivedResponse received) : Stream
{
    /// <summary>The maximum size that is read: no answer to a probe comes near it.</summary>
    public const long MaxBytes = 8 * 1024 * 1024;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (received.HasLastEvent)
        {
            return Keep(buffer, 0, waited: false);
        }

        var reading = inner.ReadAsync(buffer, cancellationToken);
        var waited = !reading.IsCompleted;
        return Keep(buffer, await reading.ConfigureAwait(false), waited);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        Keep(buffer.AsMemory(offset, count), received.HasLastEvent ? 0 : inner.Read(buffer, offset, count), waited: true);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Keep(ReadOnlyMemory<byte> buffer, int count, bool waited)
    {
        if (count == 0)
        {
            received.Complete();
            return 0;
        }

        received.Append(buffer.Span[..count], waited);
        return received.BodyBytes <= MaxBytes ? count : throw new InvalidDataException($"The body is larger than {MaxBytes} bytes.");
    }
}
