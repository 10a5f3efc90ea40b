using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.LocalHost;

/// <summary>Builds a function's class, fills its parameters and runs it. What cannot be filled is refused when the app is built.</summary>
internal sealed class FunctionInvoker
{
    private static readonly Type[] ReturnTypes = [typeof(void), typeof(Task), typeof(IActionResult), typeof(Task<IActionResult>)];

    private readonly MethodInfo _method;
    private readonly ObjectFactory? _create;
    private readonly Func<Invocation, object?>[] _parameters;

    public FunctionInvoker(AppFunction function, RoutePattern? route = null)
    {
        _method = function.Method;
        _create = _method.IsStatic ? null : ActivatorUtilities.CreateFactory(_method.DeclaringType!, []);
        _parameters = [.. _method.GetParameters().Select(parameter => SourceOf(function.Name, parameter, route))];
        if (!ReturnTypes.Contains(_method.ReturnType))
        {
            throw new InvalidOperationException(
                $"Function '{function.Name}' returns {_method.ReturnType}. The stand-in takes void, Task, IActionResult and Task<IActionResult>.");
        }
    }

    public async Task<IActionResult?> InvokeAsync(Invocation invocation)
    {
        var instance = _create?.Invoke(invocation.InstanceServices, []);
        object?[] arguments = [.. _parameters.Select(source => source(invocation))];
        switch (_method.Invoke(instance, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null))
        {
            case Task<IActionResult> answering:
                return await answering.ConfigureAwait(false);
            case Task running:
                await running.ConfigureAwait(false);
                return null;
            case IActionResult result:
                return result;
            default:
                return null;
        }
    }

    private static Func<Invocation, object?> SourceOf(string function, ParameterInfo parameter, RoutePattern? route)
    {
        var type = parameter.ParameterType;
        if (type == typeof(HttpRequest))
        {
            return invocation => invocation.Http!.Request;
        }

        if (type == typeof(TimerInfo))
        {
            return invocation => invocation.Timer;
        }

        if (type == typeof(FunctionContext))
        {
            return invocation => invocation;
        }

        if (type == typeof(CancellationToken))
        {
            return invocation => invocation.CancellationToken;
        }

        return type == typeof(string) && route?.GetParameter(parameter.Name!) is not null
            ? invocation => invocation.Http!.GetRouteValue(parameter.Name!) as string
            : throw new InvalidOperationException(
                $"Function '{function}' has the parameter '{parameter.Name}' of type {type}. The stand-in fills HttpRequest, TimerInfo, "
                + "FunctionContext, CancellationToken, and strings that the route names.");
    }
}
