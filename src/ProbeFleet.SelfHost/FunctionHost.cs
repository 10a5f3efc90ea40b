using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ProbeFleet.Functions.Http;

namespace ProbeFleet.SelfHost;

/// <summary>Hosts an assembly's functions on Kestrel and runs its timers, by the attributes that Azure's own host reads.</summary>
internal static partial class FunctionHost
{
    private const string Authenticating = "WEBSITE_AUTH_ENABLED";

    /// <summary>Creates a builder with the functions, the keys and the timers; the caller adds the functions' services.</summary>
    /// <param name="args">The command line; each <c>--NAME VALUE</c> is a setting.</param>
    /// <param name="folder">The folder with host.json and local.settings.json.</param>
    /// <exception cref="InvalidOperationException">A setting is wrong or this host cannot run a function; the message names it.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args, Assembly functions, string folder)
    {
        HostSettings.RefuseRoutePrefix(folder);
        var builder = CreateBuilder(args, folder);
        if (string.Equals(builder.Configuration[Authenticating], "True", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(
                $"{Authenticating} is set, and says that App Service signs callers in before this process. Here nobody does: remove it, "
                    + "and call with a key.");
        }

        builder.WebHost.UseUrls(HostSettings.Addresses(builder.Configuration)).UseKestrel(kestrel => kestrel.AddServerHeader = false);

        // Kestrel's diagnostics log each request with its query, and the query may hold a key.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Services.AddSingleton(HostedFunction.AllIn(functions));
        builder.Services.AddSingleton<FunctionKeys>();
        builder.Services.AddSingleton<TimerFunctions>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TimerFunctions>());
        return builder;
    }

    /// <summary>Creates a builder with the settings of this host, and nothing else.</summary>
    /// <param name="args">The command line; each <c>--NAME VALUE</c> is a setting.</param>
    /// <param name="folder">The folder with local.settings.json.</param>
    /// <exception cref="InvalidOperationException">local.settings.json is not JSON.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args, string folder)
    {
        HostSettings.ApplyLocalSettings(folder);
        return WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = folder,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT"),
        });
    }

    /// <summary>Maps every function.</summary>
    /// <exception cref="OptionsValidationException">A setting is wrong; the message names every one.</exception>
    /// <exception cref="InvalidOperationException">A schedule or a route is wrong; the message names the function.</exception>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var app = builder.Build();

        // A wrong setting is told as such, and not by what needs it.
        app.Services.GetService<IStartupValidator>()?.Validate();
        var keys = app.Services.GetRequiredService<FunctionKeys>();
        var timers = app.Services.GetRequiredService<TimerFunctions>();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FunctionHost));
        app.Use(TakeAwayPrincipal);
        foreach (var function in app.Services.GetRequiredService<HostedFunction[]>().Where(
            function => function.Trigger is HttpTriggerAttribute))
        {
            HttpFunctions.Map(app, function, keys, logger);
        }

        app.MapPost("/admin/functions/{name}", keys.Guard(CallerRole.Admin, http => RunNow(http, timers)));
        if (keys.AreOff)
        {
            Log.KeysAreOff(logger);
        }
        else if (keys.AreMissing)
        {
            Log.KeysAreMissing(logger);
        }

        return app;
    }

    /// <summary>Removes the headers by which App Service names a signed-in caller: here anybody could have sent them.</summary>
    private static Task TakeAwayPrincipal(HttpContext http, RequestDelegate next)
    {
        foreach (var name in http.Request.Headers.Keys.Where(name => name.StartsWith("X-MS-", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            http.Request.Headers.Remove(name);
        }

        return next(http);
    }

    private static Task RunNow(HttpContext http, TimerFunctions timers)
    {
        http.Response.StatusCode = http.Request.RouteValues["name"] is string name && timers.RunNow(name)
            ? StatusCodes.Status202Accepted
            : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(9021, LogLevel.Warning, "Host:Authentication is off: whoever reaches this address may call every function")]
        public static partial void KeysAreOff(ILogger logger);

        [LoggerMessage(9022, LogLevel.Warning,
            "There is no function key, so calls that need one get 401: set Host__FunctionKeys__admin, __probe or __read")]
        public static partial void KeysAreMissing(ILogger logger);
    }
}
