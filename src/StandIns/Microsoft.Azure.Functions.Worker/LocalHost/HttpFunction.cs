using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.LocalHost;

/// <summary>One HTTP function behind its route and key.</summary>
internal sealed partial class HttpFunction(AppFunction function, FunctionKeys keys, IHostApplicationLifetime lifetime, ILogger<HttpFunction> logger)
{
    private readonly HttpTriggerAttribute _trigger = (HttpTriggerAttribute)function.Trigger;

    public void Map(IEndpointRouteBuilder endpoints, string prefix)
    {
        var own = (_trigger.Route ?? function.Name).TrimStart('/');
        var route = RoutePatternFactory.Parse(prefix.Length == 0 ? $"/{own}" : $"/{prefix}/{own}");
        var invoker = new FunctionInvoker(function, route);
        RequestDelegate handle = http => HandleAsync(http, invoker);
        if (_trigger.Methods is { Length: > 0 } methods)
        {
            endpoints.MapMethods(route.RawText!, methods.Select(method => method.ToUpperInvariant()), handle);
        }
        else
        {
            endpoints.Map(route, handle);
        }

        Log.Mapped(logger, function.Name, route.RawText!);
    }

    private async Task HandleAsync(HttpContext http, FunctionInvoker invoker)
    {
        if (_trigger.AuthLevel != AuthorizationLevel.Anonymous && !keys.Open(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            var result = await invoker.InvokeAsync(new Invocation(function.Name, http.RequestServices, ending.Token) { Http = http }).ConfigureAwait(false);
            if (result is not null)
            {
                await result.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            Answer(http, error, ending.IsCancellationRequested && error is OperationCanceledException);
        }
    }

    private void Answer(HttpContext http, Exception error, bool isEnding)
    {
        if (!isEnding)
        {
            Log.Failed(logger, function.Name, error);
        }

        if (http.Response.HasStarted)
        {
            http.Abort();
        }
        else
        {
            http.Response.Clear();
            http.Response.StatusCode = isEnding ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
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
