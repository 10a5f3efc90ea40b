namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Says what starts a function, on the parameter that receives it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
    /// <summary>A trigger.</summary>
    public TriggerBindingAttribute()
    {
    }
}
