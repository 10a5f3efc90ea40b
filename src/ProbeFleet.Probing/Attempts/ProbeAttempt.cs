using System.Net;
using ProbeFleet.Core.Model;
using ProbeFleet.Core.Recognition;
using ProbeFleet.Core.Recognition.Redaction;
using ProbeFleet.Probing.Connections;
using ProbeFleet.Probing.Credentials;
using ProbeFleet.Probing.Failures;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Proxies;
using ProbeFleet.Probing.Recording;
using ProbeFleet.Probing.Requests;
using ProbeFleet.Probing.Runtimes;

namespace ProbeFleet.Probing.Attempts;

/// <summary>One call along a route on a connection of its own, every stage recorded.</summary>
internal sealed class ProbeAttempt : IDisposable
{
    private static readonly Uri InstanceMetadata = new("http://169.254.169.254/");

    private readonly ProbeSurroundings _surroundings;
    private readonly AttemptOrder _order;
    private readonly CancellationToken _caller;
    private readonly StageRecorder _recorder;
    private readonly AttemptFacts _facts = new();
    private readonly List<KnownSecret> _secrets;
    private ProbeDepth _depth;
    private RequestPlan? _plan;
    private PathPlan? _path;
    private Exception? _thrown;
    private IdleWait? _idle;
    private string? _interpreter;
    private WorkloadFacts? _workload;
    private IReadOnlyList<ExceptionLink>? _thrownThere;

    private ProbeAttempt(ProbeSurroundings surroundings, AttemptOrder order, IProgress<Stage>? progress, CancellationToken caller)
    {
        _surroundings = surroundings;
        _order = order;
        _caller = caller;
        _depth = order.Depth;
        _recorder = new StageRecorder(surroundings.Clock, order.Budget, progress, caller);
        _secrets = [.. ProxySecrets.In(surroundings.Environment).Select(secret => new KnownSecret(secret))];
    }

    /// <summary>Makes the attempt. What goes wrong is in the evidence.</summary>
    public static async Task<AttemptEvidence> RunAsync(
        ProbeSurroundings surroundings, AttemptOrder order, IProgress<Stage>? progress, CancellationToken cancellationToken)
    {
        using var attempt = new ProbeAttempt(surroundings, order, progress, cancellationToken);
        try
        {
            await attempt.CallAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The one place where an attempt's exceptions end: each becomes evidence, whatever its type.
            attempt.Explain(error);
        }

        return attempt.Conclude();
    }

    /// <inheritdoc/>
    public void Dispose() => _recorder.Dispose();

    private async Task CallAsync()
    {
        _recorder.Begin(Stage.Configure);
        _interpreter = _order.Route.Runtime is { } runtime ? InterpreterOf(runtime) : null;
        _path = new PathPlanner(_surroundings).Plan(_order.Route, _order.Variant);
        var withholds = HasCredential && (_path.ShowsRequestToProxy || MayShowRequestToProxy(_path));
        _depth = withholds ? ProbeDepth.Path : _order.Depth;
        _plan = RequestPlanner.Plan(_order.Route, _depth, _order.Variant, _order.Shape, AzureCloud.InUse(_surroundings.Environment));
        _secrets.AddRange(ProxySecrets.In(_path.Proxy).Select(secret => new KnownSecret(secret)));
        _facts.Configure = new ConfigureFacts
        {
            Request = $"{_plan.Method} {Sanitizer.CleanUrl(_plan.Url)}",
            Proxy = _path.ProxyDecision.Facts,
            Overrides = EnvironmentOverrides.Read(_surroundings.Environment, Sanitizer),
            CredentialWithheld = withholds ? true : null,
            Shape = _order.Shape is [] ? null : _order.Shape,
            Repeated = _order.Repeated,
        };
        if (_path is { Proxy: { } proxy, HasTunnelStage: true })
        {
            _facts.Tunnel = new TunnelFacts { Proxy = Sanitizer.CleanUrl(proxy), CredentialsGiven = proxy.UserInfo is "" ? null : true };
        }

        _recorder.Pass(Stage.Configure);
        var (secret, headers) = await ObtainCredentialAsync(_plan).ConfigureAwait(false);
        SkipWhatIsNotNeeded(_path);
        await ExchangeAsync(_plan, _path, secret, headers).ConfigureAwait(false);
    }

    private async Task<(string? Secret, Dictionary<string, string> Headers)> ObtainCredentialAsync(RequestPlan plan)
    {
        var sendsHeaders = _depth is not ProbeDepth.Path && _order.Variant is not ProbeVariant.Keyless;
        if (plan.Scheme is CredentialScheme.None && (!sendsHeaders || _order.Route.Headers.Count == 0))
        {
            _recorder.Skip(Stage.Credential, sendsHeaders ? "the route has no credential" : "no credential is sent at this depth");
            return (null, []);
        }

        _recorder.Begin(Stage.Credential);
        _facts.Credential = new CredentialFacts
        {
            Source = _order.Route.Credential.ToString()!,
            Scheme = WireWord.Of(plan.Scheme),
            ManagedIdentity = plan.Scheme is CredentialScheme.None ? null : IdentityAsked(),
            Proxy = plan.Scheme is CredentialScheme.None ? null : IdentityProxy(),
            Scope = plan.TokenScope,
        };
        var fetcher = new CredentialFetcher(_surroundings);
        var headers = _order.Route.Headers.ToDictionary(header => header.Key, header => fetcher.ReadHeader(header.Value, plan));
        _secrets.AddRange(headers.Select(header => new KnownSecret(header.Value, header.Key)));
        _facts.Credential = _facts.Credential with { Account = CredentialIdentity.OfAccount(headers, _surroundings.Environment) };
        var obtained = plan.Scheme is CredentialScheme.None
            ? new ObtainedCredential(null)
            : await fetcher.ReadAsync(_order.Route.Credential, plan, _recorder.Token).ConfigureAwait(false);
        if (obtained.Secret is { } secret)
        {
            _secrets.Add(new(secret));
            _facts.Credential = _facts.Credential with
            {
                Identity = obtained.Principal is { } principal
                    ? CredentialIdentity.OfPrincipal(principal)
                    : CredentialIdentity.Of(secret, _surroundings.Environment),
                ExpiresAt = obtained.ExpiresAt,
            };
        }

        _recorder.Pass(Stage.Credential);
        return (obtained.Secret, headers);
    }

    /// <summary>The proxy between this process and the endpoint of its managed identity, which has none in a right environment.</summary>
    private string? IdentityProxy()
    {
        var endpoint = Uri.TryCreate(_surroundings.Environment("IDENTITY_ENDPOINT"), UriKind.Absolute, out var given) ? given : InstanceMetadata;
        return _surroundings.IdentityFor(_order.Route.Credential) is null
            || ProxyResolver.Resolve(endpoint, new ProxyChoice.FromEnvironment(), _surroundings.Environment).Proxy is not { } proxy
                ? null
                : Sanitizer.CleanUrl(proxy);
    }

    private string? IdentityAsked() =>
        _surroundings.IdentityFor(_order.Route.Credential) is { } identity ? identity.ClientId ?? "system-assigned" : null;

    /// <summary>Whether this attempt would send something that only the route's own host may read.</summary>
    private bool HasCredential => _order.Depth is not ProbeDepth.Path
        && _order.Variant is not ProbeVariant.Keyless
        && (_order.Route.Credential is not CredentialSource.None || _order.Route.Headers.Count > 0);

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

    private string InterpreterOf(WorkloadRuntime runtime) => (_surroundings.RuntimeRefusal, _order.Variant) switch
    {
        ({ } refusal, _) => throw new RuntimeException(refusal),
        (null, ProbeVariant.Full or ProbeVariant.Keyless or ProbeVariant.ListModels or ProbeVariant.NoProxy) =>
            Interpreter.Find(runtime, _order.Interpreter, _surroundings.Environment),
        (null, var variant) => throw new RuntimeException($"the variant {WireWord.Of(variant)} is made by .NET alone: leave the runtime out"),
    };

    /// <summary>A workload's runtime may take a proxy that .NET would not, by rules of its own.</summary>
    private bool MayShowRequestToProxy(PathPlan path) => _order.Route is { Runtime: not null, Proxy: ProxyChoice.FromEnvironment } && !path.IsSecure
        && ProxyResolver.Variables(path.Target, _surroundings.Environment).Any(variable => _surroundings.Environment(variable) is { Length: > 0 });

    private async Task ExchangeAsync(RequestPlan plan, PathPlan path, string? secret, Dictionary<string, string> headers)
    {
        if (_order.Route.Runtime is { } runtime)
        {
            if (path.RefusalOfLiteral() is { } refusal)
            {
                _recorder.Fail(Stage.Connect, new(FailureKind.TargetNotAllowed, refusal));
                return;
            }

            var exchanging = new RuntimeExchange(_surroundings, _order, runtime, _interpreter!);
            (_workload, _thrownThere) = await exchanging.RunAsync(plan, path, secret, headers, _recorder, _facts, Sanitizer).ConfigureAwait(false);
            return;
        }

        using var connector = new RouteConnector(_surroundings.Clock, _recorder, _facts, path);
        using var exchange = new ExchangeHandler(_recorder, _facts, plan.Streams, VersionOf(_order.Route), Sanitizer)
        {
            InnerHandler = InstrumentedHandler.Create(connector, _recorder, _facts, path, keepsConnection: _order.Idle is not null),
        };
        using var http = new HttpClient(exchange) { Timeout = Timeout.InfiniteTimeSpan };
        var call = _order.Variant is ProbeVariant.WithoutSdk
            ? PlainCall.SendAsync(plan, secret, headers, http, _recorder.Token)
            : SdkCall.SendAsync(plan, secret, headers, http, _recorder.Token);
        try
        {
            await call.ConfigureAwait(false);
            if (_order.Idle is { } wait && MayBeKept)
            {
                _recorder.Stop();
                var idle = new IdleConnection(_surroundings.Clock, connector, exchange.InnerHandler!, VersionOf(_order.Route));
                _idle = ClosesByHeader
                    ? new() { Wait = wait, End = IdleEnd.Told, Sign = IdleSign.CloseHeader, EndedAfter = TimeSpan.Zero }
                    : await idle.TryAsync(
                        wait, _order.Budget.Headers, (again, token) => SdkCall.SendAsync(plan, secret, headers, again, token), _caller).ConfigureAwait(false);
            }
        }
        finally
        {
            await connector.WhenIdleAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A request that is refused would be refused again, and its server may well close.</summary>
    private bool MayBeKept => _facts.Received is { Status: < 400 } || (_depth is ProbeDepth.Path && _facts.Received is { Status: < 500 });

    private bool ClosesByHeader => _facts.Received!.Headers.Any(header =>
        header.Key.Equals("connection", StringComparison.OrdinalIgnoreCase) && header.Value.Contains("close", StringComparison.OrdinalIgnoreCase));

    private static Version VersionOf(Route route) => route.Http switch
    {
        RouteHttp.Http11 => HttpVersion.Version11,
        RouteHttp.Http2 => HttpVersion.Version20,
    };

    private void Explain(Exception error)
    {
        _thrown = error;
        _facts.Received?.Stream?.End();
        if (_recorder.HasFailed)
        {
            return;
        }

        if (error is RuntimeException unavailable)
        {
            _recorder.Fail(Stage.Configure, new(FailureKind.RuntimeNotAvailable, Sanitizer.Clean(unavailable.Message, 300)));
            return;
        }

        var stage = _recorder.Current;
        var failure = Failure(error, stage);
        NoteEnd(error, stage, failure.Kind);
        if (error is CredentialException { Status: { } status })
        {
            _facts.Credential = _facts.Credential! with { Status = status };
        }

        // TLS 1.3 sends this alert after the client's side of the handshake is done: it looks like a broken response.
        _recorder.Fail(failure.Kind is FailureKind.ClientCertificateRequired ? Stage.Secure : stage, failure);
    }

    /// <summary>Which alert was read, and who can have ended an agreed connection.</summary>
    private void NoteEnd(Exception error, Stage stage, FailureKind kind)
    {
        if (stage < Stage.Secure)
        {
            return;
        }

        if (TlsAlerts.NumberIn(FailureClassifier.Chain(error)) is { } alert)
        {
            _facts.Secure = (_facts.Secure ?? new()) with { Alert = alert };
        }

        if (_facts is { Secure.Protocol: not null, Transport: { } transport } && kind is FailureKind.Closed or FailureKind.Reset or FailureKind.Truncated)
        {
            _facts.Secure = _facts.Secure! with
            {
                EndedBy = transport.EndedWithAlert ? ConnectionEnd.Alert : kind is FailureKind.Reset ? ConnectionEnd.Reset : ConnectionEnd.Fin,
            };
        }
    }

    private StageFailure Failure(Exception error, Stage stage)
    {
        if (_caller.IsCancellationRequested)
        {
            return new(FailureKind.Cancelled, "the caller cancelled the probe");
        }

        if (_recorder.Expired is not null)
        {
            return stage is Stage.Secure ? HandshakeTimedOut() : new(FailureKind.TimedOut, "the stage's budget ran out");
        }

        return error switch
        {
            CredentialException refused => new(refused.Kind, refused.Message),
            _ when stage is Stage.Configure => new(FailureKind.InvalidConfiguration, Sanitizer.Clean(error.Message, 200)),
            _ => Clean(FailureClassifier.Classify(error, stage, _facts)),
        };
    }

    /// <summary>The handshake waits for the peer, or hangs in this process: .NET fetches a missing issuer while it builds the chain.</summary>
    private StageFailure HandshakeTimedOut()
    {
        var transport = _facts.Transport;
        var hung = transport is { Received: > 0, AwaitsPeer: false };
        _facts.Secure = (_facts.Secure ?? new()) with { Received = transport?.Received, ChainHung = hung ? true : null };
        return new(FailureKind.TimedOut, hung
            ? "the stage's budget ran out: the certificate had come, and building its chain hung"
            : "the stage's budget ran out");
    }

    private StageFailure Clean(StageFailure failure) => failure with { Detail = Sanitizer.Clean(failure.Detail, 200) };

    private AttemptEvidence Conclude()
    {
        var reading = _facts.Received is { } received ? ResponseReader.Read(Raw(received), Sanitizer) : null;
        if (reading is not null && !_recorder.HasFailed)
        {
            AnswerJudge.Judge(reading, _plan!, _facts.Received!, _recorder);
        }

        _facts.Answer = reading?.Answer;
        if (_facts.Received is { Stream: { } stream } streamed)
        {
            var end = StreamEnding.Of(streamed, _thrown, _recorder, _facts, _caller);
            _facts.FirstEvent = stream.BeforeFirst(end);
            _facts.Answer = stream.HasEvents ? _facts.Answer! with { Stream = stream.Facts(end) } : _facts.Answer;
        }

        if (_facts.Http2End is { } http2End)
        {
            _facts.Respond = (_facts.Respond ?? new()) with { Http2End = http2End };
        }

        if (_facts is { Connections: > 1, Connect: { } connect })
        {
            _facts.Connect = connect with { Connections = _facts.Connections };
        }

        return new AttemptEvidence
        {
            Stages = StageLadder.Build(_recorder, _facts, _plan is { Streams: true }),
            Exception = _thrown is null ? _thrownThere : ExceptionLinks.From(_thrown, Sanitizer),
            Workload = _workload,
            Response = reading?.Response,
            Duration = _recorder.Elapsed,
            Depth = _depth,
            Idle = _idle,
            Path = _path,
            Plan = _plan,
            Secrets = _secrets,
            Wanted = reading is { } read && _plan is { } plan ? WantedShape.Of(read, plan, _depth, _order) : null,
        };
    }

    private RawResponse Raw(ReceivedResponse received)
    {
        var body = received.Read();
        return new()
        {
            Status = received.Status,
            Headers = received.Headers,
            Body = received.BodyBytes == 0 && !received.IsComplete ? null : body.Text,
            Stream = received.Stream?.Reader,
            EncodingIsFalse = body.EncodingIsFalse,
            BodyBytes = received.BodyBytes,
            RouteKind = _order.Route.Kind,
            Host = _order.Route.BaseUrl.IdnHost,
            Tls = _facts.Secure,
            ThroughPlainProxy = _path is { Proxy: not null, Tunnels: false },
        };
    }

    private Sanitizer Sanitizer => _surroundings.Sanitizers.For(_secrets);
}
