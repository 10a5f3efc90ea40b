namespace ProbeFleet.Core.Diagnosis;

/// <summary>How a browser would judge the answer to a preflight.</summary>
/// <param name="Allowed">Whether a browser would send the request.</param>
/// <param name="Sentences">What happened, what it means and what to do.</param>
public sealed record BrowserVerdict(bool Allowed, IReadOnlyList<string> Sentences);

/// <summary>Judges a preflight's answer as the Fetch standard does (https://fetch.spec.whatwg.org, "CORS-preflight fetch").</summary>
public static class BrowserJudgement
{
    private const string Wildcard = "*";
    private const string Authorization = "authorization";

    /// <summary>
    /// Judges a request without cookies, as the SDK sends it, so that <c>*</c> counts as a wildcard for every header but
    /// <c>authorization</c>. POST is safelisted and allowed whatever methods the answer lists.
    /// </summary>
    public static BrowserVerdict Judge(PreflightEvidence preflight)
    {
        string[] refusals = [.. Refusals(preflight)];
        string[] said = refusals is []
            ? [$"A browser would let {preflight.Origin} make this call."]
            : [.. refusals, "The page would see no status and no body, only a network error: the request itself is never sent."];
        return new(Allowed: refusals is [], [.. said, .. Advice(preflight)]);
    }

    private static IEnumerable<string> Refusals(PreflightEvidence preflight)
    {
        if (preflight.Failure is { } failure)
        {
            yield return $"The preflight got no answer ({failure.Detail}).";
            yield break;
        }

        if (preflight.Status is not (>= 200 and <= 299))
        {
            yield return $"A browser would refuse: the preflight was answered {preflight.Status}, and only 2xx counts.";
        }

        if (preflight.AllowOrigin is null)
        {
            yield return "A browser would refuse: the answer has no Access-Control-Allow-Origin.";
        }
        else if (preflight.AllowOrigin is not Wildcard && !preflight.AllowOrigin.Equals(preflight.Origin, StringComparison.Ordinal))
        {
            yield return $"A browser would refuse: Access-Control-Allow-Origin is '{preflight.AllowOrigin}', not "
                + $"'{preflight.Origin}' or '*'.";
        }

        string[] missing = [.. preflight.RequestedHeaders.Where(header => !Allows(preflight, header))];
        if (missing is not [])
        {
            yield return $"A browser would refuse: Access-Control-Allow-Headers lacks {string.Join(", ", missing)}"
                + (missing.Contains(Authorization, StringComparer.OrdinalIgnoreCase) && preflight.AllowHeaders.Contains(Wildcard)
                    ? " ('*' does not cover authorization)."
                    : ".");
        }
    }

    private static IEnumerable<string> Advice(PreflightEvidence preflight)
    {
        var carrier = preflight.RequestedHeaders.FirstOrDefault(header =>
            header.Equals(Authorization, StringComparison.OrdinalIgnoreCase)
                || header.Equals("api-key", StringComparison.OrdinalIgnoreCase));
        if (carrier is not null)
        {
            yield return $"A key in a browser is a leaked key: whoever opens the page can read '{carrier}'. If it was ever shipped, "
                + "revoke it.";
        }

        yield return "Move the call to the server side before diagnosing anything else.";
    }

    private static bool Allows(PreflightEvidence preflight, string header) =>
        preflight.AllowHeaders.Contains(header, StringComparer.OrdinalIgnoreCase)
        || (preflight.AllowHeaders.Contains(Wildcard) && !header.Equals(Authorization, StringComparison.OrdinalIgnoreCase));
}
