namespace ProbeFleet.Storage.Rows;

/// <summary>Runs independent reads, a few at a time.</summary>
internal static class Concurrently
{
    private const int AtOnce = 8;

    public static async Task<List<TRow>> ReadAsync<TPart, TRow>(
        IEnumerable<TPart> parts, Func<TPart, CancellationToken, Task<List<TRow>>> read, CancellationToken cancellationToken)
    {
        var rows = new List<TRow>();
        await ForEachAsync(
            parts,
            async (part, token) =>
            {
                var found = await read(part, token).ConfigureAwait(false);
                lock (rows)
                {
                    rows.AddRange(found);
                }
            },
            cancellationToken).ConfigureAwait(false);
        return rows;
    }

    public static Task ForEachAsync<TPart>(
        IEnumerable<TPart> parts, Func<TPart, CancellationToken, Task> read, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            parts,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (part, token) => await read(part, token).ConfigureAwait(false));
}
