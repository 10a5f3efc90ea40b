using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Cli.Inputs;

/// <summary>The options that make the call with the workload's own runtime.</summary>
internal sealed class RuntimeOptions
{
    private readonly Option<WorkloadRuntime?> _runtime = OptionKinds.Choice<WorkloadRuntime>(
        "--runtime", "RUNTIME",
        "Makes the call with the workload's own runtime and packages, and says why it fails where .NET passes. Default: the route's, "
            + "else .NET.");

    private readonly Option<string?> _interpreter = OptionKinds.Text(
        "--interpreter", "PATH", "With a runtime: its interpreter, such as .venv/bin/python. Default: python3 or node on the path.");

    public IReadOnlyList<Option> All => [_runtime, _interpreter];

    /// <exception cref="UsageException">The interpreter is missing or has no runtime, or the runtime cannot make the call.</exception>
    public ProbeRequest Apply(ParseResult parsed, ProbeRequest request)
    {
        var runtime = parsed.GetValue(_runtime) ?? request.Route.Runtime;
        var interpreter = parsed.GetValue(_interpreter);
        if (interpreter is not null && runtime is null)
        {
            throw new UsageException("--interpreter belongs to a runtime: say which with --runtime python or --runtime node.");
        }

        if (runtime is not null && ProblemOf(request) is { } problem)
        {
            throw new UsageException($"--runtime: {problem}");
        }

        return interpreter is null || File.Exists(interpreter)
            ? request with { Route = request.Route with { Runtime = runtime }, Interpreter = interpreter }
            : throw new UsageException($"--interpreter: there is no file '{interpreter}'.");
    }

    private static string? ProblemOf(ProbeRequest request) => request switch
    {
        { Route.Http: not RouteHttp.Http11 } =>
            $"a workload's runtime makes its call over HTTP/1.1, and '{request.Route.Name}' asks for HTTP/2: leave out --http, or "
                + "the runtime.",
        { Variant: not (ProbeVariant.Full or ProbeVariant.Keyless or ProbeVariant.ListModels or ProbeVariant.NoProxy) } =>
            $"the variant {WireWord.Of(request.Variant)} is made by .NET alone: probe '{request.Route.Name}' without a runtime, or "
                + "another route (--route).",
        _ => null,
    };
}
