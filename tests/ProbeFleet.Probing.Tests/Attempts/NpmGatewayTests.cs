using System.Globalization;
using ProbeFleet.FaultLab.Servers.Gateways;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Probing.Tests.Attempts;

/// <summary>The gateways of npm, started once for all their cases.</summary>
public sealed class NpmGatewayFixture : IAsyncLifetime
{
    /// <summary>The gateways; null where they are not installed.</summary>
    public NpmGateways? Gateways { get; private set; }

    /// <summary>Why they cannot run here; null when they do.</summary>
    public string? Missing { get; } = LabRequirements.MissingForGateways();

    public async ValueTask InitializeAsync() =>
        Gateways = Missing is null ? await NpmGateways.StartAsync(TestContext.Current.CancellationToken) : null;

    public ValueTask DisposeAsync() => Gateways?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>What real gateways answer, by their own code, when a provider fails behind them or the call is wrong.</summary>
public sealed class NpmGatewayTests(NpmGatewayFixture fixture) : IClassFixture<NpmGatewayFixture>
{
    private const string CallersKey = "sk-of-the-caller";

    public static TheoryData<string> Names { get; } = [.. NpmGatewayCases.All.Select(one => one.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Gateway_Probed_NamesCauseAndOwnerAndWhatToDo(string name)
    {
        Assert.SkipWhen(fixture.Missing is not null, fixture.Missing ?? "");
        var expected = NpmGatewayCases.All.Single(one => one.Name == name);

        var result = await RunAsync(expected);

        var diagnosis = result.Diagnosis;
        string[] said = [diagnosis.Summary, .. diagnosis.DoNext, .. (diagnosis.Alternatives ?? []).Select(one => one.Check)];
        var text = string.Join('\n', said);
        Assert.True((diagnosis.Cause, diagnosis.Owner) == (expected.Cause, expected.Owner),
            $"{diagnosis.Cause}, {diagnosis.Owner}: {result.ToJson()}");
        Assert.All(expected.Says, words => Assert.True(text.Contains(words, StringComparison.OrdinalIgnoreCase), $"{words} is not in {text}"));
        Assert.All(expected.SaysNot, words => Assert.DoesNotContain(words, text, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Why the same 401 of a provider is the caller's behind one of them and the gateway's behind the other.</summary>
    [Fact]
    public async Task Portkey_HandsTheCallersKeyOn_AndLlmsSendsItsOwn()
    {
        Assert.SkipWhen(fixture.Missing is not null, fixture.Missing ?? "");
        var upstreams = fixture.Gateways!.Upstreams;

        await RunAsync(new("portkey", "seen-by-portkey", Cause.Ok, Owner.None));
        await RunAsync(new("llms", "seen-by-llms", Cause.Ok, Owner.None));

        Assert.True(upstreams.Received("seen-by-portkey", CallersKey));
        Assert.True(upstreams.Received("seen-by-llms", NpmGateways.OwnKey));
        Assert.False(upstreams.Received("seen-by-llms", CallersKey));
    }

    private async Task<ProbeResult> RunAsync(GatewayCase one)
    {
        var headers = Headers(one);
        return await RequestOf(one, headers.Keys).RunAsync(new ProbeSurroundings
        {
            Environment = variable => variable is "LAB_GATEWAY_KEY" ? CallersKey : headers.GetValueOrDefault(variable),
        });
    }

    private ProbeRequest RequestOf(GatewayCase one, IEnumerable<string> headers)
    {
        var isTls = one.Gateway is "http2";
        var port = fixture.Gateways![one.Gateway].ToString(CultureInfo.InvariantCulture);
        var request = Probe.Of(new($"{(isTls ? "https" : "http")}://localhost:{port}/v1"), RouteKind.Gateway);
        return request with
        {
            Explain = true,
            Budget = Probe.Ample with { Headers = TimeSpan.FromSeconds(one.Cause is Cause.HttpHeaderTimeout ? 2 : 30) },
            Route = request.Route with
            {
                Request = one.Request,
                Model = one.Model ?? (one.Gateway is "llms" ? $"{one.Upstream},gpt-4.1-nano" : "gpt-4.1-nano"),
                Headers = headers.ToDictionary(name => name, name => new CredentialSource.EnvironmentVariable(name)),
            },
        };
    }

    /// <summary>The headers of the call, by name.</summary>
    private Dictionary<string, string> Headers(GatewayCase one)
    {
        var headers = new Dictionary<string, string>(one.Headers);
        if (one is { Gateway: "portkey", OnlyTheseHeaders: false })
        {
            headers.TryAdd("x-portkey-provider", "openai");
            headers["x-portkey-custom-host"] = fixture.Gateways!.Upstreams[one.Upstream];
        }

        return headers;
    }
}
