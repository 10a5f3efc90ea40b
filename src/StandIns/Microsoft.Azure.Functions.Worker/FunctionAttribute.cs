namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes a method a function.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute : Attribute
{
    /// <summary>Names the function.</summary>
    /// <param name="name">Unique in the app; also the default route of an HTTP function.</param>
    public FunctionAttribute(string name) => Name = name;

    /// <summary>The function's name.</summary>
    public string Name { get; }
}
