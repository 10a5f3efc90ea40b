using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ProbeFleet.Functions.Http;

namespace ProbeFleet.Functions.Dashboard;

/// <summary>The pages: empty shells. The browser reads all it shows from the API, so a page holds nothing from outside but the caller's key.</summary>
public static class DashboardFunctions
{
    /// <summary>
    /// <c>GET /</c>: the fleet. An empty route means the function's name to Azure's host, and "/" makes "//" in the worker's own router; an optional
    /// parameter of no characters is the root to both, and to the self-host.
    /// </summary>
    /// <param name="request">The request.</param>
    [Function("GetFleetPage")]
    public static IResult GetFleet([HttpTrigger(AuthorizationLevel.Function, "get", Route = "{ignored:maxlength(0)?}")] HttpRequest request) =>
        Page(DashboardPage.Fleet, request);

    /// <summary><c>GET /incidents</c>: open incidents, and closed ones as long as they are kept.</summary>
    /// <param name="request">The request.</param>
    [Function("GetIncidentsPage")]
    public static IResult GetIncidents([HttpTrigger(AuthorizationLevel.Function, "get", Route = "incidents")] HttpRequest request) =>
        Page(DashboardPage.Incidents, request);

    /// <summary><c>GET /incidents/{id}</c>: one incident.</summary>
    /// <param name="request">The request.</param>
    [Function("GetIncidentPage")]
    public static IResult GetIncident([HttpTrigger(AuthorizationLevel.Function, "get", Route = "incidents/{id}")] HttpRequest request) =>
        Page(DashboardPage.Incident, request);

    /// <summary><c>GET /routes</c>: every route.</summary>
    /// <param name="request">The request.</param>
    [Function("GetRoutesPage")]
    public static IResult GetRoutes([HttpTrigger(AuthorizationLevel.Function, "get", Route = "routes")] HttpRequest request) =>
        Page(DashboardPage.Routes, request);

    /// <summary><c>GET /routes/{name}</c>: one route's stages and history.</summary>
    /// <param name="request">The request.</param>
    [Function("GetRoutePage")]
    public static IResult GetRoute([HttpTrigger(AuthorizationLevel.Function, "get", Route = "routes/{name}")] HttpRequest request) =>
        Page(DashboardPage.Route, request);

    /// <summary><c>GET /vantages</c>: every vantage.</summary>
    /// <param name="request">The request.</param>
    [Function("GetVantagesPage")]
    public static IResult GetVantages([HttpTrigger(AuthorizationLevel.Function, "get", Route = "vantages")] HttpRequest request) =>
        Page(DashboardPage.Vantages, request);

    /// <summary><c>GET /vantages/{name}</c>: where a vantage runs, as what, and its routes.</summary>
    /// <param name="request">The request.</param>
    [Function("GetVantagePage")]
    public static IResult GetVantage([HttpTrigger(AuthorizationLevel.Function, "get", Route = "vantages/{name}")] HttpRequest request) =>
        Page(DashboardPage.Vantage, request);

    /// <summary><c>GET /probes/{id}</c>: all that one probe saw.</summary>
    /// <param name="request">The request.</param>
    [Function("GetProbePage")]
    public static IResult GetProbe([HttpTrigger(AuthorizationLevel.Function, "get", Route = "probes/{id}")] HttpRequest request) =>
        Page(DashboardPage.Probe, request);

    /// <summary><c>GET /configuration</c>: what the fleet probes, to be read.</summary>
    /// <param name="request">The request.</param>
    [Function("GetConfigurationPage")]
    public static IResult GetConfiguration([HttpTrigger(AuthorizationLevel.Function, "get", Route = "configuration")] HttpRequest request) =>
        Page(DashboardPage.Configuration, request);

    /// <summary><c>GET /causes</c>: what each cause means.</summary>
    /// <param name="request">The request.</param>
    [Function("GetCausesPage")]
    public static IResult GetCauses([HttpTrigger(AuthorizationLevel.Function, "get", Route = "causes")] HttpRequest request) =>
        Page(DashboardPage.Causes, request);

    /// <summary><c>GET /about</c>: version, documents, what this vantage says of itself.</summary>
    /// <param name="request">The request.</param>
    [Function("GetAboutPage")]
    public static IResult GetAbout([HttpTrigger(AuthorizationLevel.Function, "get", Route = "about")] HttpRequest request) =>
        Page(DashboardPage.About, request);

    /// <summary><c>GET /assets/{name}</c>: a script, style or picture of the pages.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The file's name.</param>
    [Function("GetAsset")]
    public static IResult GetAsset([HttpTrigger(AuthorizationLevel.Function, "get", Route = "assets/{name}")] HttpRequest request, string name) =>
        Asset(request, name);

    private static IResult Page(DashboardPage page, HttpRequest request) => DashboardFiles.Page(page, "", KeyOf(request));

    private static IResult Asset(HttpRequest request, string name) =>
        DashboardFiles.Asset(name, KeyOf(request)) ?? Answers.NotFound("The dashboard has no such file.");

    private static string? KeyOf(HttpRequest request) => request.Query["code"] is [{ Length: > 0 } key, ..] ? key : null;
}
