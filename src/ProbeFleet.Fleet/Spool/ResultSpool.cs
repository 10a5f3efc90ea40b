using System.Globalization;
using System.Text.Json;

namespace ProbeFleet.Fleet.Spool;

/// <summary>
/// Batches of results on local disk that could not be stored yet, one file each, ordered by name from the oldest. Files are written beside
/// and then renamed, so a killed process leaves none half-written. What storage refuses because of its content, and what cannot be read, is
/// set aside in the folder and counts towards the bounds. A process may begin to use the folder while the one before it still ends.
/// </summary>
/// <param name="folder">
/// The spool's folder; created when missing. Files that a killed process was writing are removed, if nobody has touched them for a minute.
/// </param>
/// <param name="clock">The clock that orders the files.</param>
/// <exception cref="IOException">The folder cannot be created or read.</exception>
public sealed partial class ResultSpool(string folder, SpoolBounds bounds, TimeProvider clock, ILogger<ResultSpool> logger)
{
    private const string Ready = ".json";
    private const string Writing = ".writing";
    private const string Refused = ".refused";
    private const string Corrupt = ".corrupt";

    private static readonly TimeSpan LongestWriting = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly string _folder = Opened(folder, clock);
    private long _dropped;
    private long _quarantined;

    /// <summary>What the spool holds and has lost.</summary>
    public SpoolState State
    {
        get
        {
            lock (_gate)
            {
                var waiting = Files(Ready);
                var aside = Aside();
                return new(waiting.Sum(CountOf), waiting.Concat(aside).Sum(SizeOf), _dropped, _quarantined)
                {
                    SetAside = aside.Sum(CountOf),
                };
            }
        }
    }

    /// <summary>Keeps results. When the bound is reached the oldest batches go; when the disk refuses, these.</summary>
    public void Keep(IReadOnlyList<RoundResult> results)
    {
        Keep(results, Ready);
    }

    /// <summary>
    /// Keeps results apart that storage refuses for what they are: they are tried again now and then, and are the first to go at the bound.
    /// </summary>
    public void SetAside(IReadOnlyList<RoundResult> results)
    {
        if (Keep(results, Refused))
        {
            Interlocked.Increment(ref _quarantined);
            Log.SetAside(logger, results.Count, Refused);
        }
    }

    /// <summary>Keeps those of a batch apart that are refused again: they are the last to be tried the next time.</summary>
    /// <param name="file">The name of the batch, which was set aside; no error if another process has moved it.</param>
    public void PutBack(string file, IReadOnlyList<RoundResult> results)
    {
        if (results.Count < CountOf(file))
        {
            Keep(results, Refused);
            return;
        }

        lock (_gate)
        {
            TryMove(Path.Combine(_folder, file), NewPath(results.Count) + Refused);
        }
    }

    private bool Keep(IReadOnlyList<RoundResult> results, string suffix)
    {
        if (results is [])
        {
            return false;
        }

        if (Serialized(results) is not { } json)
        {
            // One result that cannot be serialized takes no other with it.
            return results.Count > 1 && results.Select(result => Keep([result], suffix)).ToList().Contains(true);
        }

        lock (_gate)
        {
            try
            {
                Write(NewPath(results.Count), json, suffix);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _dropped += results.Count;
                Log.DiskRefused(logger, results.Count, error);
                return false;
            }

            Bound();
            return true;
        }
    }

    /// <summary>Reads the oldest batch; null when the spool is empty. A file that cannot be read is set aside.</summary>
    /// <param name="file">The batch's name, for <see cref="Forget"/>.</param>
    public SpoolBatch? Oldest(out string file) => Oldest(Ready, out file);

    /// <summary>Reads the batch that was set aside first; null when there is none.</summary>
    /// <param name="file">The batch's name, for <see cref="Forget"/>.</param>
    public SpoolBatch? OldestAside(out string file) => Oldest(Refused, out file);

    private SpoolBatch? Oldest(string suffix, out string file)
    {
        lock (_gate)
        {
            foreach (var next in Files(suffix))
            {
                if (Read(next) is { } batch)
                {
                    file = next.Name;
                    return batch;
                }
            }
        }

        file = "";
        return null;
    }

    /// <summary>Removes a batch that has been stored.</summary>
    /// <param name="file">The batch's name; no error if it is already gone.</param>
    public void Forget(string file)
    {
        lock (_gate)
        {
            File.Delete(Path.Combine(_folder, file));
        }
    }

    private static string Opened(string folder, TimeProvider clock)
    {
        var opened = Directory.CreateDirectory(folder).FullName;
        foreach (var unfinished in new DirectoryInfo(opened).EnumerateFiles("*" + Writing)
            .Where(file => (clock.GetUtcNow() - file.LastWriteTimeUtc).Duration() > LongestWriting))
        {
            unfinished.Delete();
        }

        return opened;
    }

    private byte[]? Serialized(IReadOnlyList<RoundResult> results)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(new SpoolBatch(results), SpoolJson.Default.SpoolBatch);
        }
        catch (Exception error)
        {
            if (results is [_])
            {
                _dropped++;
                Log.Unwritable(logger, error);
            }

            return null;
        }
    }

    private string NewPath(int results)
    {
        var at = clock.GetUtcNow();
        return Path.Combine(
            _folder, string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks:D19}-{Guid.CreateVersion7(at):N}-{results}"));
    }

    private static int CountOf(FileInfo file) => CountOf(file.Name);

    private static int CountOf(string file) =>
        int.TryParse(file.Split('.')[0].Split('-')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static void Write(string path, byte[] content, string suffix)
    {
        using (var stream = new FileStream(path + Writing, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(path + Writing, path + suffix);
    }

    /// <summary>A file's size: none where another process has removed the file meanwhile.</summary>
    private static long SizeOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    private List<FileInfo> Files(string suffix) =>
        [.. new DirectoryInfo(_folder).EnumerateFiles("*" + suffix).OrderBy(file => file.Name, StringComparer.Ordinal)];

    private List<FileInfo> Aside() => [.. Files(Corrupt), .. Files(Refused)];

    private SpoolBatch? Read(FileInfo file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file.FullName), SpoolJson.Default.SpoolBatch)
                ?? throw new JsonException("The file holds null.");
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is JsonException or FormatException or NotSupportedException or InvalidOperationException
            or ArgumentException)
        {
            if (TryMove(file.FullName, file.FullName + Corrupt))
            {
                _quarantined++;
                Bound();
                Log.Unreadable(logger, file.Name, Corrupt, error);
            }

            return null;
        }
    }

    /// <summary>Moves a file: false where another process has moved or removed it meanwhile.</summary>
    private static bool TryMove(string path, string to)
    {
        try
        {
            File.Move(path, to, overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private void Bound()
    {
        // Results that storage refused or nobody can read are worth less than those that only wait.
        List<FileInfo> files = [.. Aside(), .. Files(Ready)];
        var bytes = files.Sum(SizeOf);
        var results = files.Sum(CountOf);
        var dropped = 0;
        foreach (var oldest in files.TakeWhile(_ => bytes > bounds.Bytes || results > bounds.Results))
        {
            bytes -= SizeOf(oldest);
            results -= CountOf(oldest);
            dropped += CountOf(oldest);
            oldest.Delete();
        }

        if (dropped > 0)
        {
            _dropped += dropped;
            Log.Dropped(logger, dropped, bounds.Bytes, bounds.Results);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(101, LogLevel.Error, "The spool is full ({Bytes} bytes, {Results} results): {Count} results are lost")]
        public static partial void Dropped(ILogger logger, int count, long bytes, int results);

        [LoggerMessage(102, LogLevel.Error, "The spool's disk refused {Count} results: they are lost")]
        public static partial void DiskRefused(ILogger logger, int count, Exception error);

        [LoggerMessage(105, LogLevel.Error, "A result cannot be written to the spool: it is lost")]
        public static partial void Unwritable(ILogger logger, Exception error);

        [LoggerMessage(103, LogLevel.Error, "Spool file {File} cannot be read and is set aside with the suffix {Suffix}")]
        public static partial void Unreadable(ILogger logger, string file, string suffix, Exception error);

        [LoggerMessage(104, LogLevel.Error,
            "Storage refuses {Count} results for what they are; they are set aside with the suffix {Suffix} and tried again")]
        public static partial void SetAside(ILogger logger, int count, string suffix);
    }
}
