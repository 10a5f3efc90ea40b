using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.FaultLab.Certificates;

namespace ProbeFleet.FleetLab;

/// <summary>A vantage: the real function app as a process of its own, with its timers on a short schedule.</summary>
public sealed partial class VantageProcess : IAsyncDisposable
{
    private const int LinesKept = 200;
    private static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private VantageProcess(Process process, VantagePlace place)
    {
        (_process, Place) = (process, place);
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => _listening.TrySetException(
            new InvalidOperationException($"{place.Name} ended before it listened:\n{Output}"));
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it runs.</summary>
    public VantagePlace Place { get; }

    /// <summary>Calls it, with its key.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(100) };

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>The last lines that it wrote.</summary>
    public string Output => string.Join('\n', _output);

    [GeneratedRegex("Now listening on: (http://[^ ]+)")]
    private static partial Regex Listening { get; }

    /// <summary>Starts one, and waits until it listens.</summary>
    /// <param name="place">Where.</param>
    /// <param name="settings">How.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="InvalidOperationException">It ended before it listened; the message has what it wrote.</exception>
    public static async Task<VantageProcess> StartAsync(VantagePlace place, VantageSettings settings, CancellationToken cancellationToken)
    {
        string[] app = ["dotnet", BuiltApp.Vantage, "--urls", $"http://{place.Address}:0"];
        string[] command = place.Namespace is { } network ? network.CommandInside(app) : app;
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment(place, settings))
        {
            start.Environment[name] = value;
        }

        var vantage = new VantageProcess(Process.Start(start)!, place);
        try
        {
            vantage.Client.BaseAddress = await vantage._listening.Task.WaitAsync(cancellationToken);
            vantage.Client.DefaultRequestHeaders.Add("x-functions-key", settings.Key);
            return vantage;
        }
        catch
        {
            await vantage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls it.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Begins with a slash.</param>
    /// <param name="json">The body; null for none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The JSON of the answer, also of one that says no.</returns>
    /// <exception cref="InvalidOperationException">The answer is no JSON object or array.</exception>
    public async Task<JsonElement> CallAsync(HttpMethod method, string path, string? json, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        using var response = await Client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return text is ['{' or '[', ..]
            ? JsonElement.Parse(text)
            : throw new InvalidOperationException($"{method} {path} at {Place.Name}: {(int)response.StatusCode} {text}");
    }

    /// <summary>Gets JSON.</summary>
    /// <param name="path">Begins with a slash.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>kill -9.</summary>
    /// <param name="cancellationToken">Gives up waiting for its end.</param>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Stops it as a host does: asked first, killed after 20 s.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            using (var asking = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await asking.WaitForExitAsync(CancellationToken.None);
            }

            using var patience = new CancellationTokenSource(StopBudget, TimeProvider.System);
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        while (_output.Count > LinesKept)
        {
            _output.TryDequeue(out _);
        }

        if (Listening.Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    private static Dictionary<string, string?> Environment(VantagePlace place, VantageSettings settings)
    {
        var proxy = place.Proxy?.ToString();
        Dictionary<string, string?> environment = new()
        {
            ["PROBEFLEET_VANTAGE"] = place.Name,
            ["PROBEFLEET_REGION"] = place.Region,
            ["PROBEFLEET_VNET"] = place.VirtualNetwork,
            ["PROBEFLEET_SUBNET"] = "snet-probe",
            ["PROBEFLEET_STORAGE"] = settings.Storage,
            ["PROBEFLEET_CONFIG"] = settings.ConfigurationFile,
            ["PROBEFLEET_SPOOL"] = Path.Combine(settings.Folder, $"spool-{place.Name}"),
            ["ProbeSchedule"] = settings.ProbeSchedule,
            ["ServeSchedule"] = settings.ServeSchedule,
            ["PurgeSchedule"] = VantageSettings.Never,
            ["JudgeSchedule"] = settings.JudgeSchedule,
            ["Host__FunctionKeys__admin"] = settings.Key,
            ["PROBEFLEET_CREDENTIALS"] = settings.Credentials,
            ["PROBEFLEET_ALLOW_PRIVATE"] = "true",
            ["OPENAI_API_KEY"] = LabCredentials.OpenAIKey,
            ["AZURE_OPENAI_API_KEY"] = LabCredentials.AzureKey,
            ["GATEWAY_KEY"] = LabCredentials.GatewayKey,
            ["HTTPS_PROXY"] = proxy,
            ["https_proxy"] = proxy,
        };
        foreach (var name in new[] { "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy" })
        {
            environment[name] = null;
        }

        foreach (var (name, value) in LabTrust.Install().Environment)
        {
            environment[name] = value;
        }

        foreach (var (name, value) in settings.Environment)
        {
            environment[name] = value;
        }

        return environment;
    }
}
