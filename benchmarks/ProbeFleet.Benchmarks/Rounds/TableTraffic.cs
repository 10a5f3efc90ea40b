using Azure.Core;
using Azure.Core.Pipeline;

namespace ProbeFleet.Benchmarks.Rounds;

/// <summary>Counts the calls to storage and the bytes of their bodies.</summary>
internal sealed class TableTraffic : HttpPipelineSynchronousPolicy
{
    private long _calls;
    private long _bytes;

    public (long Calls, long Bytes) Total => (Interlocked.Read(ref _calls), Interlocked.Read(ref _bytes));

    public override void OnSendingRequest(HttpMessage message)
    {
        Interlocked.Increment(ref _calls);
        if (message.Request.Content is { } content && content.TryComputeLength(out var length))
        {
            Interlocked.Add(ref _bytes, length);
        }
    }
}
