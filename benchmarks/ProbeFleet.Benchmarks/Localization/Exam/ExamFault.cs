using System.Text.Json.Serialization;

namespace ProbeFleet.Benchmarks.Localization.Exam;

/// <summary>One incident of an exam's <c>index.json</c>: the file's name and what was true of it.</summary>
internal sealed record ExamCase(string Name, IReadOnlyList<ExamFault> Faults)
{
    /// <summary>Per vantage its network, for components that are named by it.</summary>
    public IReadOnlyDictionary<string, string> Nets { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a name is true of a fault, at least in part.</summary>
    public bool IsTrue(string name) => Faults.Any(fault => fault.Match(name) > 0);
}

/// <summary>One fault of an exam: which names count as found.</summary>
internal sealed record ExamFault(string Kind, HashSet<string> Accept, HashSet<string> Group, IReadOnlyList<HashSet<string>> Alt)
{
    public required IReadOnlyList<string> Owners { get; init; }

    public required IReadOnlyList<string> Vantages { get; init; }

    /// <summary>Too few failures to be found: the incident is not scored.</summary>
    public required bool Faint { get; init; }

    public string Note { get; init; } = "";

    public int Failed { get; init; }

    public int Rounds { get; init; }

    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Nets { get; init; } = new Dictionary<string, string>();

    private const string AzureResolver = "dns:168.63.129.16";
    private const string NetworkEgress = "egress:net ";

    private IEnumerable<HashSet<string>> Sets => Alt.Prepend(Group).Where(set => set.Count > 0);

    /// <summary>Whether a name is true of the fault: 1 wholly, .5 in part, 0 not.</summary>
    public double Match(string component)
    {
        var name = component.Replace("#upstream", "", StringComparison.Ordinal);
        if (name.StartsWith("credential:", StringComparison.Ordinal) && name.Contains('@', StringComparison.Ordinal)
            && !name.Contains("managed-identity", StringComparison.Ordinal))
        {
            var (key, at) = (name[..name.IndexOf('@', StringComparison.Ordinal)],
                name[(name.IndexOf('@', StringComparison.Ordinal) + 1)..]);
            var whole = Match(key);
            return whole > 0 && ((Kind is "vantage-key" && Vantages.Contains(at)) || Vantages.Count == 1) ? whole : Math.Min(whole, .5);
        }

        if (name.StartsWith("dns:", StringComparison.Ordinal) && Accept.Contains(AzureResolver) && !Accept.Contains(name))
        {
            return Vantages.Any(vantage => Nets.GetValueOrDefault(vantage) == name["dns:".Length..]) ? 1 : 0;
        }

        return name.StartsWith(NetworkEgress, StringComparison.Ordinal) ? MatchNetwork(name[NetworkEgress.Length..]) : MatchDeclared(name);
    }

    private double MatchNetwork(string network)
    {
        var inside = Nets.Where(item => item.Value == network).Select(item => item.Key).ToHashSet();
        var egresses = Alt.Append(Accept).Append(Group).SelectMany(set => set).Where(IsEgress).Select(
            item => BaseOf(item)["egress:".Length..]).ToHashSet();
        return inside.Count > 0 && inside.IsSubsetOf(egresses) ? 1 : inside.Overlaps(egresses) ? .5 : 0;
    }

    private double MatchDeclared(string name)
    {
        if (Accept.Contains(name) || (name is "other" && Kind is "hub-firewall"))
        {
            return 1;
        }

        if (name.StartsWith("other:", StringComparison.Ordinal))
        {
            var parts = name["other:".Length..].Split('+').ToHashSet();
            var all = Sets.Append(Accept).SelectMany(set => set).ToHashSet();
            return Sets.Append(Accept).Any(set => parts.IsSubsetOf(set) && parts.Count >= .5 * set.Count) ? 1
                : parts.IsSubsetOf(all) || parts.Select(BaseOf).ToHashSet().IsSubsetOf(all) ? .5 : 0;
        }

        return Sets.FirstOrDefault(set => set.Contains(name)) is { } holds ? holds.Count == 1 ? 1 : .5
            : name.Contains('→', StringComparison.Ordinal) && IsEgress(name)
                && Sets.Append(Accept).Any(set => set.Contains(BaseOf(name))) ? .5 : 0;
    }

    /// <summary>Whether a set of accusations finds the fault.</summary>
    public bool IsFoundBy(IReadOnlyCollection<string> accused)
    {
        var names = accused.Select(name => name.Replace("#upstream", "", StringComparison.Ordinal)).ToHashSet();
        var egresses = Accept.Union(Group).Where(name => IsEgress(name) && BaseOf(name) == name).ToHashSet();
        return names.Any(name => Match(name) >= 1)
            || Sets.Any(set => names.Count(set.Contains) >= .6 * set.Count)
            || (egresses.Count > 0 && names.Where(IsEgress).Select(BaseOf).Distinct().Count(egresses.Contains) >= .6 * egresses.Count);
    }

    private static bool IsEgress(string name) => name.StartsWith("egress:", StringComparison.Ordinal);

    private static string BaseOf(string name) => IsEgress(name) ? name.Split('→')[0] : name;
}
