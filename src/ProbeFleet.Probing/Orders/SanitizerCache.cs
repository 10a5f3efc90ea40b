using System.Collections.Concurrent;
using ProbeFleet.Core.Recognition.Redaction;

namespace ProbeFleet.Probing.Orders;

/// <summary>Caches sanitizers by their secrets: creating one compiles patterns, and every round has the same secrets.</summary>
internal sealed class SanitizerCache
{
    private const int Most = 256;
    private readonly ConcurrentDictionary<string, Sanitizer> _sanitizers = new(StringComparer.Ordinal);

    public Sanitizer For(IReadOnlyCollection<KnownSecret> secrets)
    {
        if (_sanitizers.Count >= Most)
        {
            // Secrets were rotated many times: drop the old ones.
            _sanitizers.Clear();
        }

        return _sanitizers.GetOrAdd(
            string.Join('\0', secrets.Select(secret => $"{secret.Header}\u0001{secret.Value}")), _ => new Sanitizer(secrets));
    }
}
