namespace Microsoft.Azure.Functions.Worker;

/// <summary>One run of one function.</summary>
public abstract class FunctionContext
{
    /// <summary>The run's id.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The function that runs.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>The services of this run's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>Set when the caller leaves or the host stops.</summary>
    public virtual CancellationToken CancellationToken { get; }
}
