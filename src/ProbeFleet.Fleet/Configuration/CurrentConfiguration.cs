using System.Security.Cryptography;
using Azure;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Probing.Deadlines;
using ProbeFleet.Storage.Configuration;

namespace ProbeFleet.Fleet.Configuration;

/// <summary>
/// The fleet's configuration as this process knows it. Whoever needs it reads it by ETag, and the last good one is kept. Several processes
/// may run one vantage's functions, so none relies on another having read it.
/// </summary>
/// <param name="read">Reads it; null when it still has the given tag.</param>
public sealed class CurrentConfiguration(Func<ETag, CancellationToken, Task<Reading<StoredConfiguration>?>> read, TimeProvider clock)
    : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>The time between reads while no configuration is known: whoever asks for the vantage's health needs no key.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly AgedReading _reading = new(clock);
    private ETag _known;

    /// <summary>The maximum age of a configuration that is acted on: 30 s.</summary>
    public static TimeSpan MostAge { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The last good configuration and the last problem.</summary>
    public ConfigurationState State { get; private set; } = new(null, null);

    /// <summary>Reads table <c>FleetConfig</c>; an unchanged row is not parsed.</summary>
    public static CurrentConfiguration OfTable(ConfigurationTable table, TimeProvider clock) => new(table.ReadAsync, clock);

    /// <summary>Reads a file.</summary>
    public static CurrentConfiguration OfFile(string path, TimeProvider clock) =>
        new((known, token) => ReadFileAsync(path, known, token), clock);

    /// <summary>
    /// The configuration, read anew when it was read more than <see cref="MostAge"/> ago, or more than 2 s while none is known: that takes
    /// at most 5 s.
    /// </summary>
    /// <returns>The newest good configuration; null when there never was one.</returns>
    public async Task<FleetConfiguration?> ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.EnsureAsync(ReadOnceAsync, cancellationToken).ConfigureAwait(false);
        return State.Configuration;
    }

    /// <summary>Reads it in any case: at most 5 s.</summary>
    /// <returns>The newest good configuration; null when there never was one.</returns>
    public async Task<FleetConfiguration?> RefreshAsync(CancellationToken cancellationToken)
    {
        await _reading.AnewAsync(ReadOnceAsync, cancellationToken).ConfigureAwait(false);
        return State.Configuration;
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<TimeSpan> ReadOnceAsync(CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(Deadline, clock, cancellationToken);
        try
        {
            Accept(await read(_known, limit.Token).ConfigureAwait(false));
        }
        catch (Exception error) when (error is StorageException or IOException or UnauthorizedAccessException)
        {
            Keep(error.Message);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            Keep($"Storage gave no answer within {Deadline.TotalSeconds} s.");
        }

        return State.Configuration is null ? Pause : MostAge;
    }

    private void Accept(Reading<StoredConfiguration>? reading)
    {
        if (reading is Reading<StoredConfiguration>.Found { Value: var stored })
        {
            (_known, State) = (stored.Tag, new(stored.Configuration, null));
            return;
        }

        Keep(reading switch
        {
            null => null,
            Reading<StoredConfiguration>.Unreadable { Row.Reason: var reason } => reason,
            _ => "No configuration was applied yet: run 'probefleet config apply fleet.json'.",
        });
    }

    private void Keep(string? problem) => State = State with { Problem = problem };

    private static async Task<Reading<StoredConfiguration>?> ReadFileAsync(string path, ETag known, CancellationToken cancellationToken)
    {
        var json = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        var tag = new ETag(Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(json))));
        if (tag == known)
        {
            return null;
        }

        var reading = FleetConfigurationReader.ReadStored(json);
        return reading.IsValid
            ? new Reading<StoredConfiguration>.Found(new(reading.Configuration, json, Version: 0, File.GetLastWriteTimeUtc(path), tag))
            : new Reading<StoredConfiguration>.Unreadable(
                new(path, "", $"{reading.Violations.Count} violations in {path}, first: {reading.Violations[0]}"));
    }
}

/// <summary>What a vantage knows of the fleet's configuration.</summary>
/// <param name="Configuration">The last good configuration; null when there never was one or it was not read yet.</param>
/// <param name="Problem">Why the newest configuration was rejected and the last good one kept; null when it was accepted.</param>
public sealed record ConfigurationState(FleetConfiguration? Configuration, string? Problem);
