using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ProbeFleet.FaultLab.Apis;

namespace ProbeFleet.Tests.Shared;

/// <summary>The real app, hosting itself, as a process of its own on a free port. Its timers are set to a day that does not come.</summary>
internal sealed partial class VantageApp : IAsyncDisposable
{
    public const string Key = "a-function-key-for-tests-and-nobody-else";

    private const string Never = "0 0 0 29 2 *";

    private readonly Process _process;

    private VantageApp(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient(new DocumentedAnswers()) { BaseAddress = address };
        Client.DefaultRequestHeaders.Add("x-functions-key", Key);
    }

    public HttpClient Client { get; }

    /// <summary>Starts a vantage.</summary>
    /// <param name="storage">A connection string.</param>
    /// <param name="folder">Where it keeps its fleet.json, if there is one, and its spool.</param>
    /// <param name="name">The vantage's name.</param>
    /// <param name="settings">Settings that differ.</param>
    public static async Task<VantageApp> StartAsync(
        string storage, string folder, string name = "lab", Dictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ProbeFleet.SelfHost.dll"), "--port", "0"])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["PROBEFLEET_VANTAGE"] = name,
                ["PROBEFLEET_STORAGE"] = storage,
                ["PROBEFLEET_CONFIG"] = File.Exists(Path.Combine(folder, "fleet.json")) ? Path.Combine(folder, "fleet.json") : "",
                ["PROBEFLEET_SPOOL"] = Path.Combine(folder, $"spool-{name}"),
                ["ProbeSchedule"] = Never,
                ["ServeSchedule"] = Never,
                ["JudgeSchedule"] = Never,
                ["PurgeSchedule"] = Never,
                ["Host__FunctionKeys__admin"] = Key,
                ["LAB_KEY"] = LabCredentials.OpenAIKey,
                ["PROBEFLEET_CREDENTIALS"] = "LAB_KEY@localhost, LAB_KEY@127.0.0.1, HOOK@notify, HOOK_KEY@notify",
                ["PROBEFLEET_ALLOW_PRIVATE"] = "true",
            },
        };
        foreach (var (setting, value) in settings ?? [])
        {
            start.Environment[setting] = value;
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Listening.Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new VantageApp(process, new Uri(match.Groups[1].Value));
            }
        }

        throw new InvalidOperationException("The app ended before it listened.");
    }

    /// <summary>The text of a fleet.json with routes to the lab's API.</summary>
    public static string Configuration(LabApi api, params string[] routes) => $$"""
        { "routes": [ {{string.Join(", ", routes.Select(route => $$"""
            {
              "name": "{{new RouteName(route)}}", "kind": "openai", "baseUrl": "{{api.BaseUrl(LabPersona.OpenAI)}}",
              "model": "gpt-4.1-nano", "credential": "env:LAB_KEY", "proxy": "none"
            }
            """))}} ] }
        """;

    public Task<HttpResponseMessage> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

    /// <summary>Sends JSON; a PUT replaces whatever is there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string json)
    {
        var request = new HttpRequestMessage(method, path)
        {
            Content = new StringContent(json, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
        };
        if (method == HttpMethod.Put)
        {
            request.Headers.Add("If-Match", "*");
        }

        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> GetJsonAsync(string path) =>
        await ReadJsonAsync(await Client.GetAsync(path, TestContext.Current.CancellationToken));

    public static async Task<JsonElement> ReadJsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text.StartsWith('{') ? JsonElement.Parse(text) : throw new InvalidOperationException($"{(int)response.StatusCode}: {text}");
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    [GeneratedRegex("Now listening on: (http://[^ ]+)")]
    private static partial Regex Listening { get; }

    /// <summary>Fails a call of the API that is answered with a status that <c>docs/openapi.json</c> has not.</summary>
    private sealed class DocumentedAnswers() : DelegatingHandler(new SocketsHttpHandler())
    {
        private static readonly List<(string Method, Regex Path, HashSet<int> Statuses)> Operations =
        [
            .. from path in JsonElement.Parse(Repository.Read("docs/openapi.json")).GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select (operation.Name, new Regex($"^{Regex.Replace(path.Name, @"\{\w+\}", "[^/]+")}$"),
                   operation.Value.GetProperty("responses").EnumerateObject().Select(response => int.Parse(response.Name)).ToHashSet()),
        ];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            var (method, path) = (request.Method.Method, request.RequestUri!.AbsolutePath);
            var documented = Operations.Where(operation =>
                operation.Method.Equals(method, StringComparison.OrdinalIgnoreCase) && operation.Path.IsMatch(path)).ToList();
            Assert.True(
                documented is [] || documented.Exists(operation => operation.Statuses.Contains((int)response.StatusCode)),
                $"{method} {path} was answered {(int)response.StatusCode}, which docs/openapi.json has not.");
            return response;
        }
    }
}
