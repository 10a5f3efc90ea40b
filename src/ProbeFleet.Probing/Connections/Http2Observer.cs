using System.Buffers.Binary;
using ProbeFleet.Probing.Recording;

namespace ProbeFleet.Probing.Connections;

/// <summary>
/// Watches the frames of an HTTP/2 connection (RFC 9113). A read is always pending there, so the request is complete when its last frame is
/// written. GOAWAY and RST_STREAM are kept, because .NET's exceptions say neither which it was nor whether the request was taken up.
/// </summary>
internal sealed class Http2Observer(StageRecorder recorder, AttemptFacts facts) : IStreamObserver
{
    private const byte Data = 0, Headers = 1, ResetStream = 3, GoAway = 7;
    private const byte EndStream = 1;
    private const int PrefaceBytes = 24;

    private static readonly string[] Errors =
    [
        "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED", "FRAME_SIZE_ERROR",
        "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
    ];

    private readonly FrameReader _sent = new(PrefaceBytes);
    private readonly FrameReader _came = new(0);
    private long _written;
    private bool _isSent;
    private uint _stream;

    public void OnWriting(ReadOnlySpan<byte> bytes)
    {
        _written += bytes.Length;
        while (_sent.Next(ref bytes))
        {
            _stream = _sent.Type is Headers ? _sent.Stream : _stream;
            if (!_isSent && _sent.Type is Headers or Data && (_sent.Flags & EndStream) != 0)
            {
                _isSent = true;
                facts.Send = new SendFacts { Bytes = _written };
                recorder.Advance(Stage.Send, Stage.Respond);
            }
        }
    }

    public void OnRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            facts.Transport?.OnTextEnded();
        }

        while (_came.Next(ref bytes))
        {
            if (_came.Type is ResetStream && _came.Stream == _stream && _came.Payload.Length >= 4)
            {
                facts.Http2End = new()
                {
                    Frame = Http2EndFrame.ResetStream,
                    Error = NameOf(BinaryPrimitives.ReadUInt32BigEndian(_came.Payload)),
                };
            }
            else if (_came.Type is GoAway && _came.Payload.Length >= 8)
            {
                facts.Http2End = new()
                {
                    Frame = Http2EndFrame.GoAway,
                    Error = NameOf(BinaryPrimitives.ReadUInt32BigEndian(_came.Payload[4..])),
                    TookUp = _stream != 0 && (BinaryPrimitives.ReadUInt32BigEndian(_came.Payload) & int.MaxValue) >= _stream,
                };
            }
        }
    }

    private static string NameOf(uint code) => code < Errors.Length ? Errors[code] : $"{code}";

    /// <summary>Splits a byte stream into frames, and keeps only the beginning of each.</summary>
    private sealed class FrameReader(int skipped)
    {
        private const int HeaderBytes = 9, KeptPayload = 8;
        private readonly byte[] _kept = new byte[HeaderBytes + KeptPayload];
        private int _skip = skipped;
        private int _length;
        private bool _isWhole;

        public byte Type => _kept[3];

        public byte Flags => _kept[4];

        public uint Stream => BinaryPrimitives.ReadUInt32BigEndian(_kept.AsSpan(5)) & int.MaxValue;

        public ReadOnlySpan<byte> Payload => _kept.AsSpan(HeaderBytes, _length - HeaderBytes);

        /// <summary>Reads up to the next frame's beginning; false when the bytes end before it.</summary>
        public bool Next(ref ReadOnlySpan<byte> bytes)
        {
            if (_isWhole)
            {
                (_skip, _length, _isWhole) = (PayloadLength - Payload.Length, 0, false);
            }

            while (!bytes.IsEmpty)
            {
                var passed = Math.Min(_skip, bytes.Length);
                _skip -= passed;
                bytes = bytes[passed..];
                var taken = Math.Min(Wanted - _length, bytes.Length);
                bytes[..taken].CopyTo(_kept.AsSpan(_length));
                _length += taken;
                bytes = bytes[taken..];
                if (_length >= HeaderBytes && _length == Wanted)
                {
                    _isWhole = true;
                    return true;
                }
            }

            return false;
        }

        private int Wanted => _length < HeaderBytes ? HeaderBytes : HeaderBytes + Math.Min(PayloadLength, KeptPayload);

        private int PayloadLength => (_kept[0] << 16) | (_kept[1] << 8) | _kept[2];
    }
}
