namespace ProbeFleet.Benchmarks.Localization.Generator;

/// <summary>Seeded draws: the same seed gives the same incident on every machine.</summary>
internal sealed class Draws(int seed)
{
    private readonly Random _random = new(seed);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public double Between(double low, double high) => low + ((high - low) * _random.NextDouble());

    public int Below(int bound) => _random.Next(bound);

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public T Weighted<T>(IReadOnlyList<(T Item, double Weight)> items)
    {
        var at = _random.NextDouble() * items.Sum(item => item.Weight);
        foreach (var (item, weight) in items)
        {
            at -= weight;
            if (at < 0)
            {
                return item;
            }
        }

        return items[^1].Item;
    }

    /// <summary>A draw from the standard normal distribution (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>A draw from the Dirichlet distribution with these parameters; parameters of 0 stay 0.</summary>
    public double[] Dirichlet(IReadOnlyList<double> alphas)
    {
        var draws = alphas.Select(alpha => alpha > 0 ? Gamma(alpha) : 0).ToArray();
        var total = draws.Sum();
        return total > 0 ? [.. draws.Select(draw => draw / total)] : [.. alphas.Select(alpha => alpha / alphas.Sum())];
    }

    // Marsaglia and Tsang 2000, with the usual boost for shapes below 1.
    private double Gamma(double shape)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1) * Math.Pow(1 - _random.NextDouble(), 1 / shape);
        }

        var (d, c) = (shape - (1.0 / 3), 1 / Math.Sqrt(9 * (shape - (1.0 / 3))));
        while (true)
        {
            var x = Normal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - _random.NextDouble()) < (.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }
}
