using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace ProbeFleet.WorkerLab;

/// <summary>A function as the worker indexes it.</summary>
/// <param name="Id">The worker's id of it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Metadata">All that the worker says of it, as the protocol's <c>RpcFunctionMetadata</c>.</param>
/// <param name="Trigger">Its trigger's binding, such as <c>{"name":"timer","type":"timerTrigger","schedule":"%ProbeSchedule%"}</c>.</param>
public sealed record WorkerFunction(string Id, string Name, JsonElement Metadata, JsonElement Trigger)
{
    /// <summary>The trigger's kind: <c>httpTrigger</c> or <c>timerTrigger</c>.</summary>
    public string TriggerType => Trigger.GetProperty("type").GetString()!;

    /// <summary>The parameter that the trigger fills.</summary>
    public string Parameter => Trigger.GetProperty("name").GetString()!;

    internal static WorkerFunction Of(JsonElement metadata)
    {
        var trigger = metadata.GetProperty("rawBindings").EnumerateArray()
            .Select(binding => JsonElement.Parse(binding.GetString()!))
            .Single(binding => binding.GetProperty("type").GetString()!.EndsWith("Trigger", StringComparison.Ordinal));
        return new(metadata.GetProperty("functionId").GetString()!, metadata.GetProperty("name").GetString()!, metadata, trigger);
    }

    /// <summary>The values that its route takes from a path, as a host reads them.</summary>
    internal RouteValueDictionary RouteValues(string path)
    {
        var route = Trigger.GetProperty("route").GetString()!;
        RouteValueDictionary values = [];
        return new TemplateMatcher(TemplateParser.Parse(route), []).TryMatch(path, values)
            ? values
            : throw new ArgumentException($"{path} is none of {Name}'s, whose route is {route}.", nameof(path));
    }
}
