using System.Diagnostics;

namespace ProbeFleet.WorkerLab;

/// <summary>The function app as <c>dotnet publish</c> leaves it, in a folder of its own that is deleted in the end.</summary>
public sealed class PublishedApp : IAsyncDisposable
{
    private const string Project = "ProbeFleet.Functions";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private PublishedApp(string folder) => Folder = folder;

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <summary>The worker's program.</summary>
    public string Program => Path.Combine(Folder, $"{Project}.dll");

    /// <summary>Its files, without folders.</summary>
    public IReadOnlyList<FileInfo> Files => new DirectoryInfo(Folder).GetFiles("*", SearchOption.AllDirectories);

    /// <summary>Publishes the app as it was built together with the running program.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">It cannot be published; the message has what <c>dotnet publish</c> wrote.</exception>
    public static async Task<PublishedApp> PublishAsync(CancellationToken cancellationToken)
    {
        var app = new PublishedApp(Directory.CreateTempSubdirectory("probefleet-published-").FullName);
        try
        {
            await RunAsync(["publish", ProjectFolder(), "-c", Configuration(), "--no-build", "--nologo", "-o", app.Folder],
                cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            // A node that stays would keep the pipe open, and this process waiting for its end.
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(late.Token);
            await process.WaitForExitAsync(late.Token);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}");
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    // artifacts/bin/PROJECT/CONFIGURATION/
    private static string Configuration() => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static string ProjectFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ProbeFleet.sln")))
        {
            folder = folder.Parent;
        }

        return folder is null
            ? throw new InvalidOperationException("The tests do not run inside the repository: no ProbeFleet.sln above them.")
            : Path.Combine(folder.FullName, "src", Project);
    }
}
