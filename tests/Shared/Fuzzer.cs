using System.Diagnostics;
using System.Globalization;

namespace ProbeFleet.Tests.Shared;

/// <summary>
/// Runs one reader over made inputs. The inputs are the same in every run of the test command; <c>eng/fuzz.sh</c> sets
/// PROBEFLEET_FUZZ_MINUTES,
/// and then each target runs for its time with a seed of its own, which a failure names. What fails is written below <c>artifacts/fuzz</c>:
/// it belongs
/// into <c>Corpus</c>, which is read before anything that is made.
/// </summary>
internal static class Fuzzer
{
    private const int Seed = 20_261_128;

    /// <summary>A reader that works on one input for so long will not end by itself.</summary>
    private static readonly TimeSpan Hung = TimeSpan.FromMinutes(1);

    /// <summary>How long each target runs; null for as many inputs as it says.</summary>
    public static readonly double? Minutes =
        double.TryParse(Environment.GetEnvironmentVariable("PROBEFLEET_FUZZ_MINUTES"), CultureInfo.InvariantCulture, out var minutes)
            ? minutes
            : null;

    /// <summary>What all inputs of the run are made from.</summary>
    public static readonly int FirstSeed = int.TryParse(
        Environment.GetEnvironmentVariable("PROBEFLEET_FUZZ_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed
        : Minutes is null ? Seed
        : Random.Shared.Next();

    /// <summary>Gives a reader every case of its corpus and then inputs made from samples.</summary>
    /// <param name="target">The reader's name: the folder of its corpus.</param>
    /// <param name="count">How many inputs; in a long run, as many as there is time for.</param>
    /// <param name="samples">What it usually reads.</param>
    /// <param name="tokens">What it may trip over.</param>
    /// <param name="read">Reads one input and throws when what it promises does not hold.</param>
    public static void Run(string target, int count, IReadOnlyList<byte[]> samples, IReadOnlyList<string> tokens, Action<byte[]> read)
    {
        var corpus = CorpusOf(target);
        foreach (var kept in corpus)
        {
            Try(target, $"corpus of {target}", kept, read);
        }

        var mutator = new Mutator([.. samples, .. corpus], tokens);
        var running = new (byte[]? Input, long Since)[2];
        var next = -1;
        var until = Minutes is { } minutes ? Stopwatch.GetTimestamp() + (long)(minutes * 60 * Stopwatch.Frequency) : long.MaxValue;
        var workers = Enumerable.Range(0, running.Length).Select(worker => Task.Factory.StartNew(
            () =>
            {
                while (Interlocked.Increment(ref next) is var number
                    && (Minutes is null ? number < count : Stopwatch.GetTimestamp() < until))
                {
                    var input = mutator.Make(new Random(unchecked((FirstSeed * 486_187_739) + number)));
                    running[worker] = (input, Stopwatch.GetTimestamp());
                    Try(target, $"seed {FirstSeed}, input {number}", input, read);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        while (!Task.WhenAll(workers).Wait(Hung))
        {
            if (Array.Find(running, one => one.Input is not null && Stopwatch.GetElapsedTime(one.Since) > Hung) is { Input: { } stuck })
            {
                throw new InvalidOperationException($"{target}: one input takes longer than {Hung}: {Keep(target, stuck)}");
            }

            if (Array.Find(workers, worker => worker.IsFaulted) is { } failed)
            {
                failed.GetAwaiter().GetResult();
            }
        }
    }

    private static void Try(string target, string origin, byte[] input, Action<byte[]> read)
    {
        try
        {
            read(input);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(
                $"{target} ({origin}): {error.GetType().Name}: {error.Message} Kept as {Keep(target, input)}", error);
        }
    }

    private static List<byte[]> CorpusOf(string target)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Corpus", target);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]
            : [];
    }

    private static string Keep(string target, byte[] input)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "../../../fuzz", target)).FullName;
        var file = Path.Combine(folder, $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(input))[..12]}.bin");
        File.WriteAllBytes(file, input);
        return file;
    }
}
