using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Topology;
using ProbeFleet.Storage;

namespace ProbeFleet.Dashboard.Tests.Seeding;

/// <summary>Markup in every text that comes from outside: providers, proxies, resolvers, certificates, settings, people.</summary>
internal static class Planted
{
    public const string Route = "planted";

    private static readonly Vantage Vantage = SeedResults.Vantage("hostile", Text("region"), Text("network")) with
    {
        Runtime = new()
        {
            Host = Text("host"),
            Instance = Text("instance"),
            Os = Text("os"),
            Dotnet = "10.0.12",
            Sdk = Text("sdk"),
            App = Text("app")
        },
    };

    public static readonly string[] OnFleet = ["component", "issuer"];

    public static readonly string[] OnIncidents = ["component"];

    public static readonly string[] OnVantages = ["region", "network", "proxy", "egress", "app"];

    public static readonly string[] OnRoute = ["model", "base-url", "message", "header", "issuer"];

    public static readonly string[] OnIncident =
    [
        "summary", "component", "timeline", "status-note", "status-url", "indicator",
        "why", "settled", "verification-reason", "proof", "suspect", "diagnosis", "next", "not",
    ];

    public static readonly string[] OnProbe =
    [
        "message", "type", "code", "header", "model", "cname", "address", "issuer", "subject", "diagnosis",
        "next", "not", "status-note", "affected", "error-message", "error-code",
        "request-id", "was", "now", "base-url", "failure", "reason",
    ];

    public static readonly string[] OnVantage = ["region", "network", "host", "instance", "os", "sdk", "app", "proxy", "egress", "issuer"];

    public static string Text(string kind) =>
        $"<img src=x onerror=\"globalThis.planted=1\"><x-planted data-planted=\"1\">{kind}</x-planted>";

    public static async Task<(Guid Incident, Guid Probe)> SeedAsync(
        FleetStorage storage, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var result = Result(now.AddSeconds(-5));
        Vantage[] others = [SeedResults.Vantage("honest-1", "westeurope", "n"), SeedResults.Vantage("honest-2", "westeurope", "n")];
        ProbeResult[] results =
        [
            result,
            .. others.Select(vantage => SeedResults.Of("healthy-completion", vantage, SeedResults.Route(Route), now.AddSeconds(-4))),
        ];
        await storage.SaveResultsAsync(results, cancellationToken);
        await storage.RecordSnapshotsAsync(results, cancellationToken);
        foreach (var vantage in others.Prepend(Vantage))
        {
            var heartbeat = LivingIncident.Heartbeat(vantage, now);
            await storage.SaveHeartbeatAsync(
                vantage == Vantage
                    ? heartbeat with { Proxy = Text("proxy"), Egress = Text("egress"), Resolvers = [Text("resolver")] }
                    : heartbeat,
                cancellationToken);
        }

        var incident = Incident(result, now.AddMinutes(-3));
        await storage.Incidents.WriteAsync(new(incident, []), cancellationToken);
        return (incident.Id, result.Id);
    }

    /// <summary>Opens an incident of a route that works: verifying it closes it.</summary>
    public static async Task<Guid> OpenAsync(FleetStorage storage, ProbeResult result, CancellationToken cancellationToken)
    {
        var opened = result.StartedAt.AddMinutes(-1);
        var incident = Incident(result, opened) with
        {
            Verifications = [],
            Affected =
            [
                new()
                {
                    Vantage = result.Vantage.Name, Route = result.Route.Name,
                    RouteFingerprint = result.Fingerprint.Route, Depth = result.Depth, Cause = Cause.DnsNxdomain,
                    FirstFailedAt = opened, LastFailedAt = opened, Failures = 3, LatestProbeId = result.Id,
                },
            ],
        };
        await storage.Incidents.WriteAsync(new(incident, []), cancellationToken);
        return incident.Id;
    }

    private static ProbeResult Result(DateTimeOffset at)
    {
        var sample = SeedResults.Of(
            "tls-untrusted-root", Vantage, SeedResults.Route(Route, baseUrl: Text("base-url"), model: Text("model")), at);
        return sample with
        {
            Exception = [new() { Type = Text("type"), Message = Text("message"), Code = Text("code") }],
            Stages =
            [
                new ResolveEvidence { Outcome = StageOutcome.Passed, Facts = new()
                    {
                        Host = "x",
                        Addresses = [Text("address")],
                        Cnames = [Text("cname")],
                    } },
                new SecureEvidence
                {
                    Outcome = StageOutcome.Failed,
                    Reason = Text("reason"),
                    Facts = new() { Issuer = Text("issuer"), Subject = Text("subject") },
                    Failure = new(FailureKind.Certificate, Text("failure")),
                },
            ],
            Response = new()
            {
                Status = 500,
                RequestId = Text("request-id"),
                ErrorCode = Text("error-code"),
                ErrorMessage = Text("error-message"),
                Headers = new Dictionary<string, string> { ["server"] = Text("header") },
            },
            Diagnosis = sample.Diagnosis with { Summary = Text("diagnosis"), DoNext = [Text("next")], DoNot = [Text("not")] },
            Baseline = new() { ProbeId = sample.Id, At = at, Changed = [new("tls.issuer", Text("was"), Text("now"))] },
            StatusPage = new()
            {
                Url = Text("status-url"),
                CheckedAt = at,
                Indicator = "none",
                Affected = [Text("affected")],
                Note = Text("status-note")
            },
        };
    }

    private static Incident Incident(ProbeResult result, DateTimeOffset opened)
    {
        var component = new Component(ComponentKind.Other, Text("component"), Owner.ConnectionPath);
        return new()
        {
            Id = Guid.CreateVersion7(opened),
            State = IncidentState.Open,
            OpenedAt = opened,
            UpdatedAt = opened,
            Owner = Owner.ConnectionPath,
            Component = component,
            Confidence = 0.9,
            Summary = Text("summary"),
            Localization = new()
            {
                Window = new(opened, opened.AddMinutes(2)),
                Verdict = new()
                {
                    Owner = Owner.ConnectionPath,
                    OwnerConfidence = 0.9,
                    Component = component,
                    Confidence = 0.9,
                    Summary = Text("summary")
                },
                Suspects =
                [
                    new()
                    {
                        Component = new(component.Kind, Text("suspect"), component.Owner),
                        Probability = 0.9,
                        For = [result.Id.ToString()],
                        Against = [Text("against")],
                    },
                ],
                CredibleSet = [Text("suspect")],
                Indistinguishable = [[Text("suspect"), Text("component")]],
                NextProbe = new() { Vantage = "hostile", Route = Route, Variant = "full", Bits = 0.5, Why = Text("why") },
                Owners = [new(Owner.ConnectionPath, 0.9)],
                NoFault = 0.1,
            },
            Affected =
            [
                new()
                {
                    Vantage = new("hostile"), Route = new(Route),
                    RouteFingerprint = result.Fingerprint.Route, Depth = ProbeDepth.Path, Cause = Cause.TlsUntrustedRoot,
                    FirstFailedAt = opened, LastFailedAt = opened, Failures = 3, LatestProbeId = result.Id,
                },
            ],
            Timeline = [new(opened, TimelineKind.Opened, Text("timeline"))],
            StatusPages = [new(Text("status-url"), opened, Text("indicator"), Text("status-note"), new("hostile"))],
            Questions =
            [
                new()
                {
                    Id = Guid.CreateVersion7(opened), AskedAt = opened, Deadline = opened.AddMinutes(2), Vantage = new("hostile"),
                        Route = new(Route),
                    Variant = ProbeVariant.Keyless, Depth = ProbeDepth.Completion, Bits = 0.5, Why = Text("why"),
                    Suspected = Text("suspected"),
                    State = QuestionState.Answered, Passed = false, Settled = Text("settled"),
                },
            ],
            Verifications =
            [
                new()
                {
                    Id = Guid.CreateVersion7(opened), RequestedAt = opened, Deadline = opened.AddMinutes(2),
                    FinishedAt = opened, Outcome = VerificationOutcome.Refused,
                    Reason = Text("verification-reason"),
                    Proofs = [new(new("hostile"), new(Route), ProofVerdict.StillFailing, Text("proof"))],
                },
            ],
        };
    }
}
