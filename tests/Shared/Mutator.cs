using System.Text;

namespace ProbeFleet.Tests.Shared;

/// <summary>
/// Makes an input from samples: some as they are but for a few bytes, some of two, some of tokens alone. Same random numbers make the same.
/// </summary>
internal sealed class Mutator(IReadOnlyList<byte[]> samples, IReadOnlyList<string> tokens)
{
    private const int MostBytes = 1 << 16;

    private static readonly byte[][] Awkward =
    [
        [0], [0xff], [0x7f], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xef, 0xbf, 0xbd], [0xf4, 0x90, 0x80, 0x80], "\u202e"u8.ToArray(),
        "😀"u8.ToArray(),
        "\r\n"u8.ToArray(), "-1"u8.ToArray(), "9223372036854775808"u8.ToArray(), "1e999"u8.ToArray(), "-0"u8.ToArray(),
    ];

    private readonly byte[][] _tokens = [.. tokens.Select(Encoding.UTF8.GetBytes)];

    /// <summary>One input.</summary>
    /// <param name="random">Where the choices come from.</param>
    public byte[] Make(Random random)
    {
        var input = random.Next(20) switch
        {
            0 => Noise(random),
            1 => Sentence(random),
            _ => [.. samples[random.Next(samples.Count)]],
        };
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            Change(input, random);
        }

        return [.. input.Take(MostBytes)];
    }

    private void Change(List<byte> input, Random random)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(random.Next(1, 1 + random.Next(1, 64)), input.Count - at);
        switch (random.Next(9))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < input.Count:
                input[at] = (byte)random.Next(256);
                break;
            case 2:
                input.RemoveRange(at, length);
                break;
            case 3:
                input.InsertRange(random.Next(input.Count + 1), input.GetRange(at, length));
                break;
            case 4:
                input.InsertRange(at, Awkward[random.Next(Awkward.Length)]);
                break;
            case 5 when random.Next(8) == 0:
                input.RemoveRange(at, input.Count - at);
                break;
            case 6 when random.Next(20) == 0:
                input.InsertRange(at, Enumerable.Repeat(Token(random), random.Next(1, 400)).SelectMany(token => token));
                break;
            case 7:
                var other = samples[random.Next(samples.Count)];
                var from = random.Next(other.Length + 1);
                input.RemoveRange(at, length);
                input.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(1, 200), other.Length - from)).ToArray());
                break;
            default:
                input.RemoveRange(at, Math.Min(length, 8));
                input.InsertRange(at, Token(random));
                break;
        }
    }

    private byte[] Token(Random random) =>
        _tokens.Length == 0 ? Awkward[random.Next(Awkward.Length)] : _tokens[random.Next(_tokens.Length)];

    private static List<byte> Noise(Random random)
    {
        var noise = new byte[random.Next(300)];
        random.NextBytes(noise);
        return [.. noise];
    }

    private List<byte> Sentence(Random random) => [.. Enumerable.Range(0, random.Next(1, 30)).SelectMany(_ => Token(random))];
}
