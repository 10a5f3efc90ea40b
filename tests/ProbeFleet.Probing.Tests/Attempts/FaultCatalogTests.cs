using System.Text.Json;
using ProbeFleet.Core.Packets;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tests.Attempts;

/// <summary>Every fault that loopback can make, probed on the real stack: its stage, its cause and its owner.</summary>
public sealed class FaultCatalogTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(6);

    public static TheoryData<string> Names { get; } = [.. FaultCatalog.All.Select(fault => fault.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Fault_Probed_HasItsBreakCauseAndOwner(string name)
    {
        var fault = FaultCatalog.Named(name);
        await using var running = await fault.StartAsync(TestContext.Current.CancellationToken);
        var kind = Enum.GetValues<RouteKind>().Single(kind => Wire(kind) == fault.RouteKind);
        var request = Probe.Of(running.BaseUrl, kind, kind is RouteKind.AzureOpenAI ? "chat" : "gpt-4.1-nano");
        request = running.Proxy is { } proxy ? request.Through(proxy) : request;

        var result = await (request with { Explain = true, Budget = fault.NeverEnds ? EndingIn(fault.Break) : Probe.Ample })
            .RunAsync(Probe.Surroundings with
            {
                Environment = name => name.StartsWith("LAB_", StringComparison.Ordinal)
                ? fault.Credential
                : null
            });

        Assert.Equal(
            (fault.Break, fault.Cause, fault.Owner),
            (result.Break is { } stage ? Wire(stage) : null, Wire(result.Diagnosis.Cause), Wire(result.Diagnosis.Owner)));
        Assert.DoesNotContain(
            fault.Credential, JsonSerializer.Serialize(result, ProbeFleetJson.Default.ProbeResult), StringComparison.Ordinal);
    }

    public static TheoryData<string> BeforeAnAnswer { get; } =
        [.. FaultCatalog.All.Where(
            fault => !fault.NeverEnds && fault.Break is not (null or "credential" or "answer")).Select(fault => fault.Name)];

    [Theory, MemberData(nameof(BeforeAnAnswer))]
    public async Task Fault_ThroughAzuresOwnClient_HasTheSameBreakAndCause(string name)
    {
        var fault = FaultCatalog.Named(name);
        await using var running = await fault.StartAsync(TestContext.Current.CancellationToken);
        var request = Probe.Of(running.BaseUrl, RouteKind.AzureOpenAI, "chat", "2024-10-21");
        request = running.Proxy is { } proxy ? request.Through(proxy) : request;

        var result = await (request with { Explain = true }).RunAsync();

        Assert.Equal((fault.Break, fault.Cause), (result.Break is { } stage ? Wire(stage) : null, Wire(result.Diagnosis.Cause)));
    }

    /// <summary>Of the stages only the one that stalls is cut short; what is left of the whole is for the closer look.</summary>
    private static ProbeBudget EndingIn(string? stage) => stage switch
    {
        "connect" or "tunnel" => new(Short, Whole, Whole, Whole),
        "secure" => new(Whole, Short, Whole, Whole),
        "respond" => new(Whole, Whole, Short, Whole),
        "answer" => new(Whole, Whole, Whole, Whole),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Nothing of the catalog stalls here."),
    };

    private static string Wire<T>(T value)
        where T : struct, Enum =>
        JsonSerializer.SerializeToElement(value, typeof(T), ProbeFleetJson.Default).GetString()!;
}
