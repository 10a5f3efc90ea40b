namespace ProbeFleet.Tests.Shared;

/// <summary>Two whole results with all that a packet tells: one broke on the way, one was refused by the API.</summary>
internal static partial class Sample
{
    public static ProbeResult UntrustedRoot { get; } = new()
    {
        Id = Guid.Parse("0199a5b0-7c00-7000-8000-000000000001"),
        StartedAt = Start,
        Duration = Ms(212.407),
        Vantage = Vantage,
        Route = Route,
        Depth = ProbeDepth.Completion,
        Outcome = ProbeOutcome.Failed,
        Break = Stage.Secure,
        Stages =
        [
            new ConfigureEvidence
            {
                Outcome = StageOutcome.Passed,
                At = TimeSpan.Zero,
                Duration = Ms(0.4),
                Facts = new()
                {
                    Request = "POST https://api.openai.com/v1/chat/completions",
                    Proxy = new() { Url = "http://proxy.corp:3128/", Source = "https_proxy" },
                },
            },
            new CredentialEvidence
            {
                Outcome = StageOutcome.Passed, At = Ms(0.5), Duration = Ms(0.1),
                Facts = new() { Source = "env:OPENAI_API_KEY", Scheme = "bearer-key", Identity = "0123456789ab" },
            },
            new ResolveEvidence
            {
                Outcome = StageOutcome.Passed, At = Ms(1.2), Duration = Ms(9.8),
                Facts = new() { Host = "proxy.corp", IsProxy = true, Addresses = ["10.1.2.3"], Resolvers = ["10.0.0.53"] },
            },
            new ConnectEvidence
            {
                Outcome = StageOutcome.Passed, At = Ms(11), Duration = Ms(3.25),
                Facts = new() { Remote = "10.1.2.3:3128", Local = "10.9.0.7:40112" },
            },
            new TunnelEvidence
            {
                Outcome = StageOutcome.Passed, At = Ms(14.3), Duration = Ms(20),
                Facts = new() { Proxy = "http://proxy.corp:3128/", Status = 200 },
            },
            new SecureEvidence
            {
                Outcome = StageOutcome.Failed,
                At = Ms(34.5),
                Duration = Ms(41.125),
                Facts = new() { Subject = "CN=api.openai.com", Issuer = "CN=Contoso TLS Inspection CA, O=Contoso",
                    ChainStatus = ["UntrustedRoot"] },
                Failure = new(FailureKind.Certificate, "UntrustedRoot"),
            },
            .. NotReached(),
        ],
        Exception =
        [
            new()
            {
                Type = "System.ClientModel.ClientResultException",
                Message = "The SSL connection could not be established, see inner exception.",
                Code = "0",
            },
            new()
            {
                Type = "System.Security.Authentication.AuthenticationException",
                Message = "The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot",
            },
        ],
        DrillDown = new()
        {
            Dns =
            [
                new()
                {
                    Name = "api.openai.com", Type = "A", Server = "10.0.0.53", Rcode = "NOERROR",
                    Addresses = ["172.66.0.243"], Cnames = ["api.openai.com.cdn.cloudflare.net"], TtlSeconds = 60, Duration = Ms(2),
                },
                new()
                {
                    Name = "api.openai.com", Type = "A", Server = "10.0.0.54", Duration = Ms(2000),
                    Failure = new(FailureKind.TimedOut, "no answer in 2 s"),
                },
            ],
            WithoutSdk = new()
            {
                Variant = ProbeVariant.WithoutSdk,
                ReachedApi = false,
                Break = Stage.Secure,
                Failure = new(FailureKind.Certificate, "UntrustedRoot"),
                Duration = Ms(40),
            },
            Variants =
            [
                new()
                {
                    Variant = ProbeVariant.NoProxy, ReachedApi = true, Status = 401, Responder = Responder.OpenAI,
                    Issuer = "CN=WE1, O=Google Trust Services", Duration = Ms(90),
                },
            ],
        },
        Diagnosis = new()
        {
            Cause = Cause.TlsUntrustedRoot,
            Owner = Owner.ConnectionPath,
            Confidence = 0.98,
            Summary = "The certificate for api.openai.com was issued by 'Contoso TLS Inspection CA', which this runtime does not trust.",
            DoNext = ["Install the inspection proxy's root certificate in the runtime's trust store, or exempt api.openai.com from "
                + "inspection."],
            DoNot = ["Do not rotate the API key: the request never reached the API."],
        },
        Baseline = new()
        {
            ProbeId = Guid.Parse("0199a500-0000-7000-8000-000000000009"),
            At = new DateTimeOffset(2026, 11, 21, 2, 59, 15, TimeSpan.Zero),
            Changed = [new("tls.issuer", "CN=WE1, O=Google Trust Services", "CN=Contoso TLS Inspection CA, O=Contoso")],
        },
        StatusPage = new()
        {
            Url = "https://status.openai.com",
            CheckedAt = new DateTimeOffset(2026, 11, 21, 3, 14, 16, TimeSpan.Zero),
            Indicator = "none",
            Note = "A green page does not clear this route.",
        },
        Fingerprint = new("sha256:aaaa", "sha256:bbbb"),
    };

    public static ProbeResult RateLimited { get; } = UntrustedRoot with
    {
        Id = Guid.Parse("0199a5b0-7c00-7000-8000-000000000002"),
        Break = Stage.Answer,
        Stages =
        [
            new ConfigureEvidence
            {
                Outcome = StageOutcome.Passed, Duration = Ms(0.4),
                Facts = new() { Request = "POST https://api.openai.com/v1/chat/completions", Proxy = new() { Source = "none" } },
            },
            new CredentialEvidence
            {
                Outcome = StageOutcome.Passed, Duration = Ms(0.1),
                Facts = new() { Source = "env:OPENAI_API_KEY", Scheme = "bearer-key" },
            },
            new ResolveEvidence
            {
                Outcome = StageOutcome.Passed, Duration = Ms(4),
                Facts = new() { Host = "api.openai.com", Addresses = ["172.66.0.243", "162.159.140.245"] },
            },
            new ConnectEvidence { Outcome = StageOutcome.Passed, Duration = Ms(11), Facts = new() { Remote = "172.66.0.243:443" } },
            new TunnelEvidence { Outcome = StageOutcome.Skipped, Reason = "no proxy" },
            new SecureEvidence
            {
                Outcome = StageOutcome.Passed, Duration = Ms(25),
                Facts = new() { Protocol = "TLS 1.3", Subject = "CN=api.openai.com", Issuer = "CN=WE1, O=Google Trust Services" },
            },
            new SendEvidence { Outcome = StageOutcome.Passed, Duration = Ms(0.2), Facts = new() { Bytes = 92 } },
            new RespondEvidence { Outcome = StageOutcome.Passed, Duration = Ms(120), Facts = new() { HttpVersion = "1.1" } },
            new AnswerEvidence
            {
                Outcome = StageOutcome.Failed, Duration = Ms(0.3),
                Facts = new() { Shape = BodyShape.ErrorObject, Bytes = 337, ContentType = "application/json" },
                Failure = new(FailureKind.HttpStatus, "429"),
            },
        ],
        Exception = [new() { Type = "System.ClientModel.ClientResultException", Message = "HTTP 429 (tokens: rate_limit_exceeded)",
            Code = "429" }],
        Response = new()
        {
            Status = 429,
            Responder = Responder.OpenAI,
            RequestId = "req_0123456789abcdef0123456789abcdef",
            ErrorCode = "rate_limit_exceeded",
            ErrorType = "tokens",
            ErrorMessage = "Rate limit reached for gpt-4.1-nano in organization [redacted] on tokens per min (TPM): Limit 40000, Used "
                + "39800, Requested 400.",
            Headers = new Dictionary<string, string>
            {
                ["x-request-id"] = "req_0123456789abcdef0123456789abcdef",
                ["cf-ray"] = "8f1b2c3d4e5f6a7b-ARN",
                ["server"] = "cloudflare",
            },
            RetryAfter = TimeSpan.FromSeconds(1),
        },
        DrillDown = null,
        Diagnosis = new()
        {
            Cause = Cause.QuotaRate,
            Owner = Owner.Quota,
            Confidence = 0.97,
            Summary = "OpenAI refused the request with 429: the tokens-per-minute limit of the organization is used up.",
            DoNext = ["Lower the request rate, or ask for a higher limit."],
            DoNot = ["Do not look at the network: the request reached the API."],
        },
        Baseline = null,
        StatusPage = null,
    };

    /// <summary>A result with the same text in every place that a stranger can write to.</summary>
    public static ProbeResult Planted(string text) => UntrustedRoot with
    {
        Vantage = Vantage with { Region = text, Network = text },
        Route = Route with { BaseUrl = $"https://api.openai.com/{text}", Model = text },
        Exception = [new() { Type = "System.Exception", Message = text, Code = text }],
        Stages =
        [
            new SecureEvidence
            {
                Outcome = StageOutcome.Failed,
                Facts = new() { Subject = text, Issuer = text },
                Failure = new(FailureKind.Certificate, text),
            },
        ],
        Response = RateLimited.Response! with
        {
            RequestId = text,
            ErrorCode = text,
            ErrorMessage = text,
            Headers = new Dictionary<string, string> { ["x-request-id"] = text },
        },
        Diagnosis = UntrustedRoot.Diagnosis with { Summary = text, DoNext = [text], DoNot = [text] },
        Baseline = UntrustedRoot.Baseline! with { Changed = [new("tls.issuer", text, text)] },
        StatusPage = UntrustedRoot.StatusPage! with { Url = text, Indicator = text, Note = text, Affected = [text] },
        DrillDown = new()
        {
            Variants = [new()
            {
                Variant = ProbeVariant.Keyless,
                ReachedApi = false,
                Issuer = text,
                Failure = new(FailureKind.Reset, text),
            }]
        },
    };
}
