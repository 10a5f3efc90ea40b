namespace ProbeFleet.Core.Localization.Inference;

/// <summary>The hypotheses with their probabilities, and what follows for components and owners.</summary>
internal sealed class Posterior
{
    public const string NoFaultName = "none";
    private readonly string[] _leader;

    public Posterior(IReadOnlyList<Hypothesis> ranked, double sharpness)
    {
        Hypotheses = ranked;
        var best = ranked[0].Score;
        var weights = ranked.Select(item => Math.Exp(Math.Max(sharpness * (item.Score - best), -700))).ToArray();
        var total = weights.Sum();
        Weights = [.. weights.Select(weight => weight / total)];

        Dictionary<string, Component> components = [];
        Dictionary<string, double> marginals = [];
        for (var index = 0; index < ranked.Count; index++)
        {
            foreach (var component in AccusedOf(ranked[index]).Distinct())
            {
                components[component.Name] = component;
                marginals[component.Name] = marginals.GetValueOrDefault(component.Name) + Weights[index];
            }
        }

        Components = components;
        Marginals = marginals;
        _leader = [.. ranked.Select(LeaderOf)];
        NoFault = Sum(index => _leader[index] == NoFaultName);
    }

    public IReadOnlyList<Hypothesis> Hypotheses { get; }

    public double[] Weights { get; }

    public IReadOnlyDictionary<string, Component> Components { get; }

    /// <summary>Per component name: the probability that it is at fault.</summary>
    public IReadOnlyDictionary<string, double> Marginals { get; }

    public double NoFault { get; }

    /// <summary>The smallest set, by probability, that holds each hypothesis' most probable member with 0.95.</summary>
    public IReadOnlyList<string> CredibleSet()
    {
        List<string> set = [];
        var held = 0.0;
        foreach (var (name, share) in Shares(index => _leader[index]))
        {
            set.Add(name);
            held += share;
            if (held >= .95)
            {
                break;
            }
        }

        return set;
    }

    public IReadOnlyList<OwnerShare> Owners() =>
        [.. Shares(index => _leader[index] == NoFaultName ? Owner.None : Components[_leader[index]].Owner)
            .Select(item => new OwnerShare(item.Key, item.Share))];

    public static IEnumerable<Component> AccusedOf(Hypothesis hypothesis) =>
        hypothesis.Members.Where((_, index) => hypothesis.Accused[index]).Select(member => member.Component);

    public double Sum(Func<int, bool> holds)
    {
        var sum = 0.0;
        for (var index = 0; index < Weights.Length; index++)
        {
            sum += holds(index) ? Weights[index] : 0;
        }

        return sum;
    }

    private IEnumerable<(T Key, double Share)> Shares<T>(Func<int, T> key)
        where T : notnull
    {
        Dictionary<T, double> shares = [];
        for (var index = 0; index < Weights.Length; index++)
        {
            shares[key(index)] = shares.GetValueOrDefault(key(index)) + Weights[index];
        }

        return shares.OrderByDescending(item => item.Value).ThenBy(item => item.Key.ToString(), StringComparer.Ordinal)
            .Select(item => (item.Key, item.Value));
    }

    private string LeaderOf(Hypothesis hypothesis) =>
        AccusedOf(hypothesis).OrderByDescending(component => Marginals[component.Name])
            .ThenBy(component => component.Name, StringComparer.Ordinal).FirstOrDefault()?.Name ?? NoFaultName;
}
