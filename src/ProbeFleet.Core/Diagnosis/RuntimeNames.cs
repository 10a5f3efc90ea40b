using System.Net;

namespace ProbeFleet.Core.Diagnosis;

/// <summary>Recognizes names that public DNS cannot know: those of a container runtime, compose file, cluster or local network.</summary>
internal static class RuntimeNames
{
    /// <summary>The steps for such a name, likeliest first; null for a name that DNS could know.</summary>
    public static IReadOnlyList<string>? StepsFor(string name) => name.TrimEnd('.').ToLowerInvariant() switch
    {
        "host.docker.internal" or "gateway.docker.internal" =>
        [
            "On Linux, start the container with --add-host=host.docker.internal:host-gateway (compose: extra_hosts: "
                + "[\"host.docker.internal:host-gateway\"]); Docker Desktop defines the name by itself.",
            "Outside a container, call the server by localhost or its address: the name exists in containers only.",
        ],
        "host.containers.internal" =>
        [
            "The name is Podman's: in Docker use host.docker.internal with --add-host=host.docker.internal:host-gateway.",
            "Outside a container, call the server by localhost or its address.",
        ],
        var cluster when cluster.EndsWith(".svc", StringComparison.Ordinal)
            || cluster.EndsWith(".cluster.local", StringComparison.Ordinal) =>
        [
            "Look up the service in its namespace (kubectl get svc -A) and write its full name: SERVICE.NAMESPACE.svc.cluster.local.",
            "Outside that cluster the name does not exist: use its ingress or a private DNS name.",
        ],
        var local when local.EndsWith(".local", StringComparison.Ordinal) =>
        [
            "Names under .local are announced by multicast DNS, which containers and servers do not hear: use the host's address or a "
                + "real DNS name.",
        ],
        var single when !single.Contains('.', StringComparison.Ordinal) && !IPAddress.TryParse(single, out _) =>
        [
            $"\"{single}\" is a service's name of a compose file or a Kubernetes namespace: "
                + "run the workload in the same network or namespace, or write the full name.",
            "Check the spelling against the compose file's service, or kubectl get svc.",
        ],
        _ => null,
    };
}
