namespace ProbeFleet.Tests.Shared;

/// <summary>Whole results of a command line: what a text has to show, whatever the engine does.</summary>
internal static partial class Sample
{
    public static ProbeResult Passed(string route = "openai") => new()
    {
        Id = Guid.Parse("0199a5b0-7c00-7000-8000-000000000001"),
        StartedAt = Start,
        Duration = Ms(212.407),
        Vantage = Vantage with { Network = null, Runtime = Vantage.Runtime with { Host = "cli", Instance = null } },
        Route = Route with { Name = new(route) },
        Depth = ProbeDepth.Completion,
        Outcome = ProbeOutcome.Passed,
        Break = null,
        Stages =
        [
            .. Begin(),
            new SecureEvidence
            {
                Outcome = StageOutcome.Passed, At = Ms(15), Duration = Ms(31),
                Facts = new() { Protocol = "TLS 1.3", Issuer = "CN=WE1, O=Google Trust Services, C=US" },
            },
            new SendEvidence { Outcome = StageOutcome.Passed, At = Ms(46), Duration = Ms(0.2), Facts = new() { Bytes = 412 } },
            new RespondEvidence { Outcome = StageOutcome.Passed, At = Ms(46.2), Duration = Ms(160), Facts = new() { HttpVersion = "1.1" } },
            new AnswerEvidence
            {
                Outcome = StageOutcome.Passed, At = Ms(206), Duration = Ms(6),
                Facts = new() { Shape = BodyShape.Completion, FinishReason = "stop" },
            },
        ],
        Response = new() { Status = 200, Responder = Responder.OpenAI, RequestId = "req_0123456789abcdef0123456789abcdef" },
        Diagnosis = new ProbeDiagnosis
        {
            Cause = Cause.Ok,
            Owner = Owner.None,
            Confidence = 1,
            Summary = "The route answered with a completion.",
        },
        Fingerprint = new Fingerprint("sha256:aa", "sha256:bb"),
    };

    /// <summary>Passed as always, but its TCP connection has become slow.</summary>
    public static ProbeResult Slow(string route = "openai") => Passed(route) with
    {
        Duration = Ms(588.407),
        Stages = Passed().Taking(Stage.Connect, 380).Stages,
        Slow = new() { Stage = Stage.Connect, Took = Ms(380), Usual = Ms(95) },
        Baseline = new()
        {
            ProbeId = Guid.Parse("0199a5b0-7c00-7000-8000-000000000000"),
            At = Start.AddHours(-6),
            Changed = [new("latency.connect", "usually 95.0 ms, normal up to 121.0 ms", "380.0 ms")],
        },
    };

    /// <summary>TLS inspection: no response, a drill-down, a baseline, an alternative.</summary>
    public static ProbeResult Inspected(string route = "openai") => Passed(route) with
    {
        Duration = Ms(48.1),
        Outcome = ProbeOutcome.Failed,
        Break = Stage.Secure,
        Stages =
        [
            .. Begin(),
            new SecureEvidence
            {
                Outcome = StageOutcome.Failed, At = Ms(15), Duration = Ms(33.9),
                Failure = new(FailureKind.Certificate, "the certificate was not accepted"),
                Facts = new()
                {
                    Protocol = "TLS 1.3", Issuer = "CN=Contoso Inspection CA",
                    ChainStatus = ["UntrustedRoot"], PolicyErrors = ["RemoteCertificateChainErrors"],
                },
            },
            .. NotReached(),
        ],
        Response = null,
        DrillDown = new()
        {
            Dns =
            [
                new()
                {
                    Name = "api.openai.com", Type = "A", Server = "10.0.0.53", Rcode = "NOERROR",
                    Addresses = ["203.0.113.7"], Cnames = ["edge.contoso.net"], Duration = Ms(2),
                },
            ],
            Tls = new() { Subject = "CN=api.openai.com", Issuer = "CN=Contoso Inspection CA" },
            Variants = [new() { Variant = ProbeVariant.SystemTrust, ReachedApi = true, Status = 200, Responder = Responder.OpenAI,
                Duration = Ms(190) }],
            LeftOut = ["addresses: the budget was spent"],
        },
        Diagnosis = new ProbeDiagnosis
        {
            Cause = Cause.TlsUntrustedRoot,
            Owner = Owner.ConnectionPath,
            Confidence = 0.98,
            Summary =
                "The certificate for api.openai.com was issued by CN=Contoso Inspection CA, "
                + "which this runtime does not trust: something on the path inspects TLS.",
            DoNext =
            [
                "Ask the network team whether api.openai.com is meant to be inspected from this subnet.",
                "If it is: add the inspection CA to the runtime's trust store (SSL_CERT_FILE) and probe again.",
            ],
            DoNot = ["Do not rotate the API key: the request never reached the API."],
            Alternatives =
            [
                new(Cause.TlsPartialChain, Owner.ConnectionPath,
                    "Read the issuer: a public authority's name means that an intermediate is missing."),
            ],
        },
        Baseline = new()
        {
            ProbeId = Guid.Parse("0199a5b0-7c00-7000-8000-000000000000"),
            At = Start.AddHours(-6),
            Changed = [new("tls.issuer", "CN=WE1, O=Google Trust Services, C=US", "CN=Contoso Inspection CA")],
        },
        StatusPage = new()
        {
            Url = "https://status.openai.com",
            CheckedAt = Start.AddSeconds(1),
            Indicator = "none",
            Note = "A green page does not clear this route.",
        },
    };

    /// <summary>A response of the API itself: quota.</summary>
    public static ProbeResult OutOfCredit(string route = "openai") => Passed(route) with
    {
        Outcome = ProbeOutcome.Failed,
        Break = Stage.Answer,
        Stages =
        [
            .. Passed().Stages.SkipLast(1),
            new AnswerEvidence
            {
                Outcome = StageOutcome.Failed, At = Ms(206), Duration = Ms(6),
                Failure = new(FailureKind.HttpStatus, "429"), Facts = new() { Shape = BodyShape.ErrorObject },
            },
        ],
        Response = new()
        {
            Status = 429,
            Responder = Responder.OpenAI,
            RequestId = "req_0123456789abcdef0123456789abcdef",
            ErrorCode = "credit_balance_exhausted",
            ErrorType = "insufficient_quota",
            ErrorMessage = "You have run out of credits.",
            RetryAfter = TimeSpan.FromSeconds(20),
        },
        Diagnosis = new ProbeDiagnosis
        {
            Cause = Cause.QuotaBilling,
            Owner = Owner.Quota,
            Confidence = 0.97,
            Summary = "OpenAI itself answered 429 credit_balance_exhausted: the organization has no credit left.",
            DoNext = ["Ask whoever pays for the organization to add credit."],
            DoNot = ["Do not touch DNS, proxies or keys: the request reached the API and was understood."],
        },
    };

    private static IEnumerable<StageEvidence> Begin() =>
    [
        new ConfigureEvidence
        {
            Outcome = StageOutcome.Passed, At = Ms(0), Duration = Ms(0.3),
            Facts = new() { Request = "POST https://api.openai.com/v1/chat/completions", Proxy = new() { Source = "none" } },
        },
        new CredentialEvidence
        {
            Outcome = StageOutcome.Passed, At = Ms(0.3), Duration = Ms(0.1),
            Facts = new() { Source = "env:OPENAI_API_KEY", Scheme = "bearer-key" },
        },
        new ResolveEvidence
        {
            Outcome = StageOutcome.Passed, At = Ms(1.2), Duration = Ms(9.8),
            Facts = new() { Host = "api.openai.com", Addresses = ["203.0.113.7", "203.0.113.8", "203.0.113.9"] },
        },
        new ConnectEvidence { Outcome = StageOutcome.Passed, At = Ms(11), Duration = Ms(4), Facts = new() { Remote = "203.0.113.7:443" } },
        new TunnelEvidence { Outcome = StageOutcome.Skipped, Reason = "no proxy" },
    ];
}
