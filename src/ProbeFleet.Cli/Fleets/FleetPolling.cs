namespace ProbeFleet.Cli.Fleets;

/// <summary>
/// Asks a fleet how far its vantages have come. They go on whether it answers or not, so that it does not is borne until they must have
/// ended.
/// </summary>
/// <param name="deadline">When who has not answered counts as absent.</param>
internal sealed class FleetPolling(DateTimeOffset deadline, CliSurroundings surroundings)
{
    /// <summary>The polling interval; a vantage reads its mailbox every few seconds at best.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Extra time after the deadline, because the app decides shortly after it and clocks may differ.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private bool _isTold;

    /// <summary>Whether nothing more will come.</summary>
    public bool IsOver => surroundings.Clock.GetUtcNow() > deadline + Grace;

    /// <summary>Asks until the fleet answers; says once, on standard error, that it did not.</summary>
    /// <exception cref="FleetSilentException">
    /// It still gives no answer when nothing more will come, or will never give one, or the caller gives up.
    /// </exception>
    public async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (FleetSilentException error) when (!error.IsLasting && !IsOver && !cancellationToken.IsCancellationRequested)
            {
                if (!_isTold)
                {
                    _isTold = true;
                    await surroundings.Error.WriteLineAsync($"{error.Message} What was asked for goes on there; asking again.");
                }
            }

            await PauseAsync(cancellationToken);
        }
    }

    /// <summary>Waits until the next question; less when the caller gives up.</summary>
    public async Task PauseAsync(CancellationToken cancellationToken) =>
        await Task.Delay(Interval, surroundings.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
