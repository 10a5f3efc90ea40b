using System.ComponentModel;
using System.Diagnostics;

namespace ProbeFleet.Azurite;

/// <summary>Azurite as eng/azurite pins it; installed by <c>npm ci</c> when missing, by one process at a time.</summary>
public static class AzuriteInstallation
{
    private static readonly TimeSpan InstallDeadline = TimeSpan.FromMinutes(5);

    private static string Folder => Path.Combine(RepositoryRoot(), "eng", "azurite");

    private static string Executable => Path.Combine(Folder, "node_modules", ".bin", "azurite-table");

    /// <summary>The path of <c>azurite-table</c>, or null with the reason when this machine cannot run it.</summary>
    public static async Task<(string? Path, string? Missing)> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync("node", "--version", cancellationToken);
            await using var installing = await LockAsync(cancellationToken);
            if (!File.Exists(Executable))
            {
                await RunAsync("npm", "ci --ignore-scripts --no-audit --no-fund", cancellationToken);
            }

            return (Executable, null);
        }
        catch (Win32Exception missing)
        {
            return (null, $"Azurite needs Node.js and npm: {missing.Message}");
        }
    }

    private static async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(InstallDeadline);
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(RepositoryRoot(), "artifacts")).FullName, "azurite.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), deadline.Token);
            }
        }
    }

    private static async Task RunAsync(string program, string arguments, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(InstallDeadline);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = await process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {arguments} in {Folder} ended with {process.ExitCode}: {errors}{await output}");
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ProbeFleet.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException("The tests do not run inside the repository: no ProbeFleet.sln above them.");
    }
}
