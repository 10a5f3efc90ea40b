namespace ProbeFleet.Core.Diagnosis.Baselines;

/// <summary>Describes a slow stage.</summary>
public static class SlowWords
{
    /// <summary>The warning that applies to every slow stage.</summary>
    public static string DoNot =>
        "Do not raise timeouts or retries as the fix: they hide the delay, and retries add load to what is slow already.";

    /// <summary>A clause such as <c>connect took 380 ms where 95 ms is usual at this hour</c>.</summary>
    public static string Describe(SlowStage slow)
    {
        var what = slow.IsGap is true ? $"the longest gap of {WireWord.Of(slow.Stage)}" : WireWord.Of(slow.Stage);
        return $"{what} took {slow.Took.TotalMilliseconds:0} ms where {slow.Usual.TotalMilliseconds:0} ms is usual at this hour";
    }

    /// <summary>A short sentence that says the stage was slow.</summary>
    public static string Note(Stage stage) => $"Its {WireWord.Of(stage)} was slow.";

    /// <summary>The next step for a slow stage.</summary>
    public static string DoNext(Stage stage) => stage switch
    {
        Stage.Credential => "Ask the token service's owner how long a token takes from this runtime, and whether it is fetched more often "
            + "than before.",
        Stage.Resolve => "Ask the resolver's owner why it answers late: ask it the same name from this network, twice, to see it with and "
            + "without its cache.",
        Stage.Connect or Stage.Secure =>
            "Compare the same route from another vantage and another provider from this one, "
            + "then have the network's owner trace the path: a longer way, a full link, an inspecting firewall.",
        Stage.Tunnel => "Ask the proxy's owner for its load, its resolver and its own way to this host: the tunnel is what the "
            + "proxy connects.",
        Stage.Configure or Stage.Send or Stage.Respond or Stage.FirstEvent or Stage.Answer =>
            "Compare the same request from other vantages: slow everywhere is the provider's, slow from here only is the path's. "
            + "Hand the provider the request ids of slow answers.",
    };
}
