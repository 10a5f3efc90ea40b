using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Proxies;
using ProbeFleet.Probing.Recording;
using ProbeFleet.Probing.Requests;
using ProbeFleet.Probing.Runtimes;

namespace ProbeFleet.Probing.Attempts;

/// <summary>One call along a route on a connection of its own, every stage recorded.</summary>
internal sealed class ProbeAttempt(AttemptState state)
{
    // A stray one explains many a "connection error".
    private static readonly string[] RedirectingVariables =
        ["OPENAI_BASE_URL", "OPENAI_API_BASE", "AZURE_OPENAI_ENDPOINT", "OPENAI_API_HOST"];

    private readonly ProbeSurroundings _surroundings = state.Surroundings;
    private readonly ProbeRequest _order = state.Order;
    private readonly StageRecorder _recorder = state.Recorder;

    /// <summary>Makes the attempt. What goes wrong is in the evidence.</summary>
    public static async Task<AttemptEvidence> RunAsync(
        ProbeSurroundings surroundings, ProbeRequest order, IProgress<Stage>? progress, CancellationToken cancellationToken)
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
        var path = state.Path = new PathPlanner(_surroundings).Plan(_order.Route, _order.Variant);
        var withholds = HasCredential && (path.ShowsRequestToProxy || MayShowRequestToProxy(path));
        state.Depth = withholds ? ProbeDepth.Path : _order.Depth;
        var plan = state.Plan =
            RequestPlanner.Plan(_order.Route, state.Depth, _order.Variant, _order.Shape, AzureCloud.InUse(_surroundings.Environment));
        state.Secrets.AddRange(ProxySecrets.In(path.Proxy).Select(secret => new KnownSecret(secret)));
        NoteConfiguration(path, plan, withholds);
        _recorder.Pass(Stage.Configure);
        var (secret, headers) = await new CredentialStage(state).RunAsync(plan).ConfigureAwait(false);
        SkipWhatIsNotNeeded(path);
        var exchange = new RouteExchange(state, plan, path, secret, headers);
        await (interpreter is null ? exchange.RunInProcessAsync() : exchange.RunInRuntimeAsync(interpreter)).ConfigureAwait(false);
    }

    private void NoteConfiguration(PathPlan path, RequestPlan plan, bool withholds)
    {
        var sanitizer = state.Sanitizer;
        state.Facts.Configure = new ConfigureFacts
        {
            Request = $"{plan.Method} {sanitizer.CleanUrl(plan.Url)}",
            Proxy = path.ProxyDecision.Facts,
            Overrides = Overrides(sanitizer),
            CredentialWithheld = withholds ? true : null,
            Shape = _order.Shape is [] ? null : _order.Shape,
            Repeated = _order.Repeated,
        };
        if (path is { Proxy: { } proxy, HasTunnelStage: true })
        {
            state.Facts.Tunnel = new TunnelFacts
            {
                Proxy = sanitizer.CleanUrl(proxy),
                CredentialsGiven = proxy.UserInfo is "" ? null : true,
            };
        }
    }

    /// <summary>Environment variables that redirect the clients of common SDKs; null when none is set.</summary>
    private Dictionary<string, string>? Overrides(Sanitizer sanitizer)
    {
        var set = RedirectingVariables
            .Select(name => (Name: name, Value: _surroundings.Environment(name)))
            .Where(variable => variable.Value is { Length: > 0 })
            .ToDictionary(
                variable => variable.Name,
                variable => Uri.TryCreate(variable.Value, UriKind.Absolute, out var url) ? sanitizer.CleanUrl(url) : "not a URL");
        return set.Count > 0 ? set : null;
    }

    /// <summary>Whether this attempt would send something that only the route's own host may read.</summary>
    private bool HasCredential => _order.Depth is not ProbeDepth.Path
        && _order.Variant is not ProbeVariant.Keyless
        && (_order.Route.Credential is not CredentialSource.None || _order.Route.Headers.Count > 0);

    /// <summary>A workload's runtime may take a proxy that .NET would not, by rules of its own.</summary>
    private bool MayShowRequestToProxy(PathPlan path) =>
        _order.Route is { Runtime: not null, Proxy: ProxyChoice.FromEnvironment } && !path.IsSecure
        && ProxyResolver.Variables(path.Target, _surroundings.Environment)
            .Any(variable => _surroundings.Environment(variable) is { Length: > 0 });

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
