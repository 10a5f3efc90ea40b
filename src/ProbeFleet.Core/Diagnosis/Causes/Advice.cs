namespace ProbeFleet.Core.Diagnosis.Causes;

internal static class Advice
{
    /// <summary>The warning for a break without a response.</summary>
    public const string NothingArrived =
        "Do not touch keys, billing, models or prompts: the request is not known to have reached a server.";

    /// <summary>The warning if the host itself was reached, but nothing shows that the request was read.</summary>
    public const string NothingAnswered =
        "Do not touch keys, billing, models or prompts: no answer says that the request was read.";

    /// <summary>The warning if something in front of the API answered on the host itself.</summary>
    public const string NothingOfTheApi =
        "Do not touch keys, billing, models or prompts: the API itself did not answer.";

    /// <summary>The warning if an answer had begun, whoever made it.</summary>
    public const string AnswerBegan =
        "Do not touch keys, billing, models or prompts: an answer had begun, and its end is what is missing.";

    /// <summary>The warning if nothing proves that the API sent the status.</summary>
    public const string NotTheStatus =
        "Do not act on the status: a 401, 403 or 5xx that the API did not send says nothing about keys, permissions or the API.";

    public const string DoNotTrustAll =
        "Do not switch certificate validation off: the key would go to whoever answers.";

    public const string DoNotRotate =
        "Do not rotate the key: it is not what was refused.";

    public const string DoNotRetryHarder =
        "Do not retry faster or in parallel: failed calls count toward the limit too.";

    public const string GreenPage =
        "Do not take a green status page as proof: it says nothing about this route.";
}
