using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProbeFleet.FaultLab;

namespace ProbeFleet.SelfHost.Tests;

/// <summary>The sample app on a free port, its clock in the test's hand.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    public const string Key = "sample-function-key-of-more-than-32";

    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly IHost _host;

    private SampleHost(IHost host)
    {
        _host = host;
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public HttpClient Client { get; }

    public ManualClock Clock => (ManualClock)_host.Services.GetRequiredService<TimeProvider>();

    public SampleRuns Runs => _host.Services.GetRequiredService<SampleRuns>();

    public LogLines Log => _host.Services.GetRequiredService<LogLines>();

    public IConfiguration Settings => _host.Services.GetRequiredService<IConfiguration>();

    public static IHost Build(params string[] settings)
    {
        string[] common = ["--port", "0", "--SampleSchedule", "*/10 * * * * *", "--Logging:LogLevel:Default", "Trace"];
        var builder = FunctionHost.CreateBuilder(
            [.. common, .. settings], typeof(SampleFunctions).Assembly, Path.Combine(AppContext.BaseDirectory, "Sample"));
        var log = new LogLines();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton(log).AddSingleton<SampleRuns>().AddSingleton<TimeProvider>(new ManualClock(Noon));
        return FunctionHost.Build(builder);
    }

    public static Task<SampleHost> StartAsync(params string[] settings) => StartAsync(runs => { }, settings);

    public static async Task<SampleHost> StartAsync(Action<SampleRuns> prepare, params string[] settings)
    {
        var host = Build(settings is [] ? ["--Host:FunctionKeys:admin", Key] : settings);
        prepare(host.Services.GetRequiredService<SampleRuns>());
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new SampleHost(host);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> RunNowAsync(string function, string key = Key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/functions/{function}") { Headers = { { "x-functions-key", key } } };
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    internal sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
