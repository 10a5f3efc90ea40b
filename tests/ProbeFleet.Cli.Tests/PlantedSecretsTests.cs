using System.Text;
using System.Text.RegularExpressions;
using ProbeFleet.Cli.Terminal;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Faults;
using ProbeFleet.FaultLab.Proxies;
using ProbeFleet.Probing;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Cli.Tests;

/// <summary>
/// Secrets planted in every input (environment, headers, proxy URL, configuration, response headers and bodies, exception texts),
/// over the whole tool: no output has six characters in a row of any of them.
/// </summary>
public sealed partial class PlantedSecretsTests
{
    private const int Fragment = 6;
    private static readonly string[] Outputs = ["text", "json", "markdown"];

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 12)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Body_ThatEchoesWhateverItGot_TellsNothing(int seed)
    {
        var planted = new Planted(seed);
        await using var api = await LabApi.StartAsync(new LabApiSettings(), TestContext.Current.CancellationToken);
        api.Behave(planted.EchoingAnswer());
        var configuration = Planted.Configuration(api.BaseUrl(LabPersona.LiteLlm), proxy: "none");

        await AssertTellsNothingAsync(planted, configuration, planted.Environment);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task Proxy_WhosePasswordIsInItsUrl_TellsNothing(int seed)
    {
        var planted = new Planted(seed);
        await using var proxy = FaultServer.Start(seed % 2 == 0 ? FaultProxy.AuthenticationRequired : FaultProxy.Refuse("403 Forbidden"));
        var environment = planted.Environment;
        environment["https_proxy"] =
            $"http://{Uri.EscapeDataString(planted.User)}:{Uri.EscapeDataString(planted.Password)}@127.0.0.1:{proxy.Endpoint.Port}";

        await AssertTellsNothingAsync(planted, Planted.Configuration(new Uri("https://llm.lab.test/v1"), proxy: null), environment);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task Redirect_ToALoginWithATokenInItsUrl_TellsNothing(int seed)
    {
        var planted = new Planted(seed);
        await using var server = FaultServer.Start(Misbehave.RedirectTo(
            new Uri($"https://{planted.Password}@sso.lab.test/login?token={planted.Key}&client_secret={planted.Header}")));

        await AssertTellsNothingAsync(planted, Planted.Configuration(server.Http(), proxy: "none"), planted.Environment);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task Configuration_WithALiteralKey_IsRefusedWithoutShowingIt(int seed)
    {
        var planted = new Planted(seed);
        var text = Planted.Configuration(new Uri("https://llm.lab.test/v1"), proxy: null).Replace(
            "env:LAB_KEY", planted.Key, StringComparison.Ordinal);

        await AssertTellsNothingAsync(planted, text, planted.Environment, code: ExitCodes.Usage);
    }

    private static async Task AssertTellsNothingAsync(
        Planted planted, string configuration, Dictionary<string, string> environment, int? code = null)
    {
        using var scratch = new Scratch();
        var file = scratch.File("fleet.json", configuration);
        var prober = new RouteProber(new ProbeSurroundings { Environment = environment.GetValueOrDefault });
        foreach (var output in Outputs)
        {
            var run = await CliRun.WithAsync(prober.ProbeAsync, environment, "probe", "--config", file, "--output", output);

            Assert.NotEqual(ExitCodes.Healthy, run.Code);
            Assert.Equal(code ?? run.Code, run.Code);
            planted.AssertIn(run.Output + run.Error);
        }
    }

    private sealed partial class Planted(int seed)
    {
        private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
        private readonly Random _random = new(seed);

        public string Key => field ??= (seed % 3) switch
        {
            0 => "sk-proj-" + Text(40, Alphabet),
            1 => Text(32, "0123456789abcdef"),
            _ => Text(36, Alphabet + "_-"),
        };

        public string Header => field ??= Text(24, Alphabet);

        public string User => field ??= Text(9, Alphabet);

        public string Password => field ??= Text(16, Alphabet + "$!*");

        public string Cookie => field ??= Text(30, Alphabet);

        public string Person => field ??= $"{Text(8, Alphabet)}@{Text(7, Alphabet)}.example";

        public Dictionary<string, string> Environment => new() { ["LAB_KEY"] = Key, ["LAB_HEADER"] = Header };

        public static string Configuration(Uri baseUrl, string? proxy) => $$"""
            {
              "routes": [{
                "name": "planted", "kind": "gateway", "baseUrl": "{{baseUrl}}", "model": "gpt-4.1-nano", "credential": "env:LAB_KEY",
                {{(proxy is null ? "" : $"\"proxy\": \"{proxy}\",")}} "headers": { "X-Team": "env:LAB_HEADER" }
              }],
              "probe": { "timeout": "00:00:05" }
            }
            """;

        public LabAnswer EchoingAnswer() => new()
        {
            Name = "litellm/echo",
            Persona = LabPersona.LiteLlm,
            Status = seed % 2 == 0 ? 401 : 500,
            ContentType = seed % 4 == 0 ? "text/html" : "application/json",
            Headers =
            [
                new("Set-Cookie", $"session={Cookie}; Path=/"),
                new("x-request-id", "7f9c24e8-3b1d-4c55-9e0a-5d2f8b6a1c3e"),
                new("Via", $"1.1 {User}:{Password}@proxy.lab.test"),
            ],
            Body = seed % 4 == 0
                ? $"<html><head><title>Denied for {Person} key={Key}</title></head><body>{Header} Basic {Basic}</body></html>"
                : $$$"""{"error":{"message":"Incorrect API key provided: {{{Key}}} (team {{{Header}}}, user {{{Person}}}, """
                    + $$$"""Authorization: Basic {{{Basic}}}, Cookie: session={{{Cookie}}})","type":"{{{Header}}}","code":"{{{Key}}}"}}""",
            Cause = "",
            Owner = "",
        };

        public void AssertIn(string printed)
        {
            // Six hexadecimal digits of a key are in a new identifier or hash once in some thousand outputs, and mean nothing there.
            var output = IdentifierOrHash.Replace(printed, "");
            foreach (var secret in new[] { Key, Header, Password, Cookie, Person, Basic })
            {
                for (var start = 0; start + Fragment <= secret.Length; start++)
                {
                    Assert.DoesNotContain(secret.Substring(start, Fragment), output, StringComparison.Ordinal);
                }
            }
        }

        [GeneratedRegex(@"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b[0-9a-f]{64}\b", RegexOptions.IgnoreCase)]
        private static partial Regex IdentifierOrHash { get; }

        private string Basic => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Key}"));

        private string Text(int length, string alphabet) =>
            new([.. Enumerable.Range(0, length).Select(_ => alphabet[_random.Next(alphabet.Length)])]);
    }
}
