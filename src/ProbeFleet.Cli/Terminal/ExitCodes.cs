using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Fleet.Contracts;

namespace ProbeFleet.Cli.Terminal;

/// <summary>The exit codes of <c>probefleet</c>. Codes may be added but are never renamed.</summary>
internal static class ExitCodes
{
    public const int Healthy = 0;

    /// <summary>A bug in probefleet itself, which says nothing about any route.</summary>
    public const int Bug = 1;

    /// <summary>A usage or configuration error; nothing was probed.</summary>
    public const int Usage = 2;

    public const int ConnectionPath = 10;
    public const int Authentication = 11;
    public const int Quota = 12;
    public const int ApiServer = 13;
    public const int RouteProvider = 14;
    public const int Configuration = 15;
    public const int Unknown = 19;

    /// <summary>Cancelled by Ctrl+C, with the code that shells use: 128 + SIGINT.</summary>
    public const int Cancelled = 130;

    /// <summary>The meanings that help shows.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Meanings { get; } =
    [
        (Healthy, "healthy, or done"),
        (Bug, "a bug in probefleet itself: says nothing about any route"),
        (Usage, "wrong usage or configuration: nothing was probed"),
        (ConnectionPath, "fault of the connection path: DNS, TCP, proxy, TLS"),
        (Authentication, "fault of the credential or its permissions"),
        (Quota, "quota, rate or billing"),
        (ApiServer, "fault of the API server"),
        (RouteProvider, "fault of the route's provider: the gateway or resource in front"),
        (Configuration, "fault of the route's configuration"),
        (Unknown, "the owner is unknown, or the fleet gave no answer"),
        (Cancelled, "stopped by Ctrl-C"),
    ];

    private static readonly int[] WorstFirst = [ConnectionPath, RouteProvider, ApiServer, Authentication, Quota, Configuration,
        Unknown, Healthy];

    public static int For(ProbeResult result) => result.Outcome switch
    {
        ProbeOutcome.Passed => Healthy,
        ProbeOutcome.Failed => For(result.Diagnosis.Owner),
    };

    /// <summary>The code of the verdict; unknown when nothing is at fault in what may not be all.</summary>
    public static int For(FaultLocalization located) =>
        located is { IsPartial: true, Verdict.Owner: Owner.None } ? Unknown : For(located.Verdict);

    /// <summary>The worst code of the open incidents; unknown when none is known and some could not be read.</summary>
    public static int For(IncidentsBody list)
    {
        var known = list.Incidents.Select(For);
        return Worst(list is { IsPartial: false, Unreadable: 0 } ? known : known.Append(Unknown));
    }

    /// <summary>The code of the verdict's owner; healthy when nothing is at fault.</summary>
    public static int For(LocalizationVerdict verdict) => verdict.Owner is Owner.None ? Healthy : For(verdict.Owner);

    /// <summary>The code of the owner while the incident is open; otherwise healthy.</summary>
    public static int For(Incident incident) => incident.State is IncidentState.Open ? For(incident.Owner) : Healthy;

    /// <summary>The worst code of several results; healthy when there are none.</summary>
    public static int Worst(IEnumerable<ProbeResult> results) => Worst(results.Select(For));

    /// <summary>The rank of a code by severity, worst first.</summary>
    public static int Rank(int code) => Array.IndexOf(WorstFirst, code);

    /// <summary>The worst of several codes; healthy when there are none.</summary>
    public static int Worst(IEnumerable<int> codes) => codes.DefaultIfEmpty(Healthy).MinBy(Rank);

    public static int For(Owner owner) => owner switch
    {
        Owner.ConnectionPath => ConnectionPath,
        Owner.Authentication => Authentication,
        Owner.Quota => Quota,
        Owner.ApiServer => ApiServer,
        Owner.RouteProvider => RouteProvider,
        Owner.Configuration => Configuration,
        Owner.Unknown or Owner.None => Unknown,
    };
}
