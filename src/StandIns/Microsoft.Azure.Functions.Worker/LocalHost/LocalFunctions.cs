using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.LocalHost;

/// <summary>Puts an app's functions on Kestrel and its timers on the clock.</summary>
internal static partial class LocalFunctions
{
    public static void AddTo(WebApplicationBuilder web, AppFunction[] functions)
    {
        var address = web.Configuration["urls"] ?? $"http://127.0.0.1:{web.Configuration["port"] ?? "7071"}";
        web.WebHost.UseUrls(address).UseKestrel(kestrel => kestrel.AddServerHeader = false);

        // It logs each request with its query, and the query may hold a key.
        web.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        web.Services.AddMvcCore();
        web.Services.AddSingleton(functions);
        web.Services.AddSingleton<FunctionKeys>();
        web.Services.AddSingleton<TimerHost>();
        web.Services.AddHostedService(services => services.GetRequiredService<TimerHost>());
    }

    public static void Map(WebApplication app)
    {
        var keys = app.Services.GetRequiredService<FunctionKeys>();
        var timers = app.Services.GetRequiredService<TimerHost>();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger<HttpFunction>();
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        var prefix = LocalSettings.RoutePrefix(AppContext.BaseDirectory);
        foreach (var function in app.Services.GetRequiredService<AppFunction[]>().Where(function => function.Trigger is HttpTriggerAttribute))
        {
            new HttpFunction(function, keys, lifetime, logger).Map(app, prefix);
        }

        RequestDelegate runNow = http => RunNow(http, keys, timers);
        app.MapPost("/admin/functions/{name}", runNow);
        WarnOfKeys(logger, keys);
    }

    private static Task RunNow(HttpContext http, FunctionKeys keys, TimerHost timers)
    {
        http.Response.StatusCode = (keys.Open(http.Request), http.Request.RouteValues["name"]) switch
        {
            (false, _) => StatusCodes.Status401Unauthorized,
            (true, string name) when timers.RunNow(name) => StatusCodes.Status202Accepted,
            _ => StatusCodes.Status404NotFound,
        };
        return Task.CompletedTask;
    }

    private static void WarnOfKeys(ILogger logger, FunctionKeys keys)
    {
        if (keys.AreOff)
        {
            Log.KeysAreOff(logger);
        }
        else if (keys.AreMissing)
        {
            Log.KeysAreMissing(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9021, LogLevel.Warning, "Host:Authentication is off: whoever reaches this address may call every function")]
        public static partial void KeysAreOff(ILogger logger);

        [LoggerMessage(9022, LogLevel.Warning, "There is no function key, so calls that need one get 401: set Host__FunctionKeys__default")]
        public static partial void KeysAreMissing(ILogger logger);
    }
}
