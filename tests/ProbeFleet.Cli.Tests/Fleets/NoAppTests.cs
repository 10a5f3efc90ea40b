using System.Net;
using System.Text;
using System.Text.Json;
using ProbeFleet.FaultLab;
using ProbeFleet.Fleet.Contracts;

namespace ProbeFleet.Cli.Tests.Fleets;

/// <summary>The address of something else than an app: each command says so in one sentence, and none takes its answer for a fleet's.</summary>
public sealed class NoAppTests : IDisposable
{
    private const string Id = "0199a5b0-7c00-7000-8000-000000000001";

    private static readonly string[] Commands =
    [
        "fleet", "localize", "incidents", $"incidents show {Id}", "config show", "config history", "config history 1", "config rollback 1",
        "config apply FILE", "config apply FILE --if-match *", "config check FILE", $"packet --incident {Id}", "probe --fleet",
        $"verify --incident {Id}",
    ];

    private static readonly (string Type, string Body)[] Answers =
    [
        ("application/json", "{}"), ("application/json", "[]"), ("application/json", "null"), ("application/json", "[null]"),
        ("application/json", "7"), ("application/json", "\"text\""), ("application/json", "{"), ("application/json", ""),
        ("application/json", """{"object":"list","data":[]}"""),
        ("application/json", """{"vantages":[null],"cells":[null],"versions":[null],"incidents":[null],"routes":null}"""),
        ("application/json", """{"versions":[null],"unreadable":0}"""),
        ("application/json", """{"vantages":null,"cells":null,"versions":null,"incidents":null,"suspects":null,"version":null}"""),
        ("text/html; charset=no-such-charset", "<!doctype html><title>Sign in to the WiFi</title>"), ("text/plain", "ok"),
    ];

    private readonly Scratch _scratch = new();

    public static TheoryData<string, string, string> All =>
        [.. from command in Commands from answer in Answers select (command, answer.Type, answer.Body)];

    public void Dispose() => _scratch.Dispose();

    [Theory, MemberData(nameof(All))]
    public async Task Run_AgainstAnotherServer_SaysThatItIsNoApp(string command, string type, string body)
    {
        var run = await RunAsync(command, response =>
        {
            response.ContentType = type;
            response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
        });

        AssertNoApp(run);
    }

    [Fact]
    public async Task Run_AnIncidentWithNullInAList_IsNoAppsAnswer()
    {
        IncidentsBody body = new([Sample.Incident(Sample.Noon, Sample.Result().Affected())], IsPartial: false, Unreadable: 0);
        var answer = JsonSerializer.SerializeToNode(body, ContractJson.Default.IncidentsBody)!;
        answer["incidents"]![0]!["affected"]!.AsArray().Add(null);

        AssertNoApp(await RunAsync("incidents", response =>
        {
            response.ContentType = "application/json";
            response.Close(Encoding.UTF8.GetBytes(answer.ToJsonString()), willBlock: false);
        }));
    }

    [Fact]
    public async Task Run_AMemberOfANewerApp_IsPassedOverWhateverItHolds()
    {
        var run = await RunAsync("config history", response =>
        {
            response.ContentType = "application/json";
            response.Close("""{"versions":[],"unreadable":0,"later":[12,null,14]}"""u8.ToArray(), willBlock: false);
        });

        Assert.True(run.Code == 0, run.Error);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Run_AVersionOfTheHistoryCannotBeRead_NoneIsCalledThePresentOne(int unreadable, bool isNow)
    {
        var run = await RunAsync("config history", response =>
        {
            response.ContentType = "application/json";
            response.Close(
                Encoding.UTF8.GetBytes($$"""
                    {"versions":[{"version":3,"appliedAt":"2026-12-01T00:00:00Z","by":"me"}],"unreadable":{{unreadable}}}
                    """),
                willBlock: false);
        });

        Assert.Equal((isNow, isNow), (run.Output.Contains("(now)", StringComparison.Ordinal), run.Error is ""));
        Assert.Contains("3  2026-12-01", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TheAnswerIsHuge_IsNotReadToItsEnd()
    {
        var run = await RunAsync("fleet", response =>
        {
            response.ContentLength64 = 1L << 40;
            response.OutputStream.Write(new byte[1 << 16]);
        });

        AssertNoApp(run);
    }

    [Theory]
    [InlineData("/login?token=abc", "redirects to http://127.0.0.1:")]
    [InlineData("https://login.contoso.com/sso?x=1", "redirects to https://login.contoso.com/sso.")]
    public async Task Run_ARedirect_IsNotFollowedAndNamed(string location, string said)
    {
        var run = await RunAsync("fleet", response =>
        {
            response.StatusCode = 302;
            response.Headers["Location"] = location;
            response.Close();
        });

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('?', run.Error);
    }

    [Fact]
    public async Task Run_AServerThatImplementsNothing_IsNoApp() => AssertNoApp(await RunAsync("config show", response =>
    {
        response.StatusCode = 501;
        response.Close("Unsupported method"u8.ToArray(), willBlock: false);
    }));

    [Fact]
    public async Task Run_HttpsToAnHttpServer_SaysWhatFailed()
    {
        using var server = Start(response => response.Close(), out var url);

        var run = await RunAtAsync("fleet", url.Replace("http://", "https://", StringComparison.Ordinal));

        Assert.Equal((19, ""), (run.Code, run.Output));
        Assert.Contains("makes no TLS connection: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("inner exception", run.Error, StringComparison.Ordinal);
    }

    private static void AssertNoApp(CliRun run)
    {
        Assert.True((run.Code, run.Output) == (2, ""), run.ToString());
        Assert.Contains("it is no ProbeFleet app, or one of another version. Give the address", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    private async Task<CliRun> RunAsync(string command, Action<HttpListenerResponse> answer)
    {
        using var server = Start(answer, out var url);
        return await RunAtAsync(command, url);
    }

    private Task<CliRun> RunAtAsync(string command, string url) => CliRun.WithAsync(
        (_, _, _) => throw new InvalidOperationException(),
        [.. command.Split(' ').Select(word => word == "FILE" ? _scratch.Fleet() : word), "--url", url, "--key", "a-function-key"]);

    private static HttpListener Start(Action<HttpListenerResponse> answer, out string url)
    {
        url = $"http://127.0.0.1:{FreePort.Take(IPAddress.Loopback)}/";
        var listener = new HttpListener { Prefixes = { url } };
        listener.Start();
        _ = ServeAsync(listener, answer);
        return listener;
    }

    private static async Task ServeAsync(HttpListener listener, Action<HttpListenerResponse> answer)
    {
        try
        {
            while (true)
            {
                answer((await listener.GetContextAsync()).Response);
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }
}
