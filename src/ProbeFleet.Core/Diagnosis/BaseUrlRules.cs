namespace ProbeFleet.Core.Diagnosis;

/// <summary>Rules for base URLs that cannot be right, whatever the network does.</summary>
internal static class BaseUrlRules
{
    /// <summary>Hosts that providers have retired.</summary>
    private static readonly HashSet<string> Retired = new(StringComparer.OrdinalIgnoreCase) { "explorer.api.openai.com" };

    /// <summary>Judges a break without a response; null when the base URL does not explain it.</summary>
    public static Finding? FindWithoutResponse(DiagnosisContext context) => context switch
    {
        not { Evidence.Response: null, Proxy: null, Broken.Stage: > Stage.Credential } => null,
        _ when Retired.Contains(context.Host) =>
            Finding.Strong(Cause.ConfigBaseUrl, $"{context.Host} is retired: no server is to be expected there."),
        { IsLoopback: true, IsOnThisMachine: false, Broken.Stage: Stage.Connect, Failure: FailureKind.Refused } => Finding.Strong(
            Cause.ConfigBaseUrl,
            $"The base URL points to {context.Host} and nothing listens there: in a container, loopback is the container itself and "
                + "not its host.")
            .Do("Use the server's service name or address as seen from the container (Docker: host.docker.internal or the compose "
                + "service's name).")
            .Or(
                Cause.TcpRefused,
                "If the server is meant to run inside this same container, check that it runs and listens on this port.",
                Owner.ConnectionPath),
        _ => null,
    };

    /// <summary>Judges a 404 or 405; null when the base URL does not end in an operation.</summary>
    public static Finding? FindDoubledOperation(DiagnosisContext context) =>
        context.BaseUrl is { } url && CallPath.AtEndOf(url) is { } operation
            ? Finding.Strong(
                Cause.ConfigBaseUrl,
                $"The base URL ends in {operation}, which the client adds by itself: the request went to a path that does not exist.")
                .Do($"Cut {operation} from the base URL.")
            : null;
}
