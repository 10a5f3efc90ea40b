using System.Globalization;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tests.Attempts;

/// <summary>What real reverse proxies, TLS ends and forward proxies answer by themselves, and whose fault it is.</summary>
public sealed class RealFrontTests(RealFrontFixture fixture) : IClassFixture<RealFrontFixture>
{
    public static TheoryData<string> Names { get; } = [.. RealFrontCases.All.Select(one => one.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Front_Probed_NamesCauseAndOwnerAndWhatToDo(string name)
    {
        Assert.SkipWhen(fixture.Missing is not null, fixture.Missing ?? "");
        var expected = RealFrontCases.All.Single(one => one.Name == name);

        var result = await RequestOf(expected).RunAsync(Surroundings(expected));

        var diagnosis = result.Diagnosis;
        string[] said = [diagnosis.Summary, .. diagnosis.DoNext, .. (diagnosis.Alternatives ?? []).Select(one => one.Check)];
        var text = string.Join('\n', said);

        Assert.True((diagnosis.Cause, diagnosis.Owner) == (expected.Cause, expected.Owner),
            $"{diagnosis.Cause}, {diagnosis.Owner}: {result.ToJson()}");
        Assert.All(expected.Says, words => Assert.Contains(words, text, StringComparison.OrdinalIgnoreCase));
        if (result is { Response: not null, Diagnosis.Cause: not Cause.ProxyFailed }
            && result.Find<SecureEvidence>() is { Outcome: StageOutcome.Passed })
        {
            Assert.DoesNotContain(diagnosis.DoNot, warning => warning.Contains("not known to have reached", StringComparison.Ordinal));
        }
    }

    private ProbeRequest RequestOf(FrontCase one)
    {
        var fronts = fixture.Fronts!;
        var port = one.Target is { } target
            ? (target is "dead" ? 1 : fronts[target])
            : one.IsProxy ? fronts.Api.Https.Port : fronts[one.Name];
        var request = Probe.Of(new($"{one.Scheme}://{one.Host}:{port.ToString(CultureInfo.InvariantCulture)}/litellm"), RouteKind.Gateway);
        request = one.IsProxy ? request.Through(new($"{one.ProxyScheme}://{one.User}localhost:{fronts[one.Name.Split('+')[0]]}")) : request;
        return request with { Explain = true, Budget = Probe.Ample };
    }

    private static ProbeSurroundings Surroundings(FrontCase one) => one.LongKey
        ? new() { Environment = name => name is "LAB_GATEWAY_KEY" ? new string('k', 12_000) : null }
        : Probe.Surroundings;
}
