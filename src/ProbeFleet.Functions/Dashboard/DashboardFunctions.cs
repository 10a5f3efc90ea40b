using ProbeFleet.Functions.Http;

namespace ProbeFleet.Functions.Dashboard;

/// <summary>
/// Where a person comes in with a key: each page's address takes it once, as <c>?code=</c>, begins a session for it and sends the browser
/// on to the same page below <c>/signed-in</c>, where no address and no file has a key.
/// </summary>
public sealed class DashboardFunctions(DashboardSessions sessions)
{
    /// <summary>
    /// <c>GET /</c>: the fleet. An empty route means the function's name to Azure's host, and "/" makes "//" in the worker's own router; an
    /// optional parameter of no characters is the root to both, and to the self-host.
    /// </summary>
    [Function("GetFleetPage"), Opens(DashboardPage.Fleet)]
    public IResult GetFleet(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "{ignored:maxlength(0)?}")] HttpRequest request) => Open(request);

    /// <summary><c>GET /incidents</c>: open incidents, and closed ones as long as they are kept.</summary>
    [Function("GetIncidentsPage"), Opens(DashboardPage.Incidents)]
    public IResult GetIncidents(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "incidents")] HttpRequest request) => Open(request);

    /// <summary><c>GET /incidents/{id}</c>: one incident.</summary>
    [Function("GetIncidentPage"), Opens(DashboardPage.Incident)]
    public IResult GetIncident(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "incidents/{id}")] HttpRequest request) => Open(request);

    /// <summary><c>GET /routes</c>: every route.</summary>
    [Function("GetRoutesPage"), Opens(DashboardPage.Routes)]
    public IResult GetRoutes([HttpTrigger(AuthorizationLevel.Function, "get", Route = "routes")] HttpRequest request) => Open(request);

    /// <summary><c>GET /routes/{name}</c>: one route's stages and history.</summary>
    [Function("GetRoutePage"), Opens(DashboardPage.Route)]
    public IResult GetRoute(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "routes/{name}")] HttpRequest request) => Open(request);

    /// <summary><c>GET /vantages</c>: every vantage.</summary>
    [Function("GetVantagesPage"), Opens(DashboardPage.Vantages)]
    public IResult GetVantages([HttpTrigger(AuthorizationLevel.Function, "get", Route = "vantages")] HttpRequest request) => Open(request);

    /// <summary><c>GET /vantages/{name}</c>: where a vantage runs, as what, and its routes.</summary>
    [Function("GetVantagePage"), Opens(DashboardPage.Vantage)]
    public IResult GetVantage(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "vantages/{name}")] HttpRequest request) => Open(request);

    /// <summary><c>GET /probes/{id}</c>: all that one probe saw.</summary>
    [Function("GetProbePage"), Opens(DashboardPage.Probe)]
    public IResult GetProbe([HttpTrigger(AuthorizationLevel.Function, "get", Route = "probes/{id}")] HttpRequest request) => Open(request);

    /// <summary><c>GET /configuration</c>: what the fleet probes, to be read.</summary>
    [Function("GetConfigurationPage"), Opens(DashboardPage.Configuration)]
    public IResult GetConfiguration(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "configuration")] HttpRequest request) => Open(request);

    /// <summary><c>GET /causes</c>: what each cause means.</summary>
    [Function("GetCausesPage"), Opens(DashboardPage.Causes)]
    public IResult GetCauses([HttpTrigger(AuthorizationLevel.Function, "get", Route = "causes")] HttpRequest request) => Open(request);

    /// <summary><c>GET /about</c>: version, documents, what this vantage says of itself.</summary>
    [Function("GetAboutPage"), Opens(DashboardPage.About)]
    public IResult GetAbout([HttpTrigger(AuthorizationLevel.Function, "get", Route = "about")] HttpRequest request) => Open(request);

    /// <summary>
    /// <c>GET /read-only</c>: the fleet, for looking only. Azure does not tell an app which key a call had; a key of this function alone
    /// opens no other page, so whoever has it cannot spend tokens.
    /// </summary>
    [Function("GetReadOnlyPage")]
    public IResult GetReadOnly([HttpTrigger(AuthorizationLevel.Function, "get", Route = "read-only")] HttpRequest request)
    {
        sessions.Begin(request.HttpContext, CallerRole.Read);
        return DashboardFiles.Forward($"{SignedInFunctions.Root}/");
    }

    private IResult Open(HttpRequest request)
    {
        sessions.Begin(request.HttpContext, request.HttpContext.Features.Get<Caller>()?.Role ?? CallerRole.Probe);

        // Whoever checks the key finds it under this name in any case, as ASP.NET reads queries.
        var query = QueryString.Create(request.Query.Where(part => !part.Key.Equals("code", StringComparison.OrdinalIgnoreCase)));
        return DashboardFiles.Forward($"{SignedInFunctions.Root}{request.Path.ToUriComponent()}{query.ToUriComponent()}");
    }
}
