namespace ProbeFleet.Storage.Rows;

/// <summary>Runs independent reads, a few at a time.</summary>
internal static class Concurrently
{
    private const int AtOnce = 8;

    public static async Task<List<TRow>> ReadAsync<TPart, TRow>(
        IEnumerable<TPart> parts, Func<TPart, CancellationToken, Task<List<TRow>>> read, CancellationToken cancellationToken)
    {
        var rows = new List<TRow>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            parts,
            options,
            async (part, token) =>
            {
                var found = await read(part, token).ConfigureAwait(false);
                lock (rows)
                {
                    rows.AddRange(found);
                }
            }).ConfigureAwait(false);
        return rows;
    }
}
