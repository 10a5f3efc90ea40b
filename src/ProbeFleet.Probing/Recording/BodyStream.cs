namespace ProbeFleet.Probing.Recording;

/// <summary>A response body that keeps its beginning as it is read, ends with a stream's last event, and is bounded in size.</summary>
internal sealed class BodyStream(Stream inner, ReceivedResponse received) : PassingStream(inner)
{
    /// <summary>The maximum size that is read: no answer to a probe comes near it.</summary>
    public const long MaxBytes = 8 * 1024 * 1024;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = received.HasLastEvent ? new(0) : Inner.ReadAsync(buffer, cancellationToken);
        var waited = !reading.IsCompleted;
        var count = await reading.ConfigureAwait(false);
        if (count == 0)
        {
            received.Complete();
            return 0;
        }

        received.Append(buffer.Span[..count], waited);
        return received.BodyBytes <= MaxBytes ? count : throw new InvalidDataException($"The body is larger than {MaxBytes} bytes.");
    }
}
