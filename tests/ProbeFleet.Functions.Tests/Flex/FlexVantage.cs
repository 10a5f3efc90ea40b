using System.Reflection;
using System.Text;
using System.Text.Json;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ProbeFleet.Azurite;
using ProbeFleet.FaultLab;
using ProbeFleet.FaultLab.Apis;
using ProbeFleet.Fleet.Rounds;
using ProbeFleet.Fleet.Spool;
using ProbeFleet.Functions.Dashboard;
using ProbeFleet.Functions.Http;
using ProbeFleet.Functions.Settings;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Storage;
using ProbeFleet.Storage.Configuration;

namespace ProbeFleet.Functions.Tests.Flex;

/// <summary>
/// One vantage as a Flex Consumption plan runs it: each timer has a process of its own, HTTP functions share some, and nothing is in common
/// but the
/// storage account and the time, which passes when a test says so. A process is the app's own composition, with a disk of its own.
/// </summary>
internal sealed class FlexVantage : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // The tests share a storage account: what one vantage stored is not another's.
    private static int _made;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("probefleet-flex-");
    private readonly List<FlexProcess> _processes = [];
    private readonly string _account;
    private readonly VantageName _name;

    private readonly string _schedule;

    public FlexVantage(string account, string schedule = "0 0 * * * *")
    {
        // A name that hardly waits before its scheduled rounds; the clock jumps over that wait, and no deadline is as short.
        var shortest = TimeSpan.FromMilliseconds(100);
        var timing = new RoundTiming(Interval);
        _name = Enumerable.Range(Interlocked.Increment(ref _made) * 1_000_000, 1_000_000)
            .Select(number => new VantageName($"flex-{number}")).First(name => timing.OffsetOf(name) < shortest);
        Clock = new ManualClock { Passes = wait => wait <= shortest || IsPauseOfABurst(wait) };
        (_account, _schedule) = (account, schedule);
        Storage = FleetStorage.Connect(account, null, Clock, options => options.Transport = StoreTime.By(Clock));
    }

    public ManualClock Clock { get; }

    public VantageName Name => _name;

    public FleetStorage Storage { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// A probe that failed on a busy machine is tried again after 2 to 5 s. Nobody moves the clock for that, so it passes by itself. The
    /// app's other waits
    /// are whole seconds.
    /// </summary>
    private static bool IsPauseOfABurst(TimeSpan wait) =>
        wait > TimeSpan.FromSeconds(2) && wait < TimeSpan.FromSeconds(5) && wait.Ticks % TimeSpan.TicksPerSecond != 0;

    /// <summary>Starts a process; one of the same name that lives is killed and goes on from its disk.</summary>
    public FlexProcess Start(string name)
    {
        foreach (var before in _processes.Where(process => process.Name == name).ToList())
        {
            before.Dispose();
            _processes.Remove(before);
        }

        var process = new FlexProcess(name, SettingsOf(name), new ProbeSurroundings { Clock = Clock, Environment = Variable });
        _processes.Add(process);
        return process;
    }

    public async Task ApplyAsync(params (string Name, Uri BaseUrl)[] routes)
    {
        var json = $$"""
            {
              "routes": [ {{string.Join(", ", routes.Select(route => $$"""
                {
                  "name": "{{route.Name}}", "kind": "openai", "baseUrl": "{{route.BaseUrl}}",
                  "model": "gpt-4.1-nano", "credential": "env:LAB_KEY", "proxy": "none"
                }
                """))}} ],
              "probe": { "depth": "authenticated" },
              "retention": "2.00:00:00"
            }
            """;
        Assert.IsType<ConfigurationChange.Applied>(await Storage.Configuration.ApplyAsync(json, ETag.All, "a test", Stop));
    }

    public void Dispose()
    {
        _processes.ForEach(process => process.Dispose());
        Storage.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string? Variable(string name) => name switch
    {
        "LAB_KEY" => LabCredentials.OpenAIKey,
        "HOOK_KEY" => "planted-short",
        "WEBSITE_AUTH_ENABLED" => "True",
        _ => null,
    };

    private VantageSettings SettingsOf(string process) => VantageSettings.Read(
        name => name switch
        {
            "PROBEFLEET_VANTAGE" => $"{_name}",
            "PROBEFLEET_STORAGE" => _account,
            "PROBEFLEET_SPOOL" => Path.Combine(_folder.FullName, process),
            "PROBEFLEET_CREDENTIALS" => "LAB_KEY@localhost,LAB_KEY@127.0.0.1,HOOK_KEY@notify",
            "PROBEFLEET_ALLOW_PRIVATE" => "true",
            "ProbeSchedule" => _schedule,
            "ServeSchedule" or "JudgeSchedule" => "0 * * * * *",
            "PurgeSchedule" => "0 30 3 * * *",
            _ => null,
        },
        Clock);
}

/// <summary>A process: a composition of its own.</summary>
internal sealed class FlexProcess : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly Timers _timers;

    public FlexProcess(string name, VantageSettings settings, ProbeSurroundings surroundings)
    {
        Name = name;
        var time = surroundings.Clock;
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(new LineProvider(Logged)))
            .AddSingleton(Options.Create(settings))
            .AddVantage(surroundings)
            .AddSingleton(FleetStorage.Connect(settings.Storage, null, time, options => options.Transport = StoreTime.By(time)))
            .BuildServiceProvider();
        _timers = ActivatorUtilities.CreateInstance<Timers>(_services);
    }

    public string Name { get; }

    public List<string> Logged { get; } = [];

    public SpoolState Spool => _services.GetRequiredService<ResultSpool>().State;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Task ProbeAsync(CancellationToken? stop = null) => _timers.ProbeAsync(new TimerInfo(), stop ?? Stop);

    public Task ServeAsync(CancellationToken? stop = null) => _timers.ServeAsync(new TimerInfo(), stop ?? Stop);

    public Task JudgeAsync(CancellationToken? stop = null) => _timers.JudgeAsync(new TimerInfo(), stop ?? Stop);

    public Task PurgeAsync(CancellationToken? stop = null) => _timers.PurgeAsync(new TimerInfo(), stop ?? Stop);

    public Task<(int Status, string Body)> HealthAsync() =>
        CallAsync<OperationFunctions>((functions, request) => functions.GetHealthDetailsAsync(request, Stop));

    public Task<(int Status, string Body)> MetricsAsync() =>
        CallAsync<OperationFunctions>((functions, request) => functions.GetMetricsAsync(request, Stop));

    public Task<(int Status, string Body)> RoundAsync() =>
        CallAsync<OperationFunctions>((functions, request) => functions.CreateRoundAsync(request, Stop));

    public Task<(int Status, string Body)> LocateAsync() =>
        CallAsync<IncidentFunctions>((functions, request) => functions.LocateAsync(request, Stop));

    public Task<(int Status, string Body)> ProbeNowAsync(string route, string scope = "vantage") => CallAsync<ProbeFunctions>(
        (functions, request) => functions.CreateAsync(request, Stop), $$"""{ "routes": [ "{{route}}" ], "scope": "{{scope}}" }""");

    public async Task<JsonElement> StatusOfAsync(string id) => JsonElement.Parse(
        (await CallAsync<ProbeFunctions>((functions, request) => functions.GetRequestAsync(request, id, Stop))).Body);

    /// <summary>Any function's call whose caller has left.</summary>
    public Task<(int Status, string Body)> LeftAsync(MethodInfo function) => CallAsync(
        function.DeclaringType!,
        (functions, request) => (Task<IResult>)function.Invoke(
            functions,
            BindingFlags.DoNotWrapExceptions,
            binder: null,
            [.. function.GetParameters().Select(parameter => (object)(parameter.ParameterType switch
            {
                var type when type == typeof(HttpRequest) => request,
                var type when type == typeof(CancellationToken) => new CancellationToken(canceled: true),
                _ => $"{Guid.Empty}",
            }))],
            culture: null)!);

    /// <summary>A call of the signed-in pages, as App Service passes it on.</summary>
    public async Task<int> SignedInAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        var (status, _) = await CallAsync<SignedInFunctions>(
            (functions, request) =>
            {
                request.Path = path;
                foreach (var (name, value) in headers)
                {
                    request.Headers[name] = value;
                }

                return method == "GET" ? functions.GetAsync(request, Stop) : functions.PostAsync(request, Stop);
            },
            """{"routes":["nope"]}""");
        return status;
    }

    /// <summary>kill: nothing is said any more.</summary>
    public void Dispose() => _services.Dispose();

    private Task<(int Status, string Body)> CallAsync<T>(Func<T, HttpRequest, Task<IResult>> call, string body = "") =>
        CallAsync(typeof(T), (functions, request) => call((T)functions, request), body);

    private async Task<(int Status, string Body)> CallAsync(
        Type type, Func<object, HttpRequest, Task<IResult>> call, string body = "")
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Path = "/api/probes";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        context.Response.Body = new MemoryStream();
        var answer = await call(ActivatorUtilities.CreateInstance(_services, type), context.Request);
        await answer.ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()));
    }

    private sealed class LineProvider(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}");
            }
        }

        public void Dispose()
        {
        }
    }
}
