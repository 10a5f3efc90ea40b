using System.Text.Json;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Packets;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Core.Tests.Incidents;

public sealed class IncidentTitleTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ComponentKind.Proxy, "proxy:10.0.0.4:3128", Cause.ProxyDenied, "weu", "openai", "The proxy of weu refuses openai")]
    [InlineData(ComponentKind.Proxy, "proxy:10.0.0.4:3128", Cause.ProxyNoAnswer, "a b", "r",
        "The proxy 10.0.0.4:3128 does not answer for r from 2 vantages")]
    [InlineData(ComponentKind.Dns, "dns:vnet-a", Cause.DnsNxdomain, "weu", "a b c",
        "The DNS resolver of weu does not know the host of 3 routes")]
    [InlineData(ComponentKind.Dns, "dns:vnet-a", Cause.TlsExpired, "weu", "a", "The DNS resolver of weu breaks a")]
    [InlineData(ComponentKind.Egress, "egress:weu→openai", Cause.TcpTimeout, "weu", "a b", "The way out of weu to openai blocks a and b")]
    [InlineData(ComponentKind.Corridor, "corridor:eu→openai", Cause.TcpTimeout, "weu", "a",
        "The network between eu and openai blocks a from weu")]
    [InlineData(ComponentKind.Front, "front:llm.contoso.com", Cause.GatewayError, "weu neu", "a",
        "The server llm.contoso.com fails for a from 2 vantages")]
    [InlineData(ComponentKind.Credential, "credential:OPENAI_KEY", Cause.AuthInvalidKey, "weu", "a",
        "The credential OPENAI_KEY is refused by a from weu")]
    [InlineData(ComponentKind.Other, "other", Cause.TcpReset, "weu", "a", "Something that the fleet does not know of breaks a from weu")]
    [InlineData(ComponentKind.Other, "other:dns:a+dns:b", Cause.DnsTimeout, "weu neu", "a",
        "What dns:a and dns:b share breaks a from 2 vantages")]
    public void Title_OfAFault_SaysWhatDoesWhatToWhich(
        ComponentKind kind, string name, Cause cause, string vantages, string routes, string title) =>
        Assert.Equal(title, Incident(kind, name, cause, vantages, routes).Title);

    [Theory]
    [InlineData(ComponentKind.Other, "other:quota:a+b+quota:c, d", "What quota:a+b and quota:c, d share breaks r from weu")]
    [InlineData(ComponentKind.Quota, "quota:a+b → c, d", "The quota a+b → c, d is used up for r from weu")]
    [InlineData(ComponentKind.Corridor, "corridor:eu→a → b", "The network between eu and a → b blocks r from weu")]
    [InlineData(ComponentKind.PrivateEndpoint, "private-endpoint:a→b→h", "The private endpoint of a→b for h blocks r from weu")]
    [InlineData(ComponentKind.Egress, "egress:net a+b → c", "The way out of the network a+b → c blocks r from weu")]
    [InlineData(ComponentKind.Credential, "credential:a@b@weu", "The credential a@b on weu is refused by r")]
    public void Title_OfAStoredComponentWithAnOddName_SaysTheWholeOfIt(ComponentKind kind, string name, string title) =>
        Assert.Equal(title, Incident(kind, name, Cause.TcpTimeout, "weu", "r").Title);

    [Fact]
    public void Title_OfSlowPaths_NamesNoFailure()
    {
        var incident = Incident(ComponentKind.Egress, "egress:weu", Cause.Ok, "weu", "a");

        Assert.Equal("The way out of weu slows a",
            (incident with { Affected = [incident.Affected[0] with { Slow = Stage.Connect }] }).Title);
    }

    [Fact]
    public void Title_OfALessSureIncident_SaysProbably()
    {
        var incident = Incident(ComponentKind.Proxy, "proxy:p", Cause.ProxyDenied, "weu", "a");

        Assert.Equal("Probably: The proxy of weu refuses a", (incident with { Confidence = .74 }).Title);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Title_OfAnyKindAndCause_IsASentenceWithTheRoute(ComponentKind kind)
    {
        foreach (var cause in Enum.GetValues<Cause>())
        {
            Assert.Matches("^[A-Z].* (openai|openai from weu)$", Incident(kind, $"{kind}:thing", cause, "weu", "openai").Title);
        }
    }

    public static TheoryData<ComponentKind> Kinds { get; } = [.. Enum.GetValues<ComponentKind>()];

    [Fact]
    public void Title_IsWrittenAndReadPastWithoutHarm()
    {
        var json = JsonSerializer.Serialize(
            Incident(ComponentKind.Proxy, "proxy:p", Cause.ProxyDenied, "weu", "a"), ProbeFleetJson.Default.Incident);

        Assert.Contains("\"title\":\"The proxy of weu refuses a\"", json, StringComparison.Ordinal);
        Assert.Equal("The proxy of weu refuses a", JsonSerializer.Deserialize(json, ProbeFleetJson.Default.Incident)!.Title);
    }

    [Fact]
    public void OwnSuspects_BesideAnotherFault_LeaveItsSuspectsOut()
    {
        var incident = Incident(ComponentKind.Proxy, "proxy:p", Cause.ProxyDenied, "weu", "a");
        var probe = $"{incident.Affected[0].LatestProbeId}";
        incident = incident with
        {
            Localization = new()
            {
                Window = new(At, At.AddMinutes(15)),
                Verdict = new() { Owner = Owner.ConnectionPath, OwnerConfidence = .9, Confidence = .9, Summary = "" },
                Suspects = [Suspect("dns:elsewhere", .95, Guid.NewGuid().ToString()), Suspect("proxy:p", .8),
                    Suspect("egress:weu", .1, probe)],
                CredibleSet = [],
                Indistinguishable = [],
                Owners = [],
                NoFault = 0,
            },
        };

        Assert.Equal(["proxy:p", "egress:weu"], incident.OwnSuspects.Select(suspect => suspect.Component.Name));
    }

    private static Suspect Suspect(string name, double probability, params string[] probes) =>
        new() { Component = new(ComponentKind.Dns, name, Owner.ConnectionPath), Probability = probability, For = probes, Against = [] };

    private static Incident Incident(ComponentKind kind, string name, Cause cause, string vantages, string routes) => new()
    {
        Id = Guid.CreateVersion7(At),
        State = IncidentState.Open,
        OpenedAt = At,
        UpdatedAt = At,
        Owner = Owner.ConnectionPath,
        Component = name == "other" ? Component.Other : new(kind, name, Owner.ConnectionPath),
        Confidence = .9,
        Summary = "",
        Affected =
        [
            .. from vantage in vantages.Split(' ')
               from route in routes.Split(' ')
               select new AffectedRoute
               {
                   Vantage = new(vantage),
                   Route = new(route),
                   RouteFingerprint = "sha256:0",
                   Depth = ProbeDepth.Path,
                   Cause = cause,
                   FirstFailedAt = At,
                   LastFailedAt = At,
                   Failures = 3,
                   LatestProbeId = Guid.CreateVersion7(At),
               },
        ],
    };
}
