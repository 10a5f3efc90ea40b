using ProbeFleet.Core.Recognition;

namespace ProbeFleet.Probing.Recording;

/// <summary>Follows a stream of events as it comes: its stages, its times, and the budget between two of its reads.</summary>
internal sealed class StreamWatch(StageRecorder recorder)
{
    // Bytes that come within this time of the previous ones were sent together with them.
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(2);

    private readonly TimeSpan _began = recorder.Now;
    private TimeSpan _lastRead = recorder.Now;
    private TimeSpan _lastEvent;
    private TimeSpan? _firstContent;
    private TimeSpan? _longestGap;
    private int _longestGapAfter;
    private int _eventsInLastRead;
    private TimeSpan? _ended;
    private FirstEventFacts? _beforeFirst;
    private long _bytes;

    public EventStreamReader Reader { get; } = new();

    public bool HasEvents => Reader.Events > 0;

    /// <summary>Takes the next bytes in.</summary>
    /// <param name="count">How many came from the peer for them.</param>
    /// <param name="waited">Whether they had to be waited for.</param>
    public void OnRead(ReadOnlySpan<byte> bytes, long count, bool waited)
    {
        var before = Reader.Events;
        Reader.Read(bytes);
        _bytes += count;
        Note(before, waited);
    }

    /// <summary>Counts compressed bytes, whose text is read at the end.</summary>
    public void OnCompressed(int count)
    {
        _bytes += count;
        _lastRead = recorder.Now;
        recorder.Extend();
    }

    /// <summary>Completes the stream when the body has ended.</summary>
    public void OnEnd()
    {
        var before = Reader.Events;
        Reader.Complete();
        if (Reader.Events > before)
        {
            Note(before, waited: false);
        }

        End();
    }

    /// <summary>Records the time of the end.</summary>
    public void End() => _ended ??= recorder.Now;

    public FirstEventFacts BeforeFirst(StreamEnd end) => _beforeFirst ?? new()
    {
        Bytes = _bytes,
        Comments = Reader.Comments,
        End = end,
        GapBeforeEnd = GapBeforeEnd,
    };

    public StreamFacts Facts(StreamEnd end) => new()
    {
        Events = Reader.Events,
        Contents = Reader.Contents,
        Comments = Reader.Comments,
        FirstContent = _firstContent,
        LongestGap = _longestGap,
        LongestGapAfter = _longestGap is null ? null : _longestGapAfter,
        GapBeforeEnd = GapBeforeEnd,
        EventsInLastRead = _eventsInLastRead,
        End = end,
        HasTerminalEvent = Reader.HasTerminalEvent,
    };

    private TimeSpan GapBeforeEnd => (_ended ?? recorder.Now) - _lastRead;

    private void Note(int before, bool waited)
    {
        var now = recorder.Now;
        var came = Reader.Events - before;
        if (came > 0)
        {
            if (before == 0)
            {
                _beforeFirst = new() { Bytes = _bytes, Comments = Reader.Comments };
                recorder.Advance(Stage.FirstEvent, Stage.Answer);
            }
            else if (_longestGap is not { } longest || now - _lastEvent > longest)
            {
                (_longestGap, _longestGapAfter) = (now - _lastEvent, before);
            }

            var isNew = before == 0 || (waited && now - _lastRead > AtOnce);
            _eventsInLastRead = isNew ? came : _eventsInLastRead + came;
            _firstContent ??= Reader.Contents > 0 ? now - _began : null;
            _lastEvent = now;
        }

        _lastRead = now;
        if (Reader.HasEnded)
        {
            End();
        }
        else
        {
            recorder.Extend();
        }
    }
}
