using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.LocalHost;

/// <summary>One run: what its function's parameters are taken from.</summary>
internal sealed class Invocation(string function, IServiceProvider services, CancellationToken cancellationToken) : FunctionContext
{
    public override string InvocationId { get; } = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();

    public override FunctionDefinition FunctionDefinition { get; } = new Definition(function);

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override CancellationToken CancellationToken => cancellationToken;

    public HttpContext? Http { get; init; }

    public TimerInfo? Timer { get; init; }

    private sealed class Definition(string name) : FunctionDefinition
    {
        public override string Name => name;
    }
}
