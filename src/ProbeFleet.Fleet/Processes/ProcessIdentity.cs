using System.Text;

namespace ProbeFleet.Fleet.Processes;

/// <summary>
/// Identifies this process among those that run a vantage's functions, in leases and heartbeats. The identity is in the process's own
/// folder, locked while it lives: the successor of a killed process takes it over and need not wait for its leases to end.
/// </summary>
public sealed class ProcessIdentity : IDisposable
{
    private const string FileName = "process.lock";

    private readonly FileStream? _file;

    private ProcessIdentity(string holder, FileStream? file) => (Holder, _file) = (holder, file);

    /// <summary>The vantage, the instance and an ID: unique, at most 200 characters.</summary>
    public string Holder { get; }

    /// <summary>Takes over the identity of the folder's last process unless it lives; otherwise, or on I/O errors, makes one.</summary>
    /// <param name="folder">The process's folder; created when missing.</param>
    public static ProcessIdentity Open(string folder, Vantage vantage)
    {
        var file = TryLock(folder);
        return new($"{vantage.Name} {Short(vantage.Runtime.Instance ?? Environment.MachineName)} {IdIn(file):N}", file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static FileStream? TryLock(string folder)
    {
        try
        {
            var path = Path.Combine(Directory.CreateDirectory(folder).FullName, FileName);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Guid IdIn(FileStream? file)
    {
        var made = Guid.CreateVersion7();
        if (file is null)
        {
            return made;
        }

        try
        {
            var known = new byte[32];
            if (file.ReadAtLeast(known, known.Length, throwOnEndOfStream: false) == known.Length
                && Guid.TryParseExact(Encoding.ASCII.GetString(known), "N", out var id))
            {
                return id;
            }

            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes($"{made:N}"));
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // The disk keeps nothing, so the next process has another identity and waits for this one's leases to end.
        }

        return made;
    }

    private static string Short(string instance) => instance.Length > 64 ? instance[..64] : instance;
}
