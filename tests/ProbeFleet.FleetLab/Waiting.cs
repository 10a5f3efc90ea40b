namespace ProbeFleet.FleetLab;

/// <summary>Waits for something that a process of its own does: asks again and again, a little apart.</summary>
public static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Asks until the answer is as wanted.</summary>
    /// <typeparam name="T">What is asked for.</typeparam>
    /// <param name="what">What is waited for, for the error.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="isWanted">Judges the answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">It did not come within 5 minutes.</exception>
    public static async Task<T> ForAsync<T>(string what, Func<Task<T>> ask, Func<T, bool> isWanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(isWanted);
        var began = TimeProvider.System.GetTimestamp();
        var answer = await ask();
        while (!isWanted(answer))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"{what} did not come within {Patience.TotalMinutes} minutes; the last answer was: {answer}");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            answer = await ask();
        }

        return answer;
    }
}
