using System.Security.Cryptography;
using Azure;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Configuration;

namespace ProbeFleet.Fleet.Configuration;

/// <summary>The fleet's configuration as a vantage has it: read anew each round, the last good one kept.</summary>
public sealed class CurrentConfiguration
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly Func<ETag, CancellationToken, Task<ConfigurationReading>> _read;
    private readonly TimeProvider _clock;
    private ETag _known;

    private CurrentConfiguration(Func<ETag, CancellationToken, Task<ConfigurationReading>> read, TimeProvider clock) => (_read, _clock) = (read, clock);

    /// <summary>What is known now.</summary>
    public ConfigurationState State { get; private set; } = new(null, null);

    /// <summary>Reads table <c>FleetConfig</c>; an unchanged row is not parsed.</summary>
    /// <param name="table">The table.</param>
    /// <param name="clock">The clock of the deadline.</param>
    public static CurrentConfiguration OfTable(ConfigurationTable table, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new(table.ReadAsync, clock);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="clock">The clock of the deadline.</param>
    public static CurrentConfiguration OfFile(string path, TimeProvider clock) => new((known, token) => ReadFileAsync(path, known, token), clock);

    /// <summary>Reads it: at most 5 s.</summary>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    /// <returns>The newest good configuration; null when there never was one.</returns>
    public async Task<FleetConfiguration?> RefreshAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Deadline, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            Take(await _read(_known, either.Token).ConfigureAwait(false));
        }
        catch (Exception error) when (error is StorageException or IOException or UnauthorizedAccessException)
        {
            Keep(error.Message);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            Keep($"Storage gave no answer within {Deadline.TotalSeconds} s.");
        }

        return State.Configuration;
    }

    private void Take(ConfigurationReading reading)
    {
        switch (reading)
        {
            case ConfigurationReading.Changed { Stored: var stored }:
                _known = stored.Tag;
                State = new(stored.Configuration, null);
                break;
            case ConfigurationReading.Unchanged:
                Keep(null);
                break;
            case ConfigurationReading.Unreadable { Row.Reason: var reason }:
                Keep(reason);
                break;
            case ConfigurationReading.Absent:
                Keep("No configuration was applied yet: run 'probefleet config apply fleet.json'.");
                break;
        }
    }

    private void Keep(string? problem) => State = State with { Problem = problem };

    private static async Task<ConfigurationReading> ReadFileAsync(string path, ETag known, CancellationToken cancellationToken)
    {
        var json = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        var tag = new ETag(Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(json))));
        if (tag == known)
        {
            return new ConfigurationReading.Unchanged();
        }

        var reading = FleetConfigurationReader.Read(json);
        return reading.IsValid
            ? new ConfigurationReading.Changed(new(reading.Configuration, json, Version: 0, File.GetLastWriteTimeUtc(path), tag))
            : new ConfigurationReading.Unreadable(new(path, "", $"{reading.Violations.Count} violations in {path}, first: {reading.Violations[0]}"));
    }
}
