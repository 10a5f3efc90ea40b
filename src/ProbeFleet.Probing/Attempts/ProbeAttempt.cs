using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Proxies;
using ProbeFleet.Probing.Recording;
using ProbeFleet.Probing.Requests;
using ProbeFleet.Probing.Runtimes;

namespace ProbeFleet.Probing.Attempts;

/// <summary>One call along a route on a connection of its own, every stage recorded.</summary>
internal sealed class ProbeAttempt
{
    private readonly ProbeSurroundings _surroundings;
    private readonly AttemptOrder _order;
    private readonly StageRecorder _recorder;
    private readonly AttemptState _state;

    private ProbeAttempt(AttemptState state)
    {
        _surroundings = state.Surroundings;
        _order = state.Order;
        _recorder = state.Recorder;
        _state = state;
    }

    /// <summary>Makes the attempt. What goes wrong is in the evidence.</summary>
    public static async Task<AttemptEvidence> RunAsync(
        ProbeSurroundings surroundings, AttemptOrder order, IProgress<Stage>? progress, CancellationToken cancellationToken)
    {
        using var recorder = new StageRecorder(surroundings.Clock, order.Budget, progress, cancellationToken);
        var state = new AttemptState(surroundings, order, recorder);
        try
        {
            await new ProbeAttempt(state).CallAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The one place where an attempt's exceptions end: each becomes evidence, whatever its type.
            new AttemptFailure(state).Record(error);
        }

        return AttemptConclusion.Conclude(state);
    }

    private async Task CallAsync()
    {
        _recorder.Begin(Stage.Configure);
        var interpreter = _order.Route.Runtime is { } runtime ? InterpreterOf(runtime) : null;
        var path = _state.Path = new PathPlanner(_surroundings).Plan(_order.Route, _order.Variant);
        var withholds = HasCredential && (path.ShowsRequestToProxy || MayShowRequestToProxy(path));
        _state.Depth = withholds ? ProbeDepth.Path : _order.Depth;
        var plan = _state.Plan =
            RequestPlanner.Plan(_order.Route, _state.Depth, _order.Variant, _order.Shape, AzureCloud.InUse(_surroundings.Environment));
        _state.Secrets.AddRange(ProxySecrets.In(path.Proxy).Select(secret => new KnownSecret(secret)));
        NoteConfiguration(path, plan, withholds);
        _recorder.Pass(Stage.Configure);
        var (secret, headers) = await new CredentialStage(_state).RunAsync(plan).ConfigureAwait(false);
        SkipWhatIsNotNeeded(path);
        var exchange = new RouteExchange(_state, plan, path, secret, headers);
        await (interpreter is null ? exchange.RunInProcessAsync() : exchange.RunInRuntimeAsync(interpreter)).ConfigureAwait(false);
    }

    private void NoteConfiguration(PathPlan path, RequestPlan plan, bool withholds)
    {
        var sanitizer = _state.Sanitizer;
        _state.Facts.Configure = new ConfigureFacts
        {
            Request = $"{plan.Method} {sanitizer.CleanUrl(plan.Url)}",
            Proxy = path.ProxyDecision.Facts,
            Overrides = EnvironmentOverrides.Read(_surroundings.Environment, sanitizer),
            CredentialWithheld = withholds ? true : null,
            Shape = _order.Shape is [] ? null : _order.Shape,
            Repeated = _order.Repeated,
        };
        if (path is { Proxy: { } proxy, HasTunnelStage: true })
        {
            _state.Facts.Tunnel = new TunnelFacts
            {
                Proxy = sanitizer.CleanUrl(proxy),
                CredentialsGiven = proxy.UserInfo is "" ? null : true,
            };
        }
    }

    /// <summary>Whether this attempt would send something that only the route's own host may read.</summary>
    private bool HasCredential => _order.Depth is not ProbeDepth.Path
        && _order.Variant is not ProbeVariant.Keyless
        && (_order.Route.Credential is not CredentialSource.None || _order.Route.Headers.Count > 0);

    /// <summary>A workload's runtime may take a proxy that .NET would not, by rules of its own.</summary>
    private bool MayShowRequestToProxy(PathPlan path) =>
        _order.Route is { Runtime: not null, Proxy: ProxyChoice.FromEnvironment } && !path.IsSecure
        && ProxyResolver.Variables(path.Target, _surroundings.Environment).Any(
            variable => _surroundings.Environment(variable) is { Length: > 0 });

    private string InterpreterOf(WorkloadRuntime runtime) => (_surroundings.RuntimeRefusal, _order.Variant) switch
    {
        ({ } refusal, _) => throw new RuntimeException(refusal),
        (null, ProbeVariant.Full or ProbeVariant.Keyless or ProbeVariant.ListModels or ProbeVariant.NoProxy) =>
            Interpreter.Find(runtime, _order.Interpreter, _surroundings.Environment),
        (null, var variant) => throw new RuntimeException(
            $"the variant {WireWord.Of(variant)} is made by .NET alone: leave the runtime out"),
    };

    private void SkipWhatIsNotNeeded(PathPlan path)
    {
        if (!path.HasTunnelStage)
        {
            _recorder.Skip(Stage.Tunnel, path.Proxy is null ? "no proxy" : "plain http goes through the proxy without a tunnel");
        }

        if (!path.IsSecure)
        {
            _recorder.Skip(Stage.Secure, "plain http");
        }
    }
}
