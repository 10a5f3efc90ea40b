using System.Text;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Fleet.Processes;

/// <summary>
/// Which of the processes that run a vantage's functions this one is: who holds a lease, and who said a heartbeat. It is kept in the process's own folder
/// and locked while the process lives, so that one that was killed is followed by itself and need not wait for the end of its own leases.
/// </summary>
public sealed class ProcessIdentity : IDisposable
{
    private const string FileName = "process.lock";

    private readonly FileStream? _file;

    private ProcessIdentity(string holder, FileStream? file) => (Holder, _file) = (holder, file);

    /// <summary>Vantage, instance and an id: unique, at most 200 characters.</summary>
    public string Holder { get; }

    /// <summary>Goes on as the last process of the folder, unless that one lives; else, and where nothing can be written, as a new one.</summary>
    /// <param name="folder">The process's folder; made when missing.</param>
    /// <param name="vantage">The vantage that it runs.</param>
    public static ProcessIdentity Open(string folder, Vantage vantage)
    {
        ArgumentNullException.ThrowIfNull(vantage);
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
            // A disk that keeps nothing: the next process is another one, and waits for this one's leases to end.
        }

        return made;
    }

    private static string Short(string instance) => instance.Length > 64 ? instance[..64] : instance;
}
