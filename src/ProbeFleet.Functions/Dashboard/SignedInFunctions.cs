using ProbeFleet.Functions.Http;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Functions.Dashboard;

/// <summary>
/// The dashboard, below <c>/signed-in</c>, for people with a session and for those who signed in with the platform (App Service
/// authentication). Azure asks for a function key before any code runs, so these functions are anonymous to it and do the asking: they
/// answer to a session's cookie, and where the platform says that it authenticates and names who calls. It strips these headers from what
/// comes from outside. They answer what is marked <see cref="SignedInAttribute"/>; all else needs a key.
/// </summary>
public sealed class SignedInFunctions(IServiceProvider services, DashboardSessions sessions, ProbeSurroundings surroundings)
{
    /// <summary>The path below which these pages are.</summary>
    internal const string Root = "/signed-in";

    /// <summary>A page of another site cannot send this header without a CORS preflight, which nothing here answers.</summary>
    internal const string OwnHeader = "X-ProbeFleet-Dashboard";

    /// <summary><c>GET /signed-in/…</c>: pages, their files, and what they read.</summary>
    [Function("GetSignedIn")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "signed-in/{*path}")] HttpRequest request,
        CancellationToken cancellationToken) =>
        RoleOf(request) is null ? Task.FromResult(Refused(request)) : AnswerAsync("get", request, cancellationToken);

    /// <summary><c>POST /signed-in/…</c>: what the pages' buttons do.</summary>
    [Function("PostSignedIn")]
    public Task<IResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "signed-in/{*path}")] HttpRequest request,
        CancellationToken cancellationToken) =>
        RoleOf(request) switch
        {
            null => Task.FromResult(Refused(request)),
            < CallerRole.Probe => Task.FromResult(Answers.Problem(
                StatusCodes.Status403Forbidden, "This session is for looking only.",
                $"Open the dashboard with a key that may probe, or have the app role {SignedInPrincipal.ProbeRole} assigned: see "
                    + "docs/dashboard.md.")),
            _ when request.Headers[OwnHeader] != "1" => Task.FromResult(Answers.Problem(
                StatusCodes.Status403Forbidden, "The dashboard itself did not ask for this.",
                $"Calls of the signed-in pages carry the header {OwnHeader}.")),
            _ => AnswerAsync("post", request, cancellationToken),
        };

    private Task<IResult> AnswerAsync(string method, HttpRequest request, CancellationToken cancellationToken)
    {
        var path = PartsOf(request);
        return SignedInRoute.All.FirstOrDefault(route => route.Takes(method, path)) is { } route
            ? route.AnswerAsync(services, request, path, cancellationToken)
            : Task.FromResult((method, path) switch
            {
                ("get", ["assets", var name]) => DashboardFiles.Asset(name) ?? Unknown(),
                ("get", _) when IsForReading(request) => DashboardFiles.Lost(),
                _ => Unknown(),
            });
    }

    /// <summary>Returns the caller's role; null when nobody is signed in.</summary>
    private CallerRole? RoleOf(HttpRequest request) =>
        string.Equals(surroundings.Environment("WEBSITE_AUTH_ENABLED"), "True", StringComparison.OrdinalIgnoreCase)
        && request.Headers["X-MS-CLIENT-PRINCIPAL-ID"] is [{ Length: > 0 }]
        && request.Headers["X-MS-CLIENT-PRINCIPAL"] is [{ Length: > 0 } principal]
        && SignedInPrincipal.RoleOf(principal) is { } role
            ? role
            : sessions.RoleOf(request);

    private static string[] PartsOf(HttpRequest request) =>
        request.Path.Value![Root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A browser that follows a link from another site does not send the session's cookie; from this page it does.</summary>
    private static IResult Refused(HttpRequest request) => IsForReading(request)
        ? DashboardFiles.Refusal(
            $"{Root}/{string.Join('/', PartsOf(request).Select(Uri.EscapeDataString))}{request.QueryString.ToUriComponent()}")
        : Answers.Problem(
            StatusCodes.Status401Unauthorized,
            "Nobody is signed in.",
            "Sign in with the platform, or open / with a function key as ?code=KEY: see docs/dashboard.md.");

    private static bool IsForReading(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static IResult Unknown() => Answers.NotFound("The signed-in pages have nothing there.");
}
