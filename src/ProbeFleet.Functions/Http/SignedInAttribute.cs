namespace ProbeFleet.Functions.Http;

/// <summary>A function that signed-in people may call too: below <c>/signed-in</c>, at its own route.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SignedInAttribute : Attribute;
