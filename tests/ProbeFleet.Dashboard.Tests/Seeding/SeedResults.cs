namespace ProbeFleet.Dashboard.Tests.Seeding;

/// <summary>Results made from the recorded golden evidence, as if they were any vantage's, route's and instant's.</summary>
internal static class SeedResults
{
    public static ProbeResult Of(string golden, Vantage vantage, ProbedRoute route, DateTimeOffset at, Random? times = null)
    {
        var sample = GoldenResults.Named(golden);
        var scale = times is null ? 1 : 0.8 + (0.5 * times.NextDouble()) + (times.Next(40) == 0 ? 2 : 0);
        StageEvidence[] stages = times is null
            ? [.. sample.Stages]
            : [.. sample.Stages.Select(stage => stage.Duration is null ? stage : stage with { Duration = TimeOf(stage.Stage) * scale })];
        return sample with
        {
            Id = Guid.CreateVersion7(at),
            StartedAt = at,
            Vantage = vantage,
            Route = route,
            Stages = stages,
            Duration = times is null ? sample.Duration : TimeSpan.FromTicks(stages.Sum(stage => stage.Duration?.Ticks ?? 0)),
        };
    }

    private static TimeSpan TimeOf(Stage stage) => TimeSpan.FromMilliseconds(stage switch
    {
        Stage.Configure => 0.2,
        Stage.Credential => 1.4,
        Stage.Resolve => 9,
        Stage.Connect => 18,
        Stage.Tunnel => 12,
        Stage.Secure => 31,
        Stage.Send => 0.6,
        Stage.Respond => 280,
        Stage.FirstEvent => 15,
        Stage.Answer => 22,
    });

    public static Vantage Vantage(string name, string region, string network) =>
        GoldenResults.Named("healthy-completion").Vantage with
        {
            Name = new(name),
            Region = region,
            Network = network,
            Runtime = new()
            {
                Host = "functions-flex",
                Instance = "0f3c9a71",
                Os = "Debian GNU/Linux 12",
                Dotnet = "10.0.12",
                Sdk = "OpenAI 2.15.0",
                App = "0.1.0+4c6f8e9",
            },
        };

    public static ProbedRoute Route(
        string name,
        RouteKind kind = RouteKind.OpenAI,
        string baseUrl = "https://api.openai.com/v1",
        string model = "gpt-4.1-nano",
        string? fronts = null) =>
        new() { Name = new(name), Kind = kind, BaseUrl = baseUrl, Model = model, Fronts = fronts is null ? null : new RouteName(fronts) };
}
