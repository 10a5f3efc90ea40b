namespace ProbeFleet.Functions.Http;

/// <summary>Serves the catalog of causes.</summary>
public static class CauseFunctions
{
    /// <summary>
    /// <c>GET /api/causes</c>: every cause that a diagnosis can name, with its owner, its meaning, what to do and what not to do.
    /// </summary>
    [Function("GetCauses"), SignedIn]
    public static IResult Get([HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/causes")] HttpRequest request) =>
        Answers.Json(CausesBody.All, ContractJson.Default.CausesBody);
}
