using System.Reflection;
using System.Text.RegularExpressions;

namespace ProbeFleet.Fuzz.Tests.Patterns;

/// <summary>
/// Every regular expression of the product needs steps in proportion to its text: twice the text, twice the steps, for attacks made of
/// the pattern's own words and characters.
/// </summary>
public sealed class LinearPatternTests
{
    private const int Short = 400;
    private const int Attacks = 250;

    // Twice the text takes a linear pattern twice the steps, and a quadratic one four times.
    private const double MostGrowth = 2.6;

    // So few for each character are no growth: a bounded part that the short text had not filled.
    private const int Few = 10;

    private static readonly Type[] Products =
    [
        typeof(Core.Model.ProbeResult), typeof(Probing.RouteProber), typeof(Storage.FleetStorage), typeof(Fleet.Rounds.RoundTiming),
        typeof(Cli.Rendering.ProbeText), typeof(Functions.Settings.VantageSettings),
    ];

    private static readonly IReadOnlyDictionary<string, Regex> Patterns = Products.SelectMany(type => type.Assembly.GetTypes())
        .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
        .Where(property => property.PropertyType == typeof(Regex) && property.GetCustomAttribute<GeneratedRegexAttribute>() is not null)
        .ToDictionary(property => $"{property.DeclaringType!.Name}.{property.Name}", property => (Regex)property.GetValue(null)!);

    public static TheoryData<string> Names => [.. Patterns.Keys.Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public void Steps_GrowAsTheTextDoes(string name)
    {
        var (parser, node) = Parsed(Patterns[name]);
        foreach (var (before, pump, after) in Attack(parser))
        {
            string Text(int length) => before + string.Concat(Enumerable.Repeat(pump, (length / pump.Length) + 1)) + after;
            var (some, twice) = (Steps(node, Text(Short)), Steps(node, Text(Short * 2)));
            Assert.True(
                twice < some * MostGrowth || twice < Short * 2 * Few,
                $"'{before}' + '{pump}' again and again + '{after}': {some} steps, and {twice} for twice the text.");
        }
    }

    /// <summary>The counter finds what .NET finds: it counts the steps of the same expression.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Counter_FindsWhatTheProductFinds(string name)
    {
        var regex = Patterns[name];
        var (parser, node) = Parsed(regex);
        foreach (var (before, pump, after) in Attack(parser))
        {
            var text = $"{before}{pump}{pump} {after}{pump}=\"{before}\" x@y.example";
            Assert.Equal(regex.Matches(text).Select(match => (match.Index, match.Length)), new StepCounter(node, text).Matches());
        }
    }

    [Theory]
    [InlineData("(a+)+b", "a")]
    [InlineData("[a-z]+@", "a")]
    [InlineData("(<!--.*?-->)*x", "<!---->")]
    public void Steps_OfAPatternThatIsNotLinear_AreFoundOut(string pattern, string pump)
    {
        var node = new PatternParser(pattern, RegexOptions.None).Parse();
        var (some, twice) = (6, 12);

        Assert.True(Steps(node, Repeated(twice)) > Steps(node, Repeated(some)) * MostGrowth);

        string Repeated(int times) => string.Concat(Enumerable.Repeat(pump, times));
    }

    [Fact]
    public void Patterns_AreThoseOfTheProduct() => Assert.True(Patterns.Count > 35, $"{Patterns.Count} were found.");

    private static (PatternParser Parser, PatternNode Node) Parsed(Regex regex)
    {
        var parser = new PatternParser($"{regex}", regex.Options);
        return (parser, parser.Parse());
    }

    private static long Steps(PatternNode node, string text)
    {
        var counter = new StepCounter(node, text);
        counter.Matches();
        return counter.Steps;
    }

    private static IEnumerable<(string Before, string Pump, string After)> Attack(PatternParser parser)
    {
        string[] tokens = [.. parser.Tokens.Order(StringComparer.Ordinal), "a", "A", "0", " ", "\"", ".", "-", "\n", "é"];
        string[] edges = ["", .. tokens];
        foreach (var token in tokens)
        {
            yield return ("", token, "");
            yield return ("", token, "\u0001");
        }

        var random = new Random(20261129);
        for (var attack = 0; attack < Attacks; attack++)
        {
            var pump = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => tokens[random.Next(tokens.Length)]));
            yield return (edges[random.Next(edges.Length)], pump, edges[random.Next(edges.Length)]);
        }
    }
}
