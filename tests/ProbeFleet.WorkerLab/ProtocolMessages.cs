using System.Buffers.Binary;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ProbeFleet.WorkerLab;

/// <summary>
/// The messages between a host and its worker as JSON, and as gRPC frames on the wire. Their types are internal to the worker's package;
/// the descriptor
/// in it has all that is needed, so no copy of the protocol's definition can grow old here.
/// </summary>
internal static class ProtocolMessages
{
    private const int HeaderBytes = 5;

    private static readonly MessageDescriptor Message = Descriptor();

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    /// <summary>A frame: one byte that says "not compressed", four of length, and the message.</summary>
    public static byte[] Frame(JsonObject message)
    {
        var bytes = JsonParser.Default.Parse(message.ToJsonString(), Message).ToByteArray();
        var frame = new byte[HeaderBytes + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), bytes.Length);
        bytes.CopyTo(frame, HeaderBytes);
        return frame;
    }

    /// <summary>Reads one frame's message.</summary>
    /// <returns>
    /// The name of what it holds, and that; an empty name for a message that holds nothing, as the answer to a cancellation does; null at
    /// the end of
    /// the stream.
    /// </returns>
    public static async Task<(string Kind, JsonElement Content)?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken) < HeaderBytes)
        {
            return null;
        }

        var bytes = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1))];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        var message = JsonElement.Parse(Formatter.Format(Message.Parser.ParseFrom(bytes)));
        return message.EnumerateObject().Where(member => member.Name != "requestId").ToList() is [var content]
            ? (content.Name, content.Value)
            : ("", default);
    }

    private static MessageDescriptor Descriptor()
    {
        const string Holder = "Microsoft.Azure.Functions.Worker.Grpc.Messages.FunctionRpcReflection";
        var file = Assembly.Load("Microsoft.Azure.Functions.Worker.Grpc").GetType(Holder, throwOnError: true)!
            .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)!.GetValue(null);
        return ((FileDescriptor)file!).MessageTypes.Single(type => type.Name == "StreamingMessage");
    }
}
