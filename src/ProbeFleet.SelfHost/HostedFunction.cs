using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ProbeFleet.SelfHost;

/// <summary>A function as its attributes describe it.</summary>
internal sealed record HostedFunction(string Name, MethodInfo Method, TriggerBindingAttribute Trigger)
{
    public static HostedFunction[] AllIn(Assembly app)
    {
        HostedFunction[] functions =
        [
            .. from type in app.GetTypes()
               from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
               let function = method.GetCustomAttribute<FunctionAttribute>()
               where function is not null
               select new HostedFunction(function.Name, method, TriggerOf(method)),
        ];
        var twice = functions.GroupBy(
            function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return (functions, twice) switch
        {
            ([], _) => throw new InvalidOperationException($"{app.GetName().Name} has no public method with [Function]."),
            (_, { } name) => throw new InvalidOperationException($"Two functions are named '{name.Key}'."),
            _ => functions,
        };
    }

    private static TriggerBindingAttribute TriggerOf(MethodInfo method)
    {
        TriggerBindingAttribute[] triggers = [.. method.GetParameters().SelectMany(
            parameter => parameter.GetCustomAttributes<TriggerBindingAttribute>())];
        return triggers is [HttpTriggerAttribute or TimerTriggerAttribute]
            ? triggers[0]
            : throw new InvalidOperationException(
                $"{method.DeclaringType}.{method.Name} needs one trigger, [HttpTrigger] or [TimerTrigger]; it has {triggers.Length}.");
    }
}
