namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for idle connections: a silent drop is a failure, a visible close is normal.</summary>
internal static class ReuseRules
{
    /// <summary>How long clients keep an idle connection by default.</summary>
    private static readonly (string Client, TimeSpan Keeps)[] Defaults =
    [
        ("Node's fetch", TimeSpan.FromSeconds(4)), ("Python's httpx", TimeSpan.FromSeconds(5)), (".NET", TimeSpan.FromSeconds(60)),
        ("Go", TimeSpan.FromSeconds(90)),
    ];

    public static Finding Dropped(DiagnosisContext context, ReuseEvidence reuse, IdleWait dropped)
    {
        var end = dropped.Sign is IdleSign.Reset ? "was answered with a reset"
            : $"got no answer in {Seconds(dropped.SecondRequest ?? TimeSpan.Zero)}";
        var finding = new Finding(
            Cause.TcpIdleDropped,
            reuse.Kept is null ? Confidence.Likely : Confidence.Proven,
            $"A connection to {context.Host} that was idle for {Seconds(dropped.Wait)} was dropped without a word: the next request on "
                + $"it {end}.");
        finding = reuse.Kept is { } kept
            ? finding.Note(
                $"After {Seconds(kept.Wait)} one still worked: the idle limit of the way is between {Seconds(kept.Wait)} and "
                    + $"{Seconds(dropped.Wait)}.")
            : finding.Note($"No shorter wait that was tried worked: the idle limit of the way is below {Seconds(dropped.Wait)}.")
                .Or(Cause.HttpHeaderTimeout,
                    "Send two requests on one connection without a pause: if the second fails too, it is not the pause.");
        var limit = reuse.Kept?.Wait ?? dropped.Wait;
        var less = reuse.Kept is null ? "less than " : "at most ";
        return finding
            .Note(WhoMeetsIt(reuse.Kept?.Wait ?? TimeSpan.Zero, dropped.Wait))
            .Advise(
                $"Keep idle connections in the pool for {less}{Seconds(limit)} (.NET PooledConnectionIdleTimeout, httpx keepalive_expiry, "
                    + "Node keepAliveTimeout, Go IdleConnTimeout).",
                $"Or have TCP keep-alive packets sent each {Seconds(KeepAlive(limit))}, so that the connection is never idle on the way.",
                "Leave the SDK's retries on and give it a header timeout that is short enough: the second try opens a new connection.",
                $"Ask whoever runs {(context.Proxy is { } proxy ? $"the proxy {proxy}" : "NAT, firewall and load balancer on the way")} "
                    + "for a longer idle limit, or for a reset when it drops a connection (Azure Load Balancer: TCP reset).");
    }

    /// <summary>Adds what the idle connections showed to a probe that passed.</summary>
    public static Finding Describe(Finding finding, ReuseEvidence reuse) => reuse switch
    {
        { Told: { Sign: IdleSign.CloseHeader } } =>
            finding.Note(
                "The server ends each connection with its answer (connection: close): every request pays for a new one, and none can be "
                    + "dropped while idle."),
        { Told: { } told } => finding.Note(
            $"The idle connection was {(told.Sign is IdleSign.Reset ? "reset" : "closed")} after {Seconds(told.EndedAfter ?? told.Wait)}, "
                + "and said so: usual for a server's keep-alive timeout, and a pool sees it. Keep idle connections for less than that "
                + $"({Seconds((told.EndedAfter ?? told.Wait) * 0.8)} or so), or a request may cross the close."),
        { Kept: { } kept } => finding.Note($"A connection that was idle for {Seconds(kept.Wait)} still worked."),
        _ => finding,
    };

    private static string WhoMeetsIt(TimeSpan kept, TimeSpan dropped)
    {
        var meeting = Defaults.Where(client => client.Keeps >= dropped).Select(Shown).ToArray();
        var perhaps = Defaults.Where(client => client.Keeps > kept && client.Keeps < dropped).Select(Shown).ToArray();
        const string take = "take such a connection from their pool";
        return (meeting, perhaps) switch
        {
            ([], []) => "With their defaults the usual clients close idle connections earlier; one whose pool keeps them longer meets it.",
            ([], _) => $"With their defaults these clients may {take}: {string.Join(", ", perhaps)}.",
            (_, []) => $"With their defaults these clients {take}: {string.Join(", ", meeting)}.",
            _ => $"With their defaults these clients {take}: {string.Join(", ", meeting)}, and perhaps {string.Join(", ", perhaps)}.",
        };
    }

    private static string Shown((string Client, TimeSpan Keeps) client) => $"{client.Client} ({Seconds(client.Keeps)})";

    /// <summary>The interval of keep-alive packets: half the limit, at most the usual 30 s.</summary>
    private static TimeSpan KeepAlive(TimeSpan limit) => limit.TotalSeconds switch
    {
        >= 60 => TimeSpan.FromSeconds(30),
        >= 2 => TimeSpan.FromSeconds(Math.Floor(limit.TotalSeconds / 2)),
        _ => limit / 2,
    };

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.#} s";
}
