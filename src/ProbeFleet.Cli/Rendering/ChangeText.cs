namespace ProbeFleet.Cli.Rendering;

/// <summary>Formats changed facts, one line each.</summary>
internal static class ChangeText
{
    public static IEnumerable<string> Render(IEnumerable<ChangedFact> facts) =>
        facts.Select(fact => $"{fact.Fact}: was {fact.Was ?? "absent"}, now {fact.Now ?? "absent"}");
}
