using System.Reflection;
using System.Runtime.InteropServices;
using ProbeFleet.Probing.Requests;

namespace ProbeFleet.Probing;

/// <summary>Reads the facts of the runtime.</summary>
public static class RuntimeFactsReader
{
    private const int CommitDigits = 12;

    private static readonly string[] InstanceVariables =
        ["WEBSITE_INSTANCE_ID", "CONTAINER_APP_REPLICA_NAME", "CONTAINER_NAME", "HOSTNAME"];

    /// <summary>ProbeFleet's own version with the first 12 digits of its commit, such as <c>0.1.0+1f2e3d4c5b6a</c>.</summary>
    public static string App { get; } = VersionOf(typeof(RuntimeFactsReader).Assembly);

    /// <summary>The SDKs that make the calls, each with its version, such as <c>OpenAI 2.12.0</c>.</summary>
    public static IReadOnlyList<string> Sdks { get; } = [SdkCall.Sdk, SdkCall.AzureSdk];

    /// <summary>Reads the facts.</summary>
    /// <param name="otherwise">The host's name when the environment tells none, such as <c>cli</c>.</param>
    public static RuntimeFacts Read(Func<string, string?> environment, string otherwise) => new()
    {
        Host = Host(environment) ?? otherwise,
        Instance = InstanceVariables.Select(environment).FirstOrDefault(value => value is { Length: > 0 }),
        Os = RuntimeInformation.OSDescription,
        Dotnet = Environment.Version.ToString(),
        Sdk = SdkCall.Sdk,
        App = App,
    };

    // Azure documents WEBSITE_* and CONTAINER_APP_* as set by the platform, Kubernetes KUBERNETES_SERVICE_HOST, and the
    // .NET images DOTNET_RUNNING_IN_CONTAINER. The most specific comes first: Functions also run in containers.
    private static string? Host(Func<string, string?> environment) => environment switch
    {
        _ when Has(environment, "FUNCTIONS_WORKER_RUNTIME") && Has(environment, "WEBSITE_SITE_NAME") =>
            environment("WEBSITE_SKU") is "FlexConsumption" ? "functions-flex" : "functions",
        _ when Has(environment, "WEBSITE_SITE_NAME") => "app-service",
        _ when Has(environment, "CONTAINER_APP_NAME") => "container-app",
        _ when Has(environment, "KUBERNETES_SERVICE_HOST") => "kubernetes",
        _ when Has(environment, "DOTNET_RUNNING_IN_CONTAINER") || File.Exists("/.dockerenv")
            || File.Exists("/run/.containerenv") => "container",
        _ => null,
    };

    private static bool Has(Func<string, string?> environment, string name) => environment(name) is { Length: > 0 };

    private static string VersionOf(Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? assembly.GetName().Version?.ToString(3) ?? "unknown";
        return version.Split('+', 2) is [var number, { Length: > CommitDigits } commit] ? $"{number}+{commit[..CommitDigits]}" : version;
    }
}
