using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ProbeFleet.Core.Diagnosis.Causes;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Functions.Http;

/// <summary>What the words of a diagnosis mean.</summary>
public static class CauseFunctions
{
    private static readonly CausesBody All = new([.. Enum.GetValues<Cause>().Order().Select(cause => CauseBody.Of(cause, CauseCatalog.Find(cause)))]);

    /// <summary><c>GET /api/causes</c>: every cause that a diagnosis can name, with its owner, its meaning, what to do and what not to do.</summary>
    /// <param name="request">The request.</param>
    [Function("GetCauses")]
    public static IResult Get([HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/causes")] HttpRequest request) =>
        Answers.Json(All, ApiJson.Default.CausesBody);
}

/// <summary>The catalog of causes.</summary>
internal sealed record CausesBody(IReadOnlyList<CauseBody> Causes);

/// <summary>One cause.</summary>
internal sealed record CauseBody(
    Cause Cause, Owner Owner, IReadOnlyList<OwnerCase> OtherOwners, string Explanation, IReadOnlyList<string> DoNext, IReadOnlyList<string> DoNot)
{
    public static CauseBody Of(Cause cause, CauseEntry entry) => new(cause, entry.Owner, entry.OtherOwners, entry.Explanation, entry.DoNext, entry.DoNot);
}
