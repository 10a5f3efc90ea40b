using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker.LocalHost;

/// <summary>One function as its attributes describe it.</summary>
internal sealed record AppFunction(string Name, MethodInfo Method, TriggerBindingAttribute Trigger)
{
    public static AppFunction[] AllIn(Assembly app)
    {
        AppFunction[] functions =
        [
            .. from type in app.GetTypes()
               from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
               let function = method.GetCustomAttribute<FunctionAttribute>()
               where function is not null
               select new AppFunction(function.Name, method, TriggerOf(method)),
        ];
        if (functions is [])
        {
            throw new InvalidOperationException(
                $"{app.GetName().Name} has no public method with [Function]; CreateBuilder must be called by the app's own assembly.");
        }

        var twice = functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? functions : throw new InvalidOperationException($"Two functions are named '{twice.Key}'.");
    }

    private static TriggerBindingAttribute TriggerOf(MethodInfo method)
    {
        TriggerBindingAttribute[] triggers = [.. method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes<TriggerBindingAttribute>())];
        return triggers is [var trigger]
            ? trigger
            : throw new InvalidOperationException($"{method.DeclaringType}.{method.Name} needs one trigger and has {triggers.Length}.");
    }
}
