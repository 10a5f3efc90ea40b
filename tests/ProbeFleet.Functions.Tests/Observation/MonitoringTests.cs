using System.Text.Json;
using System.Text.RegularExpressions;
using ProbeFleet.FaultLab;

namespace ProbeFleet.Functions.Tests.Observation;

/// <summary>What eng/monitoring asks Prometheus for is what the app really tells, and Prometheus' own tool takes it.</summary>
public sealed partial class MonitoringTests(VantageAppFixture fixture) : IClassFixture<VantageAppFixture>
{
    private static readonly string[] OfPrometheus = ["instance", "job", "alertname"];

    private static string Folder { get; } = Repository.PathOf("eng", "monitoring");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("check", "rules", "probefleet.rules.yml")]
    [InlineData("test", "rules", "probefleet.rules.test.yml")]
    public async Task Rules_PleasePromtoolAndFireWhenTheyShould(params string[] arguments) => await PromtoolAsync(arguments, Folder);

    [Fact]
    public async Task RulesAndDashboard_NameMetricsAndLabelsThatTheAppHas()
    {
        await using var app = await VantageApp.StartAsync(fixture.Azurite.Server.ConnectionString, fixture.Folder.FullName, "monitored");
        await app.PostAsync("/api/rounds", "");
        var metrics = await app.Client.GetStringAsync("/api/metrics", Stop);
        var families = Family.Matches(metrics).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var labels = Label.Matches(metrics).Select(match => match.Groups[1].Value).Concat(OfPrometheus).ToHashSet(StringComparer.Ordinal);

        string[] asked = [.. Expressions(), .. RuleExpression.Matches(await ReadAsync("probefleet.rules.yml")).Select(
            match => match.Groups[1].Value)];

        Assert.InRange(asked.Length, 20, 100);
        Assert.Empty(asked.SelectMany(one => MetricName.Matches(one)).Select(match => match.Value).Except(families));
        Assert.Empty(asked.SelectMany(one => LabelList.Matches(one)).SelectMany(match => match.Groups[1].Value.Split(", ")).Except(labels));
        Assert.Empty(asked.SelectMany(one => Matcher.Matches(one)).Select(match => match.Groups[1].Value).Except(labels));
    }

    [Fact]
    public async Task Dashboard_Expressions_PleasePromtool()
    {
        var folder = Directory.CreateTempSubdirectory("probefleet-monitoring-");
        try
        {
            var rules = Expressions().Select((expression, number) => $$"""
                      - record: panel:{{number}}
                        expr: {{JsonSerializer.Serialize(expression.Replace("$__rate_interval", "5m", StringComparison.Ordinal))}}
                """);
            var text = $"groups:\n  - name: panels\n    rules:\n{string.Join('\n', rules)}\n";
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "panels.yml"), text, Stop);

            await PromtoolAsync(["check", "rules", "panels.yml"], folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Dashboard_Panels_SayWhatTheyShowAndDoNotOverlap()
    {
        var taken = new HashSet<(int, int)>();
        foreach (var panel in Dashboard().GetProperty("panels").EnumerateArray())
        {
            Assert.NotEqual("", panel.GetProperty("title").GetString());
            Assert.NotEqual("", panel.GetProperty("description").GetString());
            var place = panel.GetProperty("gridPos");
            var (x, y) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32());
            var (width, height) = (place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
            Assert.InRange(x + width, 1, 24);
            Assert.All(
                from column in Enumerable.Range(x, width)
                from row in Enumerable.Range(y, height)
                select (column, row),
                cell => Assert.True(taken.Add(cell), $"{panel.GetProperty("title")} covers another panel at {cell}"));
        }
    }

    private static async Task PromtoolAsync(string[] arguments, string folder)
    {
        Assert.SkipWhen(LabRequirements.MissingFor("promtool") is not null, "promtool is not installed: run eng/install-lab.sh");
        var outcome = await LabCommand.RunAsync(
            "sh", ["-c", "cd \"$0\" && exec promtool \"$@\"", folder, .. arguments], new Dictionary<string, string?>(), Stop);
        Assert.True(outcome.ExitCode == 0, $"{outcome.Output}{outcome.Errors}");
    }

    private static IEnumerable<string> Expressions() =>
        from panel in Dashboard().GetProperty("panels").EnumerateArray()
        from target in panel.GetProperty("targets").EnumerateArray()
        select target.GetProperty("expr").GetString()!;

    private static JsonElement Dashboard() => JsonElement.Parse(File.ReadAllText(Path.Combine(Folder, "grafana-dashboard.json")));

    private static Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(Folder, name), Stop);

    [GeneratedRegex("^# TYPE (\\S+) ", RegexOptions.Multiline)]
    private static partial Regex Family { get; }

    [GeneratedRegex("[{,]([a-z]+)=\"")]
    private static partial Regex Label { get; }

    [GeneratedRegex("^ +expr: (.*)$", RegexOptions.Multiline)]
    private static partial Regex RuleExpression { get; }

    [GeneratedRegex("probefleet_[a-z_]+")]
    private static partial Regex MetricName { get; }

    [GeneratedRegex(" (?:by|on) \\(([a-z, ]+)\\)")]
    private static partial Regex LabelList { get; }

    [GeneratedRegex("[{,]([a-z]+)=~\"")]
    private static partial Regex Matcher { get; }
}
