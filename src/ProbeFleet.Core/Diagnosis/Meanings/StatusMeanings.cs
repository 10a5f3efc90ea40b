namespace ProbeFleet.Core.Diagnosis.Meanings;

/// <summary>
/// Reads the status that an answer means, and maps statuses to meanings: alone when no words are known, or to choose
/// between equally clear words.
/// </summary>
internal static class StatusMeanings
{
    /// <summary>
    /// The status that an answer means: the one that its body states where the response's own says something else. A 200 may hold an
    /// error with a status as its code (OpenRouter, after generation began), or a generation that failed, and a failing server may quote
    /// the status that it was given itself (<see cref="QuotedStatus"/>).
    /// </summary>
    public static int StatedBy(ResponseEvidence response, AnswerFacts? answer) =>
        Stated(response, answer) is var stated && QuotedStatus.In(response.ErrorMessage, stated) is { } quoted ? quoted : stated;

    /// <summary>The status that the response or its body states as its own.</summary>
    public static int Stated(ResponseEvidence response, AnswerFacts? answer) => response switch
    {
        { Status: 200 } when int.TryParse(response.ErrorCode, out var stated) && stated is >= 400 and < 600 => stated,
        { Status: 200 } when answer is { FinishReason: not null, Shape: BodyShape.ErrorObject or BodyShape.Json } => 500,
        { Status: 200 } when answer is { Shape: BodyShape.EmptyCompletion } => 500,
        { Status: >= 500, ErrorMessage: "Unauthorized" } => 401,
        { Status: >= 500, ErrorMessage: "Forbidden" } => 403,
        { Status: >= 500, ErrorMessage: "Too Many Requests" } => 429,
        _ => response.Status,
    };

    public static Meaning For(int status) => status switch
    {
        400 or 415 or 422 => Meaning.ParameterRefused,
        401 => Meaning.KeyRefused,
        402 => Meaning.SpendUsedUp,
        403 => Meaning.PermissionMissing,
        404 or 405 or 501 => Meaning.PathUnknown,
        407 => Meaning.ProxyPage,
        413 => Meaning.TooLarge,
        421 => Meaning.HostWrong,
        429 => Meaning.Rate,
        431 => Meaning.HeadTooLarge,
        495 or 496 => Meaning.ClientCertificate,
        497 => Meaning.SchemeWrong,
        498 or 503 or 529 => Meaning.Overloaded,
        502 or 504 or (>= 520 and <= 527) or 530 => Meaning.UpstreamFailed,
        511 => Meaning.CaptivePortal,
        408 or 424 or >= 500 => Meaning.ServerFailed,
        _ => Meaning.Unknown,
    };

    /// <summary>Whether the meaning makes the call's key, model, parameters or address the cause.</summary>
    public static bool BlamesTheCall(Meaning meaning) =>
        meaning is not (Meaning.SpendUsedUp or Meaning.GatewayLimit or Meaning.TooLarge) && Usual(meaning) is [< 429, ..];

    /// <summary>The statuses that usually come with a meaning.</summary>
    public static ReadOnlySpan<int> Usual(Meaning meaning) => meaning switch
    {
        Meaning.KeyMissing or Meaning.KeyRefused or Meaning.KeyExpired or Meaning.TokenAudience => [401],
        Meaning.AccountState or Meaning.ScopeMissing or Meaning.PermissionMissing => [401, 403],
        Meaning.ModelForbidden or Meaning.KeysOff or Meaning.ResourceSuspended or Meaning.AddressRefused or Meaning.RegionRefused
            or Meaning.NetworkRule or Meaning.PrivateEndpointOnly or Meaning.Firewall => [403],
        Meaning.ModelUnknown or Meaning.DeploymentUnknown or Meaning.PathUnknown or Meaning.NoRoute => [404],
        Meaning.ModelRetired => [404, 410],
        Meaning.ParameterRefused or Meaning.ShapeRefused or Meaning.VersionRefused or Meaning.ModelOperation
            or Meaning.GatewayHeader => [400, 422],
        Meaning.Rate => [429],
        Meaning.SpendUsedUp or Meaning.GatewayLimit => [402, 403, 429],
        Meaning.TooLarge => [400, 413],
        Meaning.Overloaded or Meaning.ModelLoading => [503, 529],
        Meaning.ServerFailed or Meaning.GatewayUnready => [500],
        Meaning.UpstreamFailed or Meaning.UpstreamsOnHold or Meaning.UpstreamTooSlow => [502, 503, 504],
        _ => [],
    };
}
