using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProbeFleet.Functions.Http;

namespace ProbeFleet.SelfHost;

/// <summary>Maps HTTP functions to routes, behind their keys. ASP.NET binds a function's parameters and sends its result.</summary>
internal static partial class HttpFunctions
{
    /// <summary>Limits calls that need a key; anonymous functions, such as health, answer however busy the vantage is.</summary>
    private static readonly ConcurrencyLimiter Limiter = new(new()
    {
        PermitLimit = 64,
        QueueLimit = 256,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public static void Map(IEndpointRouteBuilder endpoints, HostedFunction function, FunctionKeys keys, ILogger logger)
    {
        var trigger = (HttpTriggerAttribute)function.Trigger;
        var route = RoutePatternFactory.Parse($"/{(trigger.Route ?? function.Name).TrimStart('/')}");
        var handle = HandlerOf(function, route, endpoints.ServiceProvider);
        var stopping = endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        RequestDelegate run = http => RunAsync(function.Name, handle, http, logger, stopping);
        RequestDelegate inTurn = http => RunInTurnAsync(function.Name, handle, http, logger, stopping);
        var guarded = trigger.AuthLevel is AuthorizationLevel.Anonymous ? run : keys.Guard(NeededFor(trigger), inTurn);
        if (trigger.Methods is { Length: > 0 } methods)
        {
            endpoints.MapMethods(route.RawText!, methods.Select(method => method.ToUpperInvariant()), guarded);
        }
        else
        {
            endpoints.Map(route, guarded);
        }

        Log.Mapped(logger, function.Name, route.RawText!);
    }

    private static RequestDelegate HandlerOf(HostedFunction function, RoutePattern route, IServiceProvider services)
    {
        var create = function.Method.IsStatic ? null : ActivatorUtilities.CreateFactory(function.Method.DeclaringType!, []);
        return RequestDelegateFactory.Create(
            function.Method,
            create is null ? null : http => create(http.RequestServices, []),
            new RequestDelegateFactoryOptions
            {
                ServiceProvider = services,
                RouteParameterNames = route.Parameters.Select(parameter => parameter.Name),
                ThrowOnBadRequest = true,
            }).RequestDelegate;
    }

    /// <summary>What Azure's master key is needed for takes the admin role; what only reads is for every role.</summary>
    private static CallerRole NeededFor(HttpTriggerAttribute trigger) => trigger switch
    {
        { AuthLevel: AuthorizationLevel.Admin } => CallerRole.Admin,
        { Methods: { Length: > 0 } methods } when methods.All(HttpMethods.IsGet) => CallerRole.Read,
        _ => CallerRole.Probe,
    };

    private static async Task RunInTurnAsync(
        string function, RequestDelegate handle, HttpContext http, ILogger logger, CancellationToken stopping)
    {
        RateLimitLease place;
        try
        {
            place = await Limiter.AcquireAsync(permitCount: 1, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        using (place)
        {
            if (place.IsAcquired)
            {
                await RunAsync(function, handle, http, logger, stopping);
                return;
            }
        }

        http.Response.Headers.RetryAfter = "1";
        await TypedResults.Problem(
            "As many calls run and wait as this vantage takes. Call again after the seconds in Retry-After.",
            statusCode: StatusCodes.Status429TooManyRequests,
            title: "Too many calls at once.").ExecuteAsync(http);
    }

    private static async Task RunAsync(
        string function, RequestDelegate handle, HttpContext http, ILogger logger, CancellationToken stopping)
    {
        var caller = http.RequestAborted;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(caller, stopping);
        http.RequestAborted = ending.Token;
        try
        {
            await handle(http);
        }
        catch (Exception error)
        {
            var isEnding = ending.IsCancellationRequested && error is OperationCanceledException;
            if (!isEnding)
            {
                Log.Failed(logger, function, error);
            }

            End(http, isEnding ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError);
        }
        finally
        {
            http.RequestAborted = caller;
        }
    }

    private static void End(HttpContext http, int status)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
        }
        else
        {
            http.Response.Clear();
            http.Response.StatusCode = status;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9001, LogLevel.Information, "Function {Function} answers {Route}")]
        public static partial void Mapped(ILogger logger, string function, string route);

        [LoggerMessage(9002, LogLevel.Error, "Function {Function} failed")]
        public static partial void Failed(ILogger logger, string function, Exception error);
    }
}
